import {
  type BackendFactory,
  createPostgresBackend,
  createRedisBackend,
  type IQueueBackend,
  type Job,
  type JobProgress,
  type JobsOptions,
  type Processor,
  Queue,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import { Redis } from 'ioredis';
import type { Logger } from '../log.ts';
import { inTime } from './in-time.ts';
import type { Enqueue, QueueName, Schedules } from './job.ts';
import { type Outage, watchOutage } from './outage.ts';
import { Away, isConnectionProblem, openQueuePool } from './queue-pool.ts';
import { generalSchedules, type Repeat, type Schedule, scheduleIds, schedulesOf } from './schedules.ts';

/** The two queues, wherever they live. Open it once a process, close it last. */
export type JobQueue = Schedules & {
  enqueue: Enqueue;
  /** Resolves when the queue answers; throws when it does not within 2 seconds. */
  ready: () => Promise<true>;
  close: () => Promise<void>;
  /** For `worker.ts`. */
  backend: Backend & { outage: Outage; queues: Record<QueueName, BullQueue> };
};

/** `databaseUrl`: the queues live in its schema "bullmq", unless `redisUrl` is set. `prefix` sets queues on one Redis apart. */
export type QueueOptions = { databaseUrl: string; redisUrl?: string; log: Logger; prefix?: string };

type BullQueue = Pick<
  Queue<unknown, void>,
  'add' | 'upsertJobScheduler' | 'removeJobScheduler' | 'getJobScheduler' | 'getJobSchedulers' | 'getJobCounts' | 'close'
> & { on: (event: 'error', listener: (error: Error) => void) => unknown };
type BullWorker = Pick<Worker<unknown, void>, 'close' | 'cancelJob'> & {
  on: ((event: 'error', listener: (error: Error) => void) => unknown) &
    ((event: 'drained', listener: () => void) => unknown) &
    ((event: 'lockRenewalFailed', listener: (jobs: string[]) => void) => unknown) &
    ((event: 'failed', listener: (job: Job<unknown, void> | undefined, error: Error) => void) => unknown);
};
type Backend = {
  name: string;
  queue: (name: QueueName) => BullQueue;
  worker: (name: QueueName, work: Processor<unknown, void>, options: Omit<WorkerOptions, 'connection'>) => BullWorker;
  ping: () => Promise<unknown>;
  end: () => Promise<unknown>;
};

const patience = 10_000;
const keep = { removeOnComplete: { count: 100 }, removeOnFail: { count: 1_000 } };
/** How long is decided in `worker.ts`. */
const backoff = { type: 'custom' };

/** Opens the queues; nothing is waited for. While Postgres or Redis is away, asking for a job fails after 10 seconds. */
export function openQueue({ databaseUrl, redisUrl, log, prefix = 'om' }: QueueOptions): JobQueue {
  const outage = watchOutage(redisUrl ? 'Redis' : 'Postgres', log);
  const backend = redisUrl ? onRedis(redisUrl, prefix, outage) : onPostgres(databaseUrl, outage);
  const queues = { sync: backend.queue('sync'), alerts: backend.queue('alerts') };
  for (const queue of Object.values(queues)) queue.on('error', (error) => tellQueueError(error, outage, log));

  const add = async (queue: QueueName, name: string, data: unknown, options: JobsOptions) =>
    void (await within(patience, queues[queue].add(name, data, options), `${backend.name} does not answer`));

  return {
    enqueue: ({ name, queue, attempts }, data, { id, delay, skipIfRunning } = {}) =>
      add(queue, name, data, {
        ...keep,
        attempts,
        backoff,
        delay,
        deduplication: id ? { id, keepLastIfActive: !skipIfRunning } : undefined,
      }),
    ...schedulesIn(queues),
    ready: async () => {
      await within(2_000, backend.ping(), `${backend.name} does not answer`);
      return true;
    },
    async close() {
      // A connection that somebody still holds would keep us for ever.
      await inTime(Promise.allSettled(Object.values(queues).map((queue) => queue.close())), 3_000);
      await inTime(backend.end(), 2_000);
    },
    backend: { ...backend, outage, queues },
  };
}

/** Connection problems are one sentence for the whole outage; anything else is told each time. */
export function tellQueueError(error: Error, outage: Outage, log: Logger) {
  if (isConnectionProblem(error)) outage.down(error);
  else log.warn({ err: error }, 'The queue reports a problem.');
}

function onPostgres(databaseUrl: string, outage: Outage): Backend {
  const pool = openQueuePool(databaseUrl, outage);
  return { name: 'Postgres', ...bull(createPostgresBackend, pool), ping: () => pool.query('select 1'), end: () => pool.end() };
}

function onRedis(redisUrl: string, prefix: string, outage: Outage): Backend {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: null, retryStrategy: (times) => Math.min(times * 100, 2_000) });
  redis.on('error', outage.down);
  redis.on('close', () => closing || outage.down(new Error('the connection closed')));
  redis.on('ready', outage.up);
  let closing = false;
  const end = async () => {
    closing = true;
    redis.disconnect();
  };
  return { name: 'Redis', ...bull(createRedisBackend, redis, prefix), ping: () => redis.ping(), end };
}

