import { LogLevel, type Logger as SlackLogger } from '@slack/bolt';
import { WebAPIPlatformError, WebAPIRateLimitedError, WebClient } from '@slack/web-api';
import { NetworkError, RateLimitError } from '../../connectors/errors.ts';
import type { Logger } from '../../log.ts';

/** Slack understood us and said no; `reason` is its own word ("channel_not_found"). */
export class SlackRefusal extends Error {
  reason: string;

  constructor(reason: string, details: readonly string[] = []) {
    super(`Slack refused: ${[reason, ...details].join('; ')}`);
    this.reason = reason;
  }
}

/** Gives the client for a bot token. It neither waits nor tries again by itself: whoever calls decides. `apiUrl` points it elsewhere. */
export function createClients({ apiUrl, log }: { apiUrl?: string; log: Logger }) {
  const clients = new Map<string, WebClient>();
  const options = {
    ...(apiUrl && { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 10_000,
    logger: quietLogger(log),
  };
  return {
    options,
    of(token: string): WebClient {
      const known = clients.get(token);
      if (known) return known;
      const client = new WebClient(token, options);
      clients.set(token, client);
      return client;
    },
  };
}

export type Clients = ReturnType<typeof createClients>;

/** Waits for an answer of Slack. Throws `RateLimitError`, `SlackRefusal`, or `NetworkError` where it does not answer. */
export async function ask<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError) throw new RateLimitError('Slack asks us to wait.', error.retryAfter);
    if (error instanceof WebAPIPlatformError) throw new SlackRefusal(error.data.error, error.data.response_metadata?.messages);
    throw new NetworkError('Slack does not answer.', { cause: error instanceof Error ? error.message : String(error) });
  }
}

/** What Slack's libraries say goes to our log, without the objects they hand over: those hold tokens and what people typed. */
export function quietLogger(log: Logger): SlackLogger {
  const first = (messages: unknown[]) =>
    typeof messages[0] === 'string' ? messages[0].slice(0, 300) : 'Slack’s library reports a problem.';
  return {
    debug() {},
    info() {},
    warn: (...messages) => log.debug(first(messages)),
    error: (...messages) => log.warn(first(messages)),
    setLevel() {},
    getLevel: () => LogLevel.ERROR,
    setName() {},
  };
}
