import { UniqueConstraintViolationException } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { Connection } from '../db/entities/connection.ts';
import { SyncRun } from '../db/entities/sync-run.ts';
import { emptyResult } from '../db/rules/run-result.ts';
import { type JobContext, job } from './job.ts';
import { syncProducts } from './sync-products.ts';

/** Begins a store's nightly product sync, which tells nobody. One that runs already is enough. */
export const syncNightly = job({
  name: 'sync-nightly',
  data: z.object({ connection: z.uuid() }),
  queue: 'sync',
  attempts: 3,
  async run({ connection }, context) {
    const run = await begin(connection, context);
    if (run) await context.enqueue(syncProducts, { run }, { id: `sync-products:${run}`, skipIfRunning: true });
  },
});

async function begin(id: string, { em, log, now }: JobContext): Promise<string | undefined> {
  const own = em.fork();
  const connection = await own.findOne(Connection, id);
  if (!connection || connection.disabledBy) return;
  const run = own.create(SyncRun, { store: connection.store, kind: 'products', result: emptyResult(), startedAt: now() });
  try {
    await own.flush();
    return run.id;
  } catch (error) {
    if (!(error instanceof UniqueConstraintViolationException)) throw error;
    log.info('A product sync runs already.');
  }
}
