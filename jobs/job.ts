import type { EntityManager } from '@mikro-orm/postgresql';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Connector, Platform } from '../connectors/connector.ts';
import type { Http } from '../connectors/http.ts';
import type { Card } from '../dialogs/card.ts';
import type { Scheduled } from './schedules.ts';

/**
 * Posts a card, or edits it: same channel and `key`, same message. An edit with an older `revision` than shown changes nothing.
 * `thread`: the key of the message it belongs to, for messengers that have threads.
 */
export type Post = (message: { channel: string; key: string; revision: number; card: Card; thread?: string }) => Promise<void>;

/**
 * Asks for a job. With an `id` ("sync-orders:<connection>") never two of them run at once: asked for while one waits, it is that one;
 * asked for while one runs, it runs once more afterwards (with `skipIfRunning` it does not). `delay` in milliseconds.
 */
export type Enqueue = <D>(job: Job<D>, data: D, options?: { id?: string; delay?: number; skipIfRunning?: boolean }) => Promise<void>;

/** When a store's jobs run by themselves. All of it may be said twice. */
export type Schedules = {
  /** Brings the schedules of a store in line with its connection: first sync through, switched off. */
  scheduleStore: (connection: Scheduled) => Promise<void>;
  /** Nothing of this store (the connection's id) runs by itself any more. */
  unscheduleStore: (connection: string) => Promise<void>;
  /** Brings all schedules in line with all connections; those of others go. */
  reschedule: (connections: readonly Scheduled[]) => Promise<void>;
};

/** What a job may use. `em` is its own fork; when `signal` ends the job throws (`signal.throwIfAborted()`), and goes on elsewhere. */
export type JobContext = Schedules & {
  em: EntityManager;
  connectors: Record<Platform, Connector>;
  http: Http;
  enqueue: Enqueue;
  post: Post;
  /** Sends what waits in a channel to its messenger; for `deliver-messages`. */
  deliver: (channel: string) => Promise<void>;
  log: Logger;
  now: () => Date;
  signal: AbortSignal;
};

export type QueueName = 'sync' | 'alerts';

/** One kind of work that runs later. Data holds ids (post-card: the card), never a secret. It may run twice. */
export type Job<D = unknown> = {
  name: string;
  data: z.ZodType<D>;
  /** `sync` is slow and may wait, `alerts` must not. */
  queue: QueueName;
  attempts: number;
  /** Asked for (with no data) when a worker starts, and when the queue was away and is back. */
  atStart?: true;
  run(data: D, context: JobContext): Promise<void>;
  /** After the last attempt, or when another one is of no use. It may run twice as well. */
  failed?(data: D, error: unknown, context: JobContext): Promise<void>;
};

export const job = <D>(definition: Job<D>): Job<D> => definition;
