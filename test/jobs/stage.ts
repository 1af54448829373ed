import { randomBytes } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { pino } from 'pino';
import { afterAll, inject } from 'vitest';
import { z } from 'zod';

import { createHttp } from '../../connectors/http.ts';
import { openDatabase } from '../../db/orm.ts';
import { type Job, type JobContext, job, type Post } from '../../jobs/job.ts';
import { openQueue } from '../../jobs/queue.ts';
import { runOnce, startWorker, type WorkerOptions } from '../../jobs/worker.ts';
import { testDatabase } from '../database.ts';
import { scripted } from './scripted-store.ts';

export type Backend = 'Postgres' | 'Redis';

/** Where the jobs are tested; without a redis-server the set-up has said so in one line. */
export const backends: Backend[] = inject('redisUrl') ? ['Postgres', 'Redis'] : ['Postgres'];

/** Quick enough for a test, in the proportions of the real ones. */
export const quick = { lock: 600, stalled: 150, firstBackoff: 40, longestBackoff: 400, grace: 2_000 };

let shared: ReturnType<typeof testDatabase> | undefined;
afterAll(async () => (await shared)?.close());

/** One database serves all tests of a file. */
async function emptyQueue(orm: MikroORM) {
  const tables = await orm.em
    .fork()
    .getConnection()
    .execute<{ name: string }[]>("select tablename as name from pg_tables where schemaname = 'bullmq' and tablename <> 'migration'");
  await orm.em
    .fork()
    .getConnection()
    .execute(`truncate ${tables.map(({ name }) => `bullmq.${name}`).join()} cascade`);
}

/** Another Redis than that of all tests, or another port before Postgres. */
type Detour = { redisUrl?: string; throughPort?: number };

/** A queue of its own, a worker for any jobs, and everything that was posted and logged. */
export async function stage(backend: Backend, { redisUrl: ownRedis, throughPort, ...given }: Partial<WorkerOptions> & Detour = {}) {
  shared ??= testDatabase();
  const database = await shared;
  await emptyQueue(database.orm);
  const prefix = `test-${randomBytes(6).toString('hex')}`;
  const redisUrl = backend === 'Redis' ? (ownRedis ?? inject('redisUrl')) : undefined;
  const lines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  const url = throughPort ? Object.assign(new URL(database.url), { port: throughPort }).href : database.url;
  const orm = throughPort ? await openDatabase({ url, keys: database.keys, log }) : database.orm;
  const queueOptions = { databaseUrl: url, redisUrl, prefix, log };
  const queue = openQueue(queueOptions);
  const posted: Parameters<Post>[0][] = [];
  const options = (jobs: readonly Job[]): WorkerOptions => ({
    queue,
    jobs,
    orm,
    connectors: scripted({ refused: {} }),
    http: createHttp({ allowPrivate: true }),
    post: async (message) => void posted.push(message),
    log,
    tuning: quick,
    ...given,
  });
  const open: { close: () => Promise<void> }[] = [];
  return {
    ...database,
    queue,
    queueOptions,
    log,
    posted,
    lines,
    run: (jobs: readonly Job[]) => runOnce(options(jobs)),
    work: (jobs: readonly Job[], other: Partial<WorkerOptions> = {}) => {
      const worker = startWorker({ ...options(jobs), ...other });
      open.push(worker);
      return worker;
    },
    async end() {
      await Promise.all(open.map((worker) => worker.close()));
      await queue.close();
      if (throughPort) await orm.close();
    },
  };
}

export type Stage = Awaited<ReturnType<typeof stage>>;

/** A job that does what the test says, and remembers which `n` it ran with. */
export function testJob(run: (n: number, context: JobContext) => Promise<void> | void = () => {}, given: Partial<Job<{ n: number }>> = {}) {
  const ran: number[] = [];
  const made = job({
    name: 'test-job',
    data: z.object({ n: z.number() }),
    queue: 'sync',
    attempts: 3,
    async run({ n }, context) {
      ran.push(n);
      await run(n, context);
    },
    ...given,
  });
  return { ...made, ran };
}
