import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { MikroORM } from '@mikro-orm/postgresql';
import { Conversation } from '../db/entities/conversation.ts';
import type { Chat } from '../db/entities/workspace.ts';
import type { Card } from '../dialogs/card.ts';
import { cancelDone, cancelled, expired, nothingToCancel, tooLateToCancel } from '../dialogs/cards/conversation-ended.ts';
import { answer as judge, type Screen, type Conversation as State, start } from '../dialogs/conversation.ts';
import type { Dialog } from '../dialogs/dialog.ts';
import type { Logger } from '../log.ts';
import { type Claimed, createRows, whoOf } from './conversation-rows.ts';
import type { Surface, Who } from './surface.ts';
import { asked, createTurns, failedScreen, logFailure, standing, type Turned } from './turns.ts';

type Parts<Services> = {
  orm: MikroORM;
  /** Only conversations of this chat are taken up again here. */
  chat: Chat;
  surface: Pick<Surface, 'show' | 'shown'>;
  dialogs: Record<string, Dialog<Services>>;
  services: (who: Who) => Services;
  /**
   * What is said to somebody who may not go through a dialog, which `command` began; nothing to who may. Asked at every answer: a role can
   * be taken away.
   */
  refuse?: (who: Who, dialog: Dialog<Services>, command?: string) => Promise<Card | undefined>;
  log: Logger;
  /** How long a question waits for its answer, in ms. */
  keep: number;
  /** How long slow work may take before the waiting screen is shown, in ms. */
  hurry?: number;
  /** How long a process that stopped answering keeps its work, in ms. */
  lease?: number;
  now?: () => number;
};

export type Conversations<Services> = ReturnType<typeof createConversations<Services>>;

