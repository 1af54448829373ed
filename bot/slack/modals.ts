import { setTimeout as pause } from 'node:timers/promises';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { ModalView } from '@slack/types';
import { Message } from '../../db/entities/message.ts';
import { expired } from '../../dialogs/cards/conversation-ended.ts';
import type { Screen } from '../../dialogs/conversation.ts';
import { inTime } from '../../jobs/in-time.ts';
import type { Logger } from '../../log.ts';
import type { Conversations } from '../conversations.ts';
import type { PrivateLinks } from '../private/links.ts';
import type { Who } from '../surface.ts';
import { conversationKey } from '../write-message.ts';
import { ask, SlackRefusal } from './client.ts';
import { cardView, formView, waitingView } from './forms.ts';
import type { InPerson } from './in-person.ts';
import { type Spot, showView } from './show-view.ts';
import type { Team, Workspaces } from './workspaces.ts';

type Parts = {
  orm: MikroORM;
  conversations: Conversations<never>;
  workspaces: Workspaces;
  links: PrivateLinks;
  inPerson: InPerson;
  /** Told of conversations whose ending is shown. */
  ended: (id: string) => Promise<void>;
  /** Told of work that goes on by itself. */
  busy: (work: Promise<unknown>) => void;
  log: Logger;
};

/** A conversation as a modal shows it, and what was read for it. */
export type Shown = { view: ModalView; screen: Screen; version: number; revision: string; address: string | null };

/** In place of a modal's id: the person closed it while something was going on, and is told the outcome in person. */
const closed = 'closed';

/** In ms: how long an answer to Slack may take to arrive there. What is shown before that, the answer would take the place of. */
const underWay = 150;

