import { appendFileSync } from 'node:fs';
import { argv } from 'node:process';
import { pino } from 'pino';
import { z } from 'zod';
import { createHttp } from '../../connectors/http.ts';
import { openDatabase } from '../../db/orm.ts';
import { job } from '../../jobs/job.ts';
import { openQueue } from '../../jobs/queue.ts';
import { startWorker } from '../../jobs/worker.ts';
import { scripted } from './scripted-store.ts';

// A worker in a process of its own, to be killed. Its one job notes that it began, and never ends.
const [, , given = '{}'] = argv;
const { file, key, tuning, ...queueOptions } = z
  .object({
    file: z.string(),
    key: z.string(),
    databaseUrl: z.string(),
    redisUrl: z.string().optional(),
    prefix: z.string(),
    tuning: z.object({ lock: z.number(), stalled: z.number() }),
  })
  .parse(JSON.parse(given));

const log = pino({ level: 'silent' });
const queue = openQueue({ ...queueOptions, log });
const orm = await openDatabase({ url: queueOptions.databaseUrl, keys: [key] });
const endless = job({
  name: 'test-job',
  data: z.object({ n: z.number() }),
  queue: 'sync',
  attempts: 1,
  run: async ({ n }) => {
    appendFileSync(file, `${n}\n`);
    await new Promise(() => {});
  },
});
const connectors = scripted({ refused: {} });
startWorker({ queue, jobs: [endless], orm, connectors, http: createHttp({ allowPrivate: true }), post: async () => {}, log, tuning });
