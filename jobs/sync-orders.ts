import { UniqueConstraintViolationException } from '@mikro-orm/postgresql';
import { z } from 'zod';
import { Connection } from '../db/entities/connection.ts';
import { SyncRun } from '../db/entities/sync-run.ts';
import { emptyResult } from '../db/rules/run-result.ts';
import type { Sql } from '../db/sql.ts';
import { announceInstruments } from './announce-instruments.ts';
import { type JobContext, job } from './job.ts';
import { pullOrders } from './pull-orders.ts';
import { fail, findWork, finish, isOff, withStore } from './run.ts';

const second = 1_000;
/**
 * A change may be seen late, and a store's clock may be behind ours: WooCommerce itself lets clocks differ by 15 minutes. So far back we
 * look again at what was brought already.
 */
const overlap = 20 * 60 * second;
/** But hardly further than to when the store was connected: what is older is imported when the merchant says so. */
const before = 5 * 60 * second;
/** What is being written in the store right now is left to the next time. */
const settling = 10 * second;
const keepRuns = 7 * 24 * 3_600 * second;

/**
 * Brings the orders that were placed or changed since the last time. The first time, since the store was connected: older ones are imported.
 * While automatic transfer is off it only brings a run to its end that was begun before; switched on again, none is missed.
 */
export const syncOrders = job({
  name: 'sync-orders',
  data: z.object({ connection: z.uuid() }),
  queue: 'sync',
  attempts: 5,
  async run({ connection: id }, context) {
    const connection = await context.em.fork().findOne(Connection, id, { populate: ['store'] });
    if (!connection?.firstSyncedAt || isOff(connection)) return;
    const run = await runningOrNew(context, connection);
    const work = run && (await findWork(context, run));
    if (!work) return;
    const { since, until } = work.run;
    await withStore(context, work, async (open, progress) => {
      const { end, result } = await pullOrders(
        context,
        work,
        { updatedSince: since ?? undefined, updatedUntil: until ?? undefined },
        open,
        progress,
      );
      if (end === 'done') await finish(context, run, result, (sql) => remember(sql, work.run));
    });
    await announceInstruments(context, work.store.id);
  },
  async failed({ connection }, error, context) {
    const em = context.em.fork();
    const found = await em.findOne(Connection, connection, { exclude: ['credentials'] });
    const run = found && (await em.findOne(SyncRun, { store: found.store, kind: 'orders', state: 'running' }, { fields: ['id'] }));
    if (run) await fail(context, run.id, error);
  },
});

/** A run that was not finished goes on, with the window that it had. */
async function runningOrNew({ em, now, log }: JobContext, { store, ordersSyncedAt }: Connection): Promise<string | undefined> {
  const own = em.fork();
  const running = await own.findOne(SyncRun, { store, kind: 'orders', state: 'running' }, { fields: ['id'] });
  if (running) return running.id;
  if (store.settings.automatic === 0) return;
  const connected = store.createdAt.getTime();
  const since = new Date(Math.max((ordersSyncedAt?.getTime() ?? connected) - overlap, connected - before));
  const until = new Date(now().getTime() - settling);
  if (until <= since) return;
  const run = own.create(SyncRun, { store: store.id, kind: 'orders', since, until, result: emptyResult(), startedAt: now() });
  try {
    await own.flush();
    return run.id;
  } catch (error) {
    if (!(error instanceof UniqueConstraintViolationException)) throw error;
    log.info('An order sync runs already.');
  }
}

/** The next one begins where this one ended. Runs that told nobody are kept for a week. */
async function remember(sql: Sql, { store, until, startedAt }: SyncRun): Promise<void> {
  await sql('update connection set orders_synced_at = greatest(orders_synced_at, $2) where store_id = $1', [store.id, until]);
  await sql(`delete from sync_run where store_id = $1 and kind = 'orders' and state <> 'running' and started_at < $2`, [
    store.id,
    new Date(startedAt.getTime() - keepRuns),
  ]);
}
