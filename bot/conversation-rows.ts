import { LockMode } from '@mikro-orm/core';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { Conversation } from '../db/entities/conversation.ts';
import type { Card } from '../dialogs/card.ts';
import type { Screen, Conversation as State } from '../dialogs/conversation.ts';
import type { Surface, Who } from './surface.ts';

/** A conversation that this process works on. The work counts only while the row has this version. */
export type Claimed = { id: string; version: number; who: Who; state: State };

/** Another process took the conversation up, or it was cancelled: what was found out here no longer counts. */
export class Overtaken extends Error {}

type Parts = {
  orm: MikroORM;
  surface: Pick<Surface, 'show' | 'shown'>;
  /** How long a question waits for its answer, and how long a process that stopped answering keeps its work; in ms. */
  keep: number;
  lease: number;
  now: () => number;
};

export const whoOf = ({ workspace, channel, person, userId }: Conversation): Who => ({
  workspace: workspace.id,
  channel: channel.id,
  person,
  userId,
});

/** Loads and saves conversations. Each row is locked while it is changed, and shown in the same transaction. */
export function createRows({ orm, surface, keep, lease, now }: Parts) {
  const after = (ms: number) => new Date(now() + ms);
  const locked = (em: EntityManager, id: string) => em.findOne(Conversation, id, { lockMode: LockMode.PESSIMISTIC_WRITE });
  const changed = new WeakMap<EntityManager, Set<string>>();
  const show = async (em: EntityManager, row: Conversation, screen: Screen) => {
    await surface.show?.(em, { id: row.id, channel: row.channel.id, version: row.version }, screen);
    changed.get(em)?.add(row.id);
  };
  async function transaction<T>(work: (em: EntityManager) => Promise<T>): Promise<T> {
    const ids = new Set<string>();
    const result = await orm.em.fork().transactional((em) => {
      changed.set(em, ids);
      return work(em);
    });
    for (const id of ids) surface.shown?.(id);
    return result;
  }

  /** Saves how it ended; what was typed is forgotten then, secrets above all. */
  async function end(em: EntityManager, row: Conversation, card: Card): Promise<Screen> {
    const screen: Screen = { kind: 'done', card };
    row.state = { ...row.state, known: {}, errors: {}, notice: undefined, failed: undefined, card };
    row.version += 1;
    row.workingUntil = null;
    row.finishedAt = new Date(now());
    await em.flush();
    await show(em, row, screen);
    return screen;
  }

  return {
    transaction,
    locked,
    end,

    /** Takes a conversation to work on it, which raises its version. */
    async claim(em: EntityManager, row: Conversation, state: State): Promise<Claimed> {
      row.state = state;
      row.version += 1;
      row.workingUntil = after(lease);
      row.expiresAt = after(keep);
      await em.flush();
      return { id: row.id, version: row.version, who: whoOf(row), state };
    },

    /** Saves a step of the work. On a form and at the end nobody works on it any more. */
    save: (claimed: Claimed, state: State, screen: Screen, shown: boolean): Promise<Screen> =>
      transaction(async (em) => {
        const row = await locked(em, claimed.id);
        if (!row || row.finishedAt || row.version !== claimed.version) throw new Overtaken();
        if (screen.kind === 'done') return end(em, row, screen.card);
        row.state = state;
        row.workingUntil = screen.kind === 'waiting' ? after(lease) : null;
        row.expiresAt = after(keep);
        await em.flush();
        if (shown) await show(em, row, screen);
        return screen;
      }),

    /** Shows that it takes longer, unless it is over by now. */
    showWaiting: (claimed: Claimed, screen: Screen): Promise<void> =>
      transaction(async (em) => {
        const row = await locked(em, claimed.id);
        if (row?.version === claimed.version && row.workingUntil && !row.finishedAt) await show(em, row, screen);
      }),

    /** Keeps an answer that cannot be right. The question stays the same, so its version does: whoever has it before them can mend it there. */
    async askAgain(em: EntityManager, row: Conversation, state: State, screen: Screen): Promise<Screen> {
      row.state = state;
      row.expiresAt = after(keep);
      await em.flush();
      await show(em, row, screen);
      return screen;
    },

    /** Says that somebody still works on it. */
    alive: ({ id, version }: Claimed) =>
      orm.em
        .fork()
        .nativeUpdate(Conversation, { id, version, finishedAt: null, workingUntil: { $ne: null } }, { workingUntil: after(lease) }),

    /** Leaves it to any other process. */
    handBack: ({ id, version }: Claimed) =>
      orm.em.fork().nativeUpdate(Conversation, { id, version, workingUntil: { $ne: null } }, { workingUntil: new Date(0) }),
  };
}

export type Rows = ReturnType<typeof createRows>;
