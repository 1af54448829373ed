import { setTimeout as pause } from 'node:timers/promises';
import type { SocketModeReceiver } from '@slack/bolt';
import { RateLimitError } from '../../connectors/errors.ts';
import { inTime } from '../../jobs/in-time.ts';
import type { Logger } from '../../log.ts';
import { ask, SlackRefusal } from './client.ts';

/** Before the next connection, in ms: none after one that held for `good`; ever longer while none can be had. */
const good = 10_000;
const shortest = 1_000;
const longest = 30_000;

/**
 * Socket Mode: has a connection to Slack, and asks for another one whenever it ends. Slack's library would not do so while Slack cannot be
 * reached, and end the process. `tried` resolves when the first one is there, or cannot be had yet.
 */
export function keepConnected({ client }: SocketModeReceiver, log: Logger) {
  const closing = new AbortController();
  const { promise: tried, resolve: haveTried } = Promise.withResolvers<void>();

  /** Resolves when the connection has ended. */
  async function connection(): Promise<void> {
    await ask(client.start());
    const ended = new Promise<void>((resolve) => void client.once('disconnected', () => resolve()));
    log.info('Slack is connected by a socket.');
    haveTried();
    await ended;
  }

  async function keep(): Promise<void> {
    for (let failures = 0; !closing.signal.aborted; ) {
      const from = Date.now();
      const problem = await connection().catch((error: unknown) => error);
      if (problem) tell(problem, log);
      haveTried();
      const wait = waitAfter(problem, failures, Date.now() - from);
      failures = problem ? failures + 1 : 0;
      await pause(wait, undefined, { signal: closing.signal, ref: false }).catch(() => {});
    }
  }

  void keep();
  return {
    tried,
    async close(): Promise<void> {
      closing.abort();
      await inTime(client.disconnect(), 3_000);
    },
  };
}

function waitAfter(problem: unknown, failures: number, held: number): number {
  if (problem instanceof RateLimitError) return problem.retryAfter * 1_000;
  if (problem) return Math.min(shortest * 2 ** failures, longest);
  return held < good ? shortest : 0;
}

function tell(problem: unknown, log: Logger) {
  if (problem instanceof SlackRefusal)
    log.error({ reason: problem.reason }, 'Slack refuses a socket: look whether SLACK_APP_TOKEN is right.');
  else log.warn({ err: problem }, 'Slack cannot be reached; it is tried again.');
}