/** Who stands in which dialog, kept in the database between turns, so that any bot process can go on with it. */
export function createConversations<Services>(parts: Parts<Services>) {
  const { orm, chat, surface, dialogs, services, refuse = async () => undefined, keep, hurry = 500, lease = 9_000, now = Date.now } = parts;
  const log = parts.log.child({ chat });
  const rows = createRows({ orm, surface, keep, lease, now });
  const { transaction, locked, claim, askAgain, end } = rows;
  const { turn, stop } = createTurns({ rows, dialogs, services, look, log, hurry, beat: lease / 3 });

  async function look(id: string, who?: Who): Promise<Screen> {
    const row = await orm.em.fork().findOne(Conversation, id);
    return row && isOf(row, who) ? screenOf(row) : { kind: 'done', card: expired() };
  }

  /** Found out before the row is locked: the messenger may have to be asked. */
  async function refusalOf(id: string): Promise<Card | undefined> {
    const row = await orm.em.fork().findOne(Conversation, id);
    const dialog = row && dialogs[row.dialog];
    return dialog ? refuse(whoOf(row), dialog, row.state.command) : undefined;
  }

  // One question that cannot be shown must not keep the others from the page.
  const screenOf = (row: Conversation): Promise<Screen> =>
    standing(row, dialogs, services).catch((error) => {
      const failed = logFailure(log, row.state, error);
      return failedScreen({ ...row.state, failed }, dialogs);
    });

  /** Puts away what nobody answered in time. */
  async function putAway(): Promise<void> {
    const moment = new Date(now());
    const late = { finishedAt: null, workingUntil: null, expiresAt: { $lt: moment } };
    const found = await orm.em.fork().find(Conversation, { ...late, workspace: { chat } }, { fields: ['id'], limit: 100 });
    for (const { id } of found)
      await transaction(async (em) => {
        const row = await locked(em, id);
        if (row && !row.finishedAt && !row.workingUntil && row.expiresAt < moment) await end(em, row, expired(row.state.command));
      });
  }

  /** Takes up what a process left that is no longer there. */
  async function takeUp(): Promise<Turned[]> {
    const moment = new Date(now());
    const left = { finishedAt: null, workingUntil: { $lt: moment } };
    const found = await orm.em.fork().find(Conversation, { ...left, workspace: { chat } }, { fields: ['id'], limit: 20 });
    const claims = found.map(({ id }) =>
      transaction(async (em) => {
        const row = await locked(em, id);
        if (!row?.workingUntil || row.finishedAt || row.workingUntil >= moment) return;
        log.info({ conversation: id, dialog: row.dialog }, 'taking up a conversation that another process left');
        return claim(em, row, row.state);
      }),
    );
    const claimed = (await Promise.all(claims)).filter((one) => one !== undefined);
    return Promise.all(claimed.map(turn));
  }

  const resume = async () => {
    await putAway();
    return takeUp();
  };

  return {
    /** Begins a dialog. `given` is what the command already said, `command` what to type to begin it again. */
    async begin(dialog: Dialog<Services>, given: State['known'], who: Who, command?: string): Promise<Turned> {
      const id = randomUUID();
      const state = { ...start(dialog, id, given), command };
      const claimed = await transaction((em) => {
        const row = em.create(Conversation, { id, ...who, dialog: dialog.name, state, version: 0, expiresAt: new Date(now() + keep) });
        return claim(em, row, state);
      });
      return turn(claimed);
    },

    /**
     * Takes an answer to `version`. To any other version, or while somebody works on it, it only shows where the conversation stands.
     * With `who`, somebody else's conversation is not there.
     */
    async answer(id: string, version: number, given: Record<string, unknown>, who?: Who): Promise<Turned> {
      const refusal = await refusalOf(id);
      const taken = await transaction(async (em): Promise<Claimed | Screen | undefined> => {
        const row = await locked(em, id);
        if (!row || row.finishedAt || row.version !== version || row.workingUntil || !isOf(row, who)) return;
        if (row.expiresAt.getTime() < now()) return end(em, row, expired(row.state.command));
        if (refusal) return end(em, row, refusal);
        const dialog = dialogs[row.state.dialog];
        const { failed, ...before } = row.state;
        if (!dialog || failed) return claim(em, row, before);
        const state = judge(dialog, before, given);
        if (Object.keys(state.errors).length === 0) return claim(em, row, state);
        return askAgain(em, row, state, await asked(dialog, state, services(whoOf(row))));
      });
      if (taken && 'version' in taken) return turn(taken);
      const screen = taken ?? (await look(id, who));
      return { id, first: screen, last: Promise.resolve(screen) };
    },

    /** Closes the person's latest open conversation in the channel, or the one named, and says so. What is being done already goes on. */
    cancel: (who: Who, id?: string): Promise<Card> =>
      transaction(async (em) => {
        const { workspace, channel, userId } = who;
        const open = { workspace, userId, finishedAt: null, ...(id ? { id } : { channel }) };
        const row = await em.findOne(Conversation, open, { orderBy: { createdAt: 'desc' }, lockMode: LockMode.PESSIMISTIC_WRITE });
        if (!row) return nothingToCancel();
        const step = dialogs[row.state.dialog]?.steps[row.state.step];
        if (row.workingUntil && step?.kind === 'finish') return tooLateToCancel();
        await end(em, row, cancelled(row.state.command));
        return cancelDone();
      }),

    /** Where it stands, and the version an answer must name. Does nothing. With `who`, somebody else's is not there. */
    async screen(id: string, who?: Who): Promise<{ version: number; screen: Screen } | undefined> {
      const row = await orm.em.fork().findOne(Conversation, id);
      return row && isOf(row, who) ? { version: row.version, screen: await screenOf(row) } : undefined;
    },

    resume,

    /** Calls `resume` now and every few seconds. `stop` waits up to `patience` ms for what runs, and hands back what is left. */
    start(every = 3_000) {
      let round: Promise<unknown> = Promise.resolve();
      const tick = () => {
        round = resume().catch((error) => log.warn({ err: error }, 'could not look for conversations to take up'));
      };
      tick();
      const timer = setInterval(tick, every);
      return {
        async stop(patience = 5_000) {
          clearInterval(timer);
          await round;
          await stop(patience);
        },
      };
    },
  };
}

/** Whether a conversation belongs to this person of this workspace, wherever they speak. */
const isOf = ({ workspace, userId }: Conversation, who?: Who) => !who || (workspace.id === who.workspace && userId === who.userId);
