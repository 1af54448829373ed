import type { MikroORM } from '@mikro-orm/postgresql';
import { Message } from '../../db/entities/message.ts';
import { expired } from '../../dialogs/cards/conversation-ended.ts';
import { cut } from '../../dialogs/words.ts';
import type { Conversations } from '../conversations.ts';
import type { Press } from './buttons.ts';
import { cardView } from './cards.ts';
import { screenView } from './forms.ts';
import { type Html, html } from './html.ts';

/** A message with what its markup is made of; the same for everybody but for the CSRF token. */
export type Shown = { id: string; updatedAt: Date; view: (press: Press) => Html };

type Screens = Pick<Conversations<never>, 'screen'>;

/** How many messages are shown at once. */
export const pageSize = 100;

/** Commits come in another order than the clock's; whoever catches up looks back this far, and skips what they have. */
const overlap = 30_000;

/** Reads the messages of the web chat's channel, with where its conversations stand. */
export function createMessages({ orm, conversations, channel }: { orm: MikroORM; conversations: Screens; channel: string }) {
  const shown = (messages: Message[]) => Promise.all(messages.map((message) => prepare(message, conversations)));
  return {
    /** The latest ones, or those before a message; oldest first. `more`: there are even earlier ones. */
    async page(before?: string): Promise<{ messages: Shown[]; more: boolean }> {
      const where = { channel, ...(before && { id: { $lt: before } }) };
      const found = await orm.em.fork().find(Message, where, { orderBy: { id: 'desc' }, limit: pageSize + 1 });
      return { messages: await shown(found.slice(0, pageSize).reverse()), more: found.length > pageSize };
    },

    /** What is new or was edited since a moment; undefined where that is more than a page. */
    async since(moment: number): Promise<Shown[] | undefined> {
      const where = { channel, updatedAt: { $gte: new Date(moment - overlap) } };
      const found = await orm.em.fork().find(Message, where, { orderBy: { updatedAt: 'desc' }, limit: pageSize });
      const oldest = found.at(-1);
      if (oldest && found.length === pageSize && oldest.updatedAt.getTime() > moment) return;
      return shown(found.sort((one, other) => Number(one.id) - Number(other.id)));
    },

    async byIds(ids: readonly string[]): Promise<Shown[]> {
      return shown(await orm.em.fork().find(Message, { channel, id: { $in: [...ids] } }, { orderBy: { id: 'asc' } }));
    },

    async byKeys(keys: readonly string[]): Promise<Shown[]> {
      return shown(await orm.em.fork().find(Message, { channel, key: { $in: [...keys] } }, { orderBy: { id: 'asc' } }));
    },
  };
}

async function prepare(message: Message, conversations: Screens): Promise<Shown> {
  const { id, updatedAt, text, card, conversation } = message;
  if (message.author === 'person')
    return { id, updatedAt, view: () => article(message, html`<p class="bubble">${cut(text ?? '', 2000)}</p>`) };
  if (card) return { id, updatedAt, view: (press) => article(message, cardView(card, press)) };
  const found = conversation && (await conversations.screen(conversation.id));
  if (!found) return { id, updatedAt, view: (press) => article(message, cardView(expired(), press)) };
  return {
    id,
    updatedAt,
    view: (press) => article(message, screenView(conversation.id, found.version, found.screen, press), conversation.id),
  };
}

// A bar that moves is not read out at every step.
const article = ({ id, revision, author, card, createdAt }: Message, content: Html, conversation?: string) => html`<article
  class="message of-${author}" id="m${id}" data-id="${id}" data-revision="${revision}"${conversation && html` data-conversation="${conversation}"`}
  tabindex="-1"${card?.progress && html` aria-live="off"`}>
  <span class="unseen">${author === 'bot' ? 'OM Bot' : 'You'}:</span>${content}
  <time datetime="${createdAt.toISOString()}">${createdAt.toISOString().slice(11, 16)} UTC</time>
</article>`;
