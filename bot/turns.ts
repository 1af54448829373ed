import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Conversation } from '../db/entities/conversation.ts';
import { stepWentWrong, unknownDialog } from '../dialogs/cards/conversation-ended.ts';
import { advance, type Screen, type Conversation as State } from '../dialogs/conversation.ts';
import type { Dialog } from '../dialogs/dialog.ts';
import { NotAllowed } from '../dialogs/roles.ts';
import type { Logger } from '../log.ts';
import { type Claimed, Overtaken, type Rows, whoOf } from './conversation-rows.ts';
import type { Who } from './surface.ts';

/** What a turn shows: `first` at once or within half a second, `last` when the person is needed again. Often they are the same. */
export type Turned = { id: string; first: Screen; last: Promise<Screen> };

type Parts<Services> = {
  rows: Rows;
  dialogs: Record<string, Dialog<Services>>;
  services: (who: Who) => Services;
  /** Where it stands, for who was overtaken. */
  look: (id: string) => Promise<Screen>;
  log: Logger;
  /** How long slow work may take before the waiting screen is shown, and how often to say that somebody works; in ms. */
  hurry: number;
  beat: number;
};

type Pace = { waiting: Screen; slow: boolean };

/** Runs dialogs from where they stand until the person is needed again. */
export function createTurns<Services>({ rows, dialogs, services, look, log, hurry, beat }: Parts<Services>) {
  const running = new Set<Claimed>();

  async function run(claimed: Claimed, pace: Pace): Promise<Screen> {
    let here = claimed.state;
    try {
      const dialog = dialogs[here.dialog];
      if (!dialog) return await rows.save(claimed, here, { kind: 'done', card: unknownDialog() }, true);
      for await (const [screen, state] of advance(dialog, here, services(claimed.who))) {
        here = state;
        if (screen.kind !== 'waiting') return await rows.save(claimed, state, screen, true);
        pace.waiting = screen;
        if (pace.slow || state !== claimed.state) await rows.save(claimed, state, screen, pace.slow);
      }
      throw new Error(`The dialog ${here.dialog} has no ending`);
    } catch (error) {
      if (error instanceof Overtaken) throw error;
      if (error instanceof NotAllowed) return await rows.save(claimed, here, { kind: 'done', card: error.card }, true);
      const state = { ...here, failed: logFailure(log, here, error) };
      return await rows.save(claimed, state, failedScreen(state, dialogs), true);
    }
  }

  async function runToEnd(claimed: Claimed, pace: Pace): Promise<Screen> {
    const stillHere = () =>
      rows
        .alive(claimed)
        .catch((error) => log.warn({ conversation: claimed.id, err: error }, 'could not say that a conversation is worked on'));
    const beats = setInterval(() => running.has(claimed) && stillHere(), beat);
    running.add(claimed);
    try {
      return await run(claimed, pace);
    } catch (error) {
      if (error instanceof Overtaken) return look(claimed.id);
      throw error;
    } finally {
      clearInterval(beats);
      running.delete(claimed);
    }
  }

  return {
    async turn(claimed: Claimed): Promise<Turned> {
      const { id } = claimed;
      const pace: Pace = { waiting: { kind: 'waiting', text: 'One moment…' }, slow: false };
      const last = runToEnd(claimed, pace);
      // Whoever asks for it hears of its error; nobody has to.
      last.catch(() => {});
      const first = await Promise.race([last, pause(hurry, undefined)]);
      if (first) return { id, first, last };
      pace.slow = true;
      const { waiting } = pace;
      await rows.showWaiting(claimed, waiting);
      return { id, first: waiting, last };
    },

    /** Waits up to `patience` ms for what runs, and hands back what is left. */
    async stop(patience: number): Promise<void> {
      const limit = Date.now() + patience;
      while (running.size && Date.now() < limit) await pause(20);
      const left = [...running];
      running.clear();
      await Promise.all(left.map(rows.handBack));
    },
  };
}

/** Where a conversation stands, without doing anything. */
export async function standing<Services>(
  row: Conversation,
  dialogs: Record<string, Dialog<Services>>,
  services: (who: Who) => Services,
): Promise<Screen> {
  const { state } = row;
  const dialog = dialogs[state.dialog];
  if (state.card) return { kind: 'done', card: state.card };
  if (state.failed) return failedScreen(state, dialogs);
  if (!dialog) return { kind: 'done', card: unknownDialog() };
  return asked(dialog, state, services(whoOf(row)));
}

/** The first screen from here. It is ready before any work begins, so nothing is done. */
export async function asked<Services>(dialog: Dialog<Services>, state: State, services: Services): Promise<Screen> {
  const { value } = await advance(dialog, state, services).next();
  return value ? value[0] : { kind: 'done', card: unknownDialog() };
}

/** Logs an error nobody expected. Gives its reference, which is what the person sees of it. */
export function logFailure(log: Logger, { id, dialog }: State, error: unknown): string {
  const reference = randomBytes(4).toString('hex');
  log.error({ conversation: id, dialog, reference, err: error }, 'a step of a dialog failed');
  return reference;
}

/** A question with nothing but its button; what was answered before is kept. */
export function failedScreen(state: State, dialogs: Record<string, Dialog<never>>): Screen {
  const ending = dialogs[state.dialog]?.steps[state.step]?.kind === 'finish';
  return { kind: 'form', form: { ...stepWentWrong(state.failed ?? '', ending), fields: {} }, errors: {}, given: {}, kept: [] };
}
