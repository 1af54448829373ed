import type { RunResult } from '../db/rules/run-result.ts';
import type { Card } from '../dialogs/card.ts';
import { waitingForLimit } from '../dialogs/cards/waiting.ts';
import type { JobContext } from './job.ts';

/** How often a message that tells a progress is edited at most, in milliseconds. */
const pace = 3_000;

/** The revision of a run's last card: whatever clock the progress before it was written by, nothing is newer. */
export const lastRevision = Number.MAX_SAFE_INTEGER;

/** The one message of a run. */
export const messageKey = (run: string) => `run:${run}`;

/** Keeps the message of a run up to date while it runs. A run without channel tells nothing. */
export type Progress = {
  /** What was brought so far. */
  tell: (result: RunResult) => void;
  /** The store made us wait for so many seconds. */
  wait: (seconds: number) => void;
  /** It waits for something else. */
  hold: (waiting: string) => void;
  /** No edit comes after it. */
  stop: () => Promise<void>;
};

export function startProgress(
  { post, log }: Pick<JobContext, 'post' | 'log'>,
  run: { id: string; channel?: { id: string } | null; result: RunResult },
  card?: (result: RunResult, waiting?: string) => Card,
): Progress {
  const channel = run.channel?.id;
  if (!channel || !card) return { tell() {}, wait() {}, hold() {}, stop: async () => {} };
  let { result } = run;
  let waiting: string | undefined;
  let changed = false;
  let timer: NodeJS.Timeout | undefined;
  let shownAt = 0;
  let showing: Promise<void> | undefined;

  const show = async () => {
    timer = undefined;
    changed = false;
    shownAt = Date.now();
    // A progress that is not shown is no reason to stop the work.
    await post({ channel, key: messageKey(run.id), revision: shownAt, card: card(result, waiting) }).catch((error) =>
      log.warn({ err: error }, 'A progress message could not be edited.'),
    );
    showing = undefined;
    if (changed) soon();
  };
  const soon = () => {
    changed = true;
    if (timer || showing) return;
    timer = setTimeout(() => (showing = show()), Math.max(0, shownAt + pace - Date.now()));
  };
  const hold = (what: string) => {
    waiting = what;
    soon();
  };
  soon();
  return {
    tell(next) {
      result = next;
      waiting = undefined;
      soon();
    },
    wait: (seconds) => hold(waitingForLimit(seconds)),
    hold,
    async stop() {
      await showing;
      clearTimeout(timer);
      // It stays for as long as we have to wait.
      if (changed && waiting) await show();
      clearTimeout(timer);
    },
  };
}
