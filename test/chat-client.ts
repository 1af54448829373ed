import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { MikroORM } from '@mikro-orm/postgresql';
import { createConversations } from '../bot/conversations.ts';
import { createServices } from '../bot/services.ts';
import type { Who } from '../bot/surface.ts';
import { webSurface } from '../bot/web/post.ts';
import { createHttp } from '../connectors/http.ts';
import { connectors } from '../connectors/index.ts';
import { Conversation } from '../db/entities/conversation.ts';
import { Message } from '../db/entities/message.ts';
import type { Action, Card } from '../dialogs/card.ts';
import { dialogs } from '../dialogs/commands.ts';
import type { Screen } from '../dialogs/conversation.ts';
import { createLog } from '../log.ts';

/** What stands in the stream: a text, a card, or the question of a conversation. */
export type Seen = { id: string; key: string; author: 'person' | 'bot'; text?: string; card?: Card; conversation?: string };

/**
 * A person at the web chat: speaks to it over HTTP as the page does, and reads the stream where the page reads it.
 * Everything waits for its effect, at most `patience` milliseconds.
 */
export async function openChat({ url, orm, patience = 15_000 }: { url: string; orm: MikroORM; patience?: number }) {
  const page = await fetch(`${url}/chat`);
  const cookie = page.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const csrf = /name="csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';

  const log = createLog('silent');
  const context = {
    orm,
    connectors,
    http: createHttp({ allowPrivate: true }),
    enqueue: asNobody,
    post: asNobody,
    log,
    now: () => new Date(),
  };
  const services = (who: Who) => createServices({ ...context, scheduleStore: asNobody, unscheduleStore: asNobody }, who);
  const reading = createConversations({ orm, chat: 'web', surface: webSurface(orm), dialogs, services, log, keep: 1 });
  const screen = async (id: string) => (await reading.screen(id))?.screen;

  async function post(path: string, body: Record<string, string | string[]>) {
    const form = new URLSearchParams({ csrf });
    for (const [name, value] of Object.entries(body)) for (const one of [value].flat()) form.append(name, one);
    const response = await fetch(url + path, { method: 'POST', body: form, headers: { cookie, 'hx-request': 'true' } });
    if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`);
    return response.text();
  }

  async function stream(after = '0'): Promise<Seen[]> {
    const rows = await orm.em.fork().find(Message, { id: { $gt: after } }, { orderBy: { id: 'asc' } });
    return rows.map(({ id, key, author, text, card, conversation }) => ({
      id,
      key,
      author,
      text: text ?? undefined,
      card: card ?? undefined,
      conversation: conversation?.id,
    }));
  }

  async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
    const deadline = Date.now() + patience;
    while (true) {
      const found = await look();
      if (found !== undefined) return found;
      if (Date.now() > deadline)
        throw new Error(`It did not come about: ${what}. The last message: ${JSON.stringify((await stream()).at(-1))}`);
      await pause(50);
    }
  }

  const latest = async () => (await stream()).at(-1)?.id ?? '0';

  return {
    stream,
    until,
    latest,
    say: (text: string) => post('/chat/messages', { text, key: randomUUID() }),

    /** Presses the newest button of this label; `row`: the one of that row of a table or entry of a list. */
    async press(label: string, row?: string) {
      const found = (await stream()).flatMap(({ card }) => (card ? buttonsOf(card) : []));
      const button = found.findLast(({ action, about }) => action.label === label && (row === undefined || about === row));
      if (!button) throw new Error(`There is no button "${label}"; there are: ${found.map(({ action }) => action.label).join(', ')}`);
      const { action, about } = button;
      return post('/chat/messages', { text: action.command, label: [action.label, about].filter(Boolean).join(' · '), key: randomUUID() });
    },

    /** Answers the newest question that is open. */
    async fill(fields: Record<string, string | string[]>) {
      const open = await until('an open question', async () => {
        const [row] = await orm.em
          .fork()
          .find(Conversation, { finishedAt: null, workingUntil: null }, { orderBy: { createdAt: 'desc' }, limit: 1 });
        return row ?? undefined;
      });
      // Ticks are sent as the page sends them: with an empty first one, so that none is an answer, too.
      const named = Object.fromEntries(
        Object.entries(fields).map(([name, value]) => (Array.isArray(value) ? [`f.${name}[]`, ['', ...value]] : [`f.${name}`, value])),
      );
      return post(`/chat/conversations/${open.id}`, { ...named, version: String(open.version), go: 'on' });
    },

    screen,

    /** The newest open question, once it is the right one. */
    question: (what: string, right: (question: Question) => boolean) =>
      until(what, async () => {
        const [row] = await orm.em.fork().find(Conversation, { workingUntil: null }, { orderBy: { createdAt: 'desc' }, limit: 1 });
        const shown = row && (await screen(row.id));
        return shown?.kind === 'form' && right(shown) ? shown : undefined;
      }),

    /** The newest card that came after `after` and satisfies `right`. */
    card: (what: string, right: (card: Card) => boolean, after = '0') =>
      until(what, async () => (await stream(after)).findLast(({ card }) => card && right(card))?.card),
  };
}

/** Every button of a card, with the entry or the row that it belongs to. */
const buttonsOf = ({ actions = [], items = [], table }: Card): { action: Action; about?: string }[] => [
  ...actions.map((action) => ({ action })),
  ...items.flatMap(({ label, actions = [] }) => actions.map((action) => ({ action, about: label }))),
  ...(table?.actions ?? []).flatMap((action, at) => (action ? [{ action, about: table?.rows[at]?.[0] }] : [])),
];

type Question = Extract<Screen, { kind: 'form' }>;

const asNobody = async () => {
  throw new Error('Reading where a conversation stands changes nothing.');
};

export type Chat = Awaited<ReturnType<typeof openChat>>;
