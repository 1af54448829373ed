import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { readDueChannels } from '../db/due-channels.ts';
import { Connection } from '../db/entities/connection.ts';
import { SyncRun } from '../db/entities/sync-run.ts';
import { inTransaction } from '../db/sql.ts';
import { readWaitingForNothing } from '../db/waiting-for-nothing.ts';
import { deliverMessages } from './deliver-messages.ts';
import { importOrders } from './import-orders.ts';
import { type JobContext, job } from './job.ts';
import { readPayments } from './read-payments.ts';
import { tellDueTurn } from './record-health.ts';
import { releaseHeldOrders } from './release-held-orders.ts';
import { syncOrders } from './sync-orders.ts';
import { syncProducts } from './sync-products.ts';

/**
 * Brings the queue in line with the database, which is the truth: a process may be killed after it has saved and before it has asked for
 * a job, and a queue can be emptied or restored. Runs when a worker starts, when the queue comes back, and every 5 minutes.
 */
export const reconcile = job({
  name: 'reconcile',
  data: z.object({}),
  queue: 'alerts',
  attempts: 5,
  atStart: true,
  async run(_, context) {
    const em = context.em.fork();
    await context.reschedule(await em.find(Connection, {}, { populate: ['store'], exclude: ['credentials'] }));
    for (const { id } of await em.find(Connection, { alertDue: true }, { fields: ['id'] })) await tellDueTurn(context, id);
    for (const run of await em.find(SyncRun, { state: 'running' }, { populate: ['store'] })) await ask(run, context);
    for (const channel of await inTransaction(em, readDueChannels))
      await context.enqueue(deliverMessages, { channel }, { id: `deliver-messages:${channel}`, skipIfRunning: true });
    for (const store of await inTransaction(em, readWaitingForNothing))
      await context.enqueue(
        releaseHeldOrders,
        { store, release: randomUUID(), cause: { kind: 'rows', titles: [] } },
        { id: `release-held-orders:${store}`, skipIfRunning: true },
      );
  },
});

/** A run whose job is waiting or at work is not asked for twice. */
async function ask({ id, kind, store }: SyncRun, { em, enqueue }: JobContext): Promise<void> {
  if (kind === 'orders') {
    // Their schedule asks for them, as long as they have one.
    const connection = store.settings.automatic === 0 && (await em.fork().findOne(Connection, { store }, { fields: ['id'] }));
    if (connection) await enqueue(syncOrders, { connection: connection.id }, { id: `sync-orders:${connection.id}`, skipIfRunning: true });
    return;
  }
  const job = { products: syncProducts, import: importOrders, payments: readPayments }[kind];
  await enqueue(job, { run: id }, { id: `${job.name}:${id}`, skipIfRunning: true });
}