function bull<B extends IQueueBackend, C>(
  factory: BackendFactory<B, C>,
  connection: C,
  prefix?: string,
): Pick<Backend, 'queue' | 'worker'> {
  return {
    queue: (name) => new Queue<unknown, void, string, unknown, void, string, B, C>(name, { connection, prefix }, factory),
    worker: (name, work, options) =>
      new Worker<unknown, void, string, B, JobProgress, C>(name, work, { ...options, connection, prefix }, factory),
  };
}

function schedulesIn(queues: Record<QueueName, BullQueue>): Schedules {
  const all = Object.values(queues);
  const remove = async (id: string) => void (await Promise.all(all.map((queue) => queue.removeJobScheduler(id))));

  /** Only what differs is written, so that saying it again moves nothing. */
  async function bringInLine(present: readonly Standing[], wanted: readonly Schedule[]) {
    for (const { id, queue, job, data, repeat } of wanted) {
      if (present.some((one) => one.key === id && sameRepeat(repeat, one))) continue;
      await queues[queue].upsertJobScheduler(id, repeat, { name: job, data, opts: { removeOnComplete: true, removeOnFail: true } });
    }
    for (const { key } of present) if (!wanted.some(({ id }) => id === key)) await remove(key);
  }

  async function bringStoreInLine(connection: string, wanted: readonly Schedule[]) {
    const ids = scheduleIds(connection);
    const present = await Promise.all(all.flatMap((queue) => ids.map((id) => queue.getJobScheduler(id))));
    await bringInLine(present.filter(isThere), wanted);
  }

  async function bringAllInLine(wanted: readonly Schedule[]) {
    const present = await Promise.all(all.map((queue) => queue.getJobSchedulers(0, -1, true)));
    await bringInLine(present.flat(), wanted);
  }

  const patient = <T>(work: Promise<T>) => within(60_000, work, 'The queue does not answer');
  return {
    scheduleStore: (connection) => patient(bringStoreInLine(connection.id, schedulesOf(connection))),
    unscheduleStore: (connection) => patient(bringStoreInLine(connection, [])),
    reschedule: (connections) => patient(bringAllInLine([...generalSchedules, ...connections.flatMap(schedulesOf)])),
  };
}

type Standing = { key: string; every?: number; offset?: number; pattern?: string; tz?: string };
const isThere = <T>(one: T | undefined): one is T => one !== undefined;

const sameRepeat = (wanted: Repeat, present: Standing) =>
  'every' in wanted
    ? wanted.every === present.every && wanted.offset === present.offset
    : wanted.pattern === present.pattern && wanted.tz === present.tz;

async function within<T>(milliseconds: number, work: Promise<T>, problem: string): Promise<T> {
  const done = await inTime(work, milliseconds);
  if (!done) throw new Away(`${problem}.`);
  return done.value;
}