/** Keeps the modals that show conversations as the conversations stand. */
export function createModals({ orm, conversations, workspaces, links, inPerson, ended, busy, log }: Parts) {
  const hashes = new Map<string, string>();
  /** Answers to Slack that are under way: they show these themselves. */
  const held = new Map<string, number>();
  const turns = new Map<string, Promise<unknown>>();

  const rowOf = (id: string) =>
    orm.em.fork().findOne(Message, { key: conversationKey(id), channel: { workspace: { chat: 'slack' } } }, { populate: ['channel'] });
  const execute = (sql: string, values: unknown[]) => orm.em.fork().execute<{ id: string }[]>(sql, values);
  const setAddress = (id: string, address: string | null) =>
    execute('update message set address = ? where key = ?', [address, conversationKey(id)]);
  /** What has become newer meanwhile is to be shown again, whoever showed it before. */
  const setShown = async (id: string, { screen, revision }: Pick<Shown, 'screen' | 'revision'>) => {
    await execute('update message set due = (revision <> ?::bigint) where key = ?', [revision, conversationKey(id)]);
    if (screen.kind === 'done') busy(ended(id));
  };

  /** The conversation as it stands now. With `who`, somebody else's is shown as one that is over. */
  async function shownNow(id: string, who?: Who): Promise<Shown> {
    const row = await rowOf(id);
    const found = await conversations.screen(id, who);
    const { version, screen } = found ?? { version: 0, screen: over(who ? null : row) };
    const { id: source = '', revision = '0', address = null } = row ?? {};
    return { view: await viewOf(id, version, screen, source), screen, version, revision, address };
  }

  async function viewOf(id: string, version: number, screen: Screen, source: string): Promise<ModalView> {
    const metadata = JSON.stringify({ id, version });
    if (screen.kind === 'done') return cardView(screen.card, metadata, { source });
    if (screen.kind === 'waiting') return waitingView(screen.text, metadata);
    const secret = Object.values(screen.form.fields).some(({ kind }) => kind === 'secret');
    const privatePage = secret ? ((await links.make(id, version)) ?? { missing: true as const }) : undefined;
    return formView(screen, { metadata, version, privatePage });
  }

  /** Brings its modal up to date, as often as it changes meanwhile. Where the modal was closed, the person is told. */
  async function bringUpToDate(id: string): Promise<void> {
    for (let again = true; again; ) {
      const row = await rowOf(id);
      // Who answers Slack shows it, and looks again afterwards.
      if (!row?.due || held.has(id)) return;
      const now = await shownNow(id);
      if (!row.address && !wasAnswered(now)) return;
      const team = await workspaces.byWorkspace(row.channel.workspace.id);
      if (!team) return;
      const told = row.address && row.address !== closed && (await update(team, row.address, now.view));
      if (!told) {
        await setAddress(id, closed);
        await inPerson.outcome(id, now.version, now.screen);
      }
      await setShown(id, now);
      again = (await rowOf(id))?.due ?? false;
    }
  }

  /** False where the modal is gone. A view that changed meanwhile is written over: what is shown is always how it stands now. */
  async function update(team: Team, view_id: string, view: ModalView): Promise<boolean> {
    const hash = hashes.get(view_id);
    try {
      const { view: after } = await ask(team.client.views.update({ view_id, view, ...(hash && { hash }) }));
      remember(view_id, after?.hash);
      return true;
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      hashes.delete(view_id);
      if (error.reason === 'hash_conflict' && hash) return update(team, view_id, view);
      if (error.reason !== 'not_found') log.error({ err: error }, 'Slack does not take a modal.');
      return false;
    }
  }

  function remember(view: string, hash: string | undefined) {
    if (hashes.size > 10_000) hashes.clear();
    if (hash) hashes.set(view, hash);
    else hashes.delete(view);
  }

  /** One after the other for each conversation, so that an older view never comes last. */
  function refresh(id: string): Promise<void> {
    const before = turns.get(id) ?? Promise.resolve();
    const turn = before
      .then(() => bringUpToDate(id))
      .catch((error) => log.warn({ conversation: id, err: error }, 'A modal could not be brought up to date.'));
    turns.set(id, turn);
    void turn.then(() => turns.get(id) === turn && turns.delete(id));
    return turn;
  }

  /** While `work` answers Slack, which shows the conversation by itself, nobody else does. */
  async function holding<T>(id: string, work: () => Promise<T>): Promise<T> {
    held.set(id, (held.get(id) ?? 0) + 1);
    await inTime(turns.get(id) ?? Promise.resolve(), underWay);
    try {
      return await work();
    } finally {
      busy(letGo(id));
    }
  }

  async function letGo(id: string): Promise<void> {
    await pause(underWay);
    const others = (held.get(id) ?? 1) - 1;
    if (others) return void held.set(id, others);
    held.delete(id);
    await refresh(id);
  }

  return {
    shownNow,
    /** It stands in this modal. */
    setAddress,
    refresh,
    remember,
    setShown,

    /** Told by the conversations; those being answered show themselves. */
    shown: (id: string) => void (held.has(id) || refresh(id)),

    holding,

    /** Shows it in a modal. False where that cannot be shown any more. */
    async open(team: Team, id: string, spot: Spot): Promise<boolean> {
      const now = await shownNow(id);
      const shown = await showView(team, spot, now.view);
      if (!shown) return false;
      remember(shown.id, shown.hash);
      await setAddress(id, shown.id);
      await setShown(id, now);
      void refresh(id);
      return true;
    },

    /** Tells how it goes on where no modal is open, once that is known; where we are killed before, it is told in person. */
    async elsewhere(id: string, known: Promise<unknown>, tell: (screen: Screen) => Promise<void>): Promise<void> {
      await holding(id, async () => {
        await turns.get(id);
        await setAddress(id, closed);
        await known;
        // Another process may have taken it up and told it.
        if (!(await rowOf(id))?.due) return;
        const now = await shownNow(id);
        await tell(now.screen);
        await setShown(id, now);
      });
    },

    /** In a direct message, with a button that leads back. */
    async tell(id: string): Promise<void> {
      await execute('update message set due = true where key = ?', [conversationKey(id)]);
      await refresh(id);
    },

    /** The person closed this modal of it; false where it stands in another by now. `told`: what comes of it is to be told in person. */
    async close(id: string, view: string, told: boolean): Promise<boolean> {
      const stands = 'update message set address = ? where key = ? and coalesce(address, ?) = ? returning id';
      return (await execute(stands, [told ? closed : null, conversationKey(id), view, view])).length > 0;
    },

    /** Brings up to date what the process that should have done so has left. */
    async takeUp(): Promise<void> {
      const left = await orm.em.fork().execute<{ id: string }[]>(
        `select substr(m.key, 14) as id from message m join channel c on c.id = m.channel_id join workspace w on w.id = c.workspace_id
         where m.due and m.key like 'conversation:%' and m.address is not null and w.chat = 'slack' and w.uninstalled_at is null
           and m.updated_at between clock_timestamp() - interval '1 hour' and clock_timestamp() - interval '5 seconds' limit 20`,
      );
      await Promise.all(left.filter(({ id }) => !held.has(id)).map(({ id }) => refresh(id)));
    },

    /** Waits for what is being shown. */
    idle: () => Promise.all(turns.values()),
  };
}

export type Modals = ReturnType<typeof createModals>;

/** Then a modal was open, though a process was killed before it had kept which; the first version and an ending without questions have none. */
const wasAnswered = ({ screen, version }: Shown): boolean => version > (screen.kind === 'done' ? 2 : 1);

/** What a conversation that was forgotten has left: its last card, or that it took too long. */
const over = (row: Message | null): Screen => ({ kind: 'done', card: row?.card ?? expired() });
