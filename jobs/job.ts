import type { EntityManager } from '@mikro-orm/postgresql';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Connector, Platform } from '../connectors/connector.ts';
import type { Http } from '../connectors/http.ts';
import type { Card } from '../dialogs/card.ts';

/** Posts a card, or edits it: same channel and `key`, same message. An edit with an older `revision` than shown changes nothing. */
export type Post = (message: { channel: string; key: string; revision: number; card: Card }) => Promise<void>;

/** `id` deduplicates: while a job of that id waits or runs, another is not added. */
export type Enqueue = <D>(job: Job<D>, data: D, options?: { id?: string; delay?: number }) => Promise<void>;

/** What a job may use. `em` is its own fork; `signal` ends when the process must stop. */
export type JobContext = {
  em: EntityManager;
  connectors: Record<Platform, Connector>;
  http: Http;
  enqueue: Enqueue;
  post: Post;
  log: Logger;
  now: () => Date;
  signal: AbortSignal;
};

/** One kind of work that runs later. Data holds ids (post-card: the card), never a secret. It may run twice. */
export type Job<D = never> = {
  name: string;
  data: z.ZodType<D>;
  /** `sync` is slow and may wait, `alerts` must not. */
  queue: 'sync' | 'alerts';
  attempts: number;
  run: (data: D, context: JobContext) => Promise<void>;
};

export const job = <D>(definition: Job<D>): Job<D> => definition;
