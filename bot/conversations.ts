import { randomBytes, randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { Conversation } from '../db/entities/conversation.ts';
import type { Chat } from '../db/entities/workspace.ts';
import type { Card } from '../dialogs/card.ts';
import {
  cancelDone,
  cancelled,
  expired,
  nothingToCancel,
  stepWentWrong,
  tooLateToCancel,
  unknownDialog,
} from '../dialogs/cards/conversation-ended.ts';
import { advance, answer as engineAnswer, type Screen, type Conversation as State, start } from '../dialogs/conversation.ts';
import type { Dialog } from '../dialogs/dialog.ts';
import type { Logger } from '../log.ts';
import type { Surface, Who } from './surface.ts';

/** What a turn shows: `first` at once or within half a second, `last` when the person is needed again. Often they are the same. */
export type Turned = { id: string; first: Screen; last: Promise<Screen> };

type Parts<Services> = {
  orm: MikroORM;
  /** Only conversations of this chat are taken up again here. */
  chat: Chat;
  surface: Pick<Surface, 'show'>;
  dialogs: Record<string, Dialog<Services>>;
  services: (who: Who) => Services;
  log: Logger;
  /** How long a question waits for its answer. */
  keep: number;
  /** How long slow work may take before the waiting screen is shown. */
  hurry?: number;
  /** How long a process that stopped answering keeps its work; it says that it lives three times in that time. */
  lease?: number;
  now?: () => number;
};

type Claimed = { id: string; version: number; who: Who; state: State };

/** Another process took the conversation up, or it was cancelled: what was found out here no longer counts. */
class Overtaken extends Error {}

export type Conversations<Services> = ReturnType<typeof createConversations<Services>>;

/**
 * Loads and saves conversations and runs the dialog engine between. Times are milliseconds.
 * Whoever works on a conversation has raised its version, and saves only while the version is still theirs.
 */
export function createConversations<Services>(parts: Parts<Services>) {
  const { orm, chat, surface, dialogs, services, log, keep, hurry = 500, lease = 9_000, now = Date.now } = parts;
  const running = new Set<Claimed>();
  const after = (ms: number) => new Date(now() + ms);

  const transaction = <T>(work: (em: EntityManager) => Promise<T>): Promise<T> => orm.em.fork().transactional(work);
  const locked = (em: EntityManager, id: string) => em.findOne(Conversation, id, { lockMode: LockMode.PESSIMISTIC_WRITE });
  const show = (em: EntityManager, row: Conversation, screen: Screen) =>
    surface.show?.(em, { id: row.id, channel: row.channel.id, version: row.version }, screen);

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

  /** Takes a conversation to work on it. */
  async function claim(em: EntityManager, row: Conversation, state: State): Promise<Claimed> {
    row.state = state;
    row.version += 1;
    row.workingUntil = after(lease);
    row.expiresAt = after(keep);
    await em.flush();
    return { id: row.id, version: row.version, who: { workspace: row.workspace.id, channel: row.channel.id, person: row.person }, state };
  }

  /** Saves a step of the work. On a form and at the end nobody works on it any more. */
  const save = (claimed: Claimed, state: State, screen: Screen, shown: boolean) =>
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
    });

  /** Shows that it takes longer, unless it is over by now. */
  const showWaiting = (claimed: Claimed, screen: Screen) =>
    transaction(async (em) => {
      const row = await locked(em, claimed.id);
      if (row?.version === claimed.version && row.workingUntil && !row.finishedAt) await show(em, row, screen);
    });

  async function goOn(claimed: Claimed, pace: { waiting?: Screen; slow: boolean }): Promise<Screen> {
    let here = claimed.state;
    const living = setInterval(() => void alive(claimed), lease / 3);
    try {
      const dialog = dialogs[here.dialog];
      if (!dialog) return await save(claimed, here, { kind: 'done', card: unknownDialog() }, true);
      for await (const [screen, state] of advance(dialog, here, services(claimed.who))) {
        here = state;
        if (screen.kind !== 'waiting') return await save(claimed, state, screen, true);
        pace.waiting = screen;
        if (pace.slow || state !== claimed.state) await save(claimed, state, screen, pace.slow);
      }
      throw new Error(`The dialog ${here.dialog} has no ending`);
    } catch (error) {
      if (error instanceof Overtaken) return look(claimed.id);
      const failed = newReference();
      log.error({ chat, conversation: claimed.id, dialog: here.dialog, reference: failed, err: error }, 'a step of a dialog failed');
      const state = { ...here, failed };
      return await save(claimed, state, failedScreen(state), true).catch((again) => {
        if (again instanceof Overtaken) return look(claimed.id);
        throw again;
      });
    } finally {
      clearInterval(living);
      running.delete(claimed);
    }
  }

  const alive = async (claimed: Claimed) =>
    running.has(claimed) &&
    orm.em
      .fork()
      .nativeUpdate(Conversation, { id: claimed.id, version: claimed.version, finishedAt: null }, { workingUntil: after(lease) })
      .catch((error) => log.warn({ chat, conversation: claimed.id, err: error }, 'could not say that a conversation is worked on'));

  async function turn(claimed: Claimed): Promise<Turned> {
    running.add(claimed);
    const pace: { waiting?: Screen; slow: boolean } = { slow: false };
    const last = goOn(claimed, pace);
    // Whoever asks for it hears of it; nobody else needs to.
    last.catch(() => {});
    const first = await Promise.race([last, pause(hurry)]);
    if (first) return { id: claimed.id, first, last };
    pace.slow = true;
    const waiting = pace.waiting ?? { kind: 'waiting', text: 'One moment…' };
    await showWaiting(claimed, waiting);
    return { id: claimed.id, first: waiting, last };
  }

  /** Where it stands, without doing anything. */
  async function standing(row: Conversation): Promise<Screen> {
    const { state } = row;
    if (state.card) return { kind: 'done', card: state.card };
    const dialog = dialogs[state.dialog];
    if (!dialog) return { kind: 'done', card: unknownDialog() };
    if (state.failed) return failedScreen(state);
    const who = { workspace: row.workspace.id, channel: row.channel.id, person: row.person };
    const steps = advance(dialog, state, services(who));
    const { value } = await steps.next();
    return value ? value[0] : { kind: 'done', card: unknownDialog() };
  }

  async function look(id: string): Promise<Screen> {
    const row = await orm.em.fork().findOne(Conversation, id);
    return row ? standing(row) : { kind: 'done', card: expired() };
  }

  const failedScreen = (state: State): Screen => {
    const ending = dialogs[state.dialog]?.steps[state.step]?.kind === 'finish';
    return { kind: 'form', form: { ...stepWentWrong(state.failed ?? '', ending), fields: {} }, errors: {}, given: {}, kept: [] };
  };

  /** Puts away what nobody answered, and takes up what a process left that is no longer there. */
  async function resume(): Promise<Turned[]> {
    const moment = new Date(now());
    const open = { finishedAt: null, workspace: { chat } };
    const em = orm.em.fork();
    const left = await em.find(Conversation, { ...open, workingUntil: { $lt: moment } }, { fields: ['id'], limit: 20 });
    const forgotten = await em.find(
      Conversation,
      { ...open, workingUntil: null, expiresAt: { $lt: moment } },
      { fields: ['id'], limit: 100 },
    );
    for (const { id } of forgotten) {
      await transaction(async (inner) => {
        const row = await locked(inner, id);
        if (row && !row.finishedAt && !row.workingUntil && row.expiresAt < moment) await end(inner, row, expired(row.state.command));
      });
    }
    const claims = left.map(({ id }) =>
      transaction(async (inner) => {
        const row = await locked(inner, id);
        if (!row?.workingUntil || row.finishedAt || row.workingUntil >= moment) return;
        log.info({ chat, conversation: id, dialog: row.dialog }, 'taking up a conversation that another process left');
        return claim(inner, row, row.state);
      }),
    );
    const claimed = (await Promise.all(claims)).filter((one) => one !== undefined);
    return Promise.all(claimed.map(turn));
  }

  return {
    /** Begins a dialog. `given` is what the command already said, `command` what to type to begin it again. */
    async begin(dialog: Dialog<Services>, given: State['known'], who: Who, command?: string): Promise<Turned> {
      const id = randomUUID();
      const claimed = await transaction(async (em) => {
        const state = { ...start(dialog, id, given), command };
        const places = { workspace: who.workspace, channel: who.channel, person: who.person };
        const row = em.create(Conversation, { id, ...places, dialog: dialog.name, state, version: 0, expiresAt: after(keep) });
        em.persist(row);
        return claim(em, row, state);
      });
      return turn(claimed);
    },

    /** Takes an answer to `version`. To any other version, or while somebody works on it, it only shows where the conversation stands. */
    async answer(id: string, version: number, given: Record<string, unknown>): Promise<Turned> {
      const claimed = await transaction(async (em) => {
        const row = await locked(em, id);
        if (!row || row.finishedAt || row.version !== version || row.workingUntil) return;
        if (row.expiresAt.getTime() < now()) return void (await end(em, row, expired(row.state.command)));
        const dialog = dialogs[row.state.dialog];
        const { failed, ...state } = row.state;
        return claim(em, row, dialog && !failed ? engineAnswer(dialog, state, given) : state);
      });
      if (claimed) return turn(claimed);
      const screen = await look(id);
      return { id, first: screen, last: Promise.resolve(screen) };
    },

    /** Closes the person's latest open conversation, or the one named, and says so. What is being done already goes on. */
    cancel: (who: Who, id?: string): Promise<Card> =>
      transaction(async (em) => {
        const mine = { ...who, finishedAt: null, ...(id && { id }) };
        const row = await em.findOne(Conversation, mine, { orderBy: { createdAt: 'desc' }, lockMode: LockMode.PESSIMISTIC_WRITE });
        if (!row) return nothingToCancel();
        const step = dialogs[row.state.dialog]?.steps[row.state.step];
        if (row.workingUntil && step?.kind === 'finish') return tooLateToCancel();
        await end(em, row, cancelled(row.state.command));
        return cancelDone();
      }),

    /** Where it stands, and the version an answer must name. Does nothing. */
    async screen(id: string): Promise<{ version: number; screen: Screen } | undefined> {
      const row = await orm.em.fork().findOne(Conversation, id);
      return row ? { version: row.version, screen: await standing(row) } : undefined;
    },

    resume,

    /** Calls `resume` now and every few seconds. Stopping waits up to `patience` for what runs, and hands back what is left. */
    start(every = 3_000) {
      let round = Promise.resolve();
      const tick = () => {
        round = resume().then(
          () => {},
          (error) => log.warn({ chat, err: error }, 'could not look for conversations to take up'),
        );
      };
      tick();
      const timer = setInterval(tick, every);
      return {
        async stop(patience = 5_000) {
          clearInterval(timer);
          await round;
          const limit = Date.now() + patience;
          while (running.size && Date.now() < limit) await pause(20);
          const left = [...running];
          running.clear();
          const handBack = ({ id, version }: Claimed) =>
            orm.em.fork().nativeUpdate(Conversation, { id, version }, { workingUntil: new Date(0) });
          await Promise.all(left.map(handBack));
        },
      };
    },
  };
}

const pause = (ms: number) => new Promise<undefined>((done) => setTimeout(done, ms, undefined));

const newReference = () => randomBytes(4).toString('hex');
