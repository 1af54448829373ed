import { z } from 'zod';
import type { RemoteStore } from '../connectors/connector.ts';
import { PermissionError, ResponseError } from '../connectors/errors.ts';
import type { StatusRecord } from '../connectors/records.ts';
import { Connection } from '../db/entities/connection.ts';
import { PaymentMapping } from '../db/entities/payment-mapping.ts';
import { Product } from '../db/entities/product.ts';
import type { Store } from '../db/entities/store.ts';
import { inTransaction, type Sql, toJson } from '../db/sql.ts';
import { writeChange } from '../db/write-change.ts';
import { archiveUnseen, readSkuReport, writeProducts } from '../db/write-products.ts';
import { skuReport } from '../dialogs/cards/sku-report.ts';
import { syncProgress } from '../dialogs/cards/sync-progress.ts';
import { type JobContext, job } from './job.ts';
import type { Progress } from './progress.ts';
import { pull } from './pull.ts';
import { releaseHeldOrders } from './release-held-orders.ts';
import { fail, findWork, finish, nameOf, type Open, tellEnd, type Work, withStore } from './run.ts';
import { syncOrders } from './sync-orders.ts';

/** Brings all products of a store, and archives those that are gone. After the first time the orders come by themselves. */
export const syncProducts = job({
  name: 'sync-products',
  data: z.object({ run: z.uuid() }),
  queue: 'sync',
  attempts: 8,
  async run({ run: id }, context) {
    const found = await findWork(context, id);
    if (!found) return;
    const { run, store } = found;
    if (run.state === 'running') {
      const work = (open: Open, progress: Progress) => pullProducts(context, found, open, progress);
      await withStore(context, found, work, (result, waiting) => syncProgress({ store: nameOf(store), result, waiting }));
    }
    await afterwards(context, id);
  },
  failed: ({ run }, error, context) => fail(context, run, error),
});

async function pullProducts(context: JobContext, { run, store }: Work, open: Open, progress: Progress): Promise<void> {
  const { end, result } = await pull(context, {
    run,
    read: ({ cursor, signal }) => open(signal).products({ cursor }),
    write: (sql, { records, malformed }, result) =>
      writeProducts(sql, { run: run.id, store: store.id, now: context.now(), records, malformed }, result),
    onPage: progress.tell,
  });
  if (end !== 'done') return;
  if (result.read === 0) await assertNeverHadAny(context, store);
  const statuses = await readStatuses(context, open(context.signal));
  const now = context.now();
  await finish(context, run.id, result, async (sql) => {
    result.archived = await archiveUnseen(sql, { run: run.id, store: store.id, now });
    if (statuses?.length) await sql('update store set statuses = $2 where id = $1', [store.id, toJson(statuses)]);
    await keepFirst(sql, { run, store }, result.products, now);
    await sql('update connection set first_synced_at = coalesce(first_synced_at, $2), products_synced_at = $2 where store_id = $1', [
      store.id,
      now,
    ]);
  });
}

/** An empty list is a plugin's or a cache's mistake more often than an empty shop, and archiving would hold every order. */
async function assertNeverHadAny({ em }: JobContext, { id, name }: Store): Promise<void> {
  const known = await em.fork().count(Product, { store: id, archivedAt: null });
  if (known === 0) return;
  throw new ResponseError(`${name} lists no products at all, although ${known} are known. Nothing was archived.`, {
    advice: [
      'Look in the store whether its products are still there and published.',
      'If they are, switch off plugins that cache or hide the REST API, then sync again.',
    ],
  });
}

/** The store's own words change rarely; when they may not be read, those known stay. */
async function readStatuses({ log }: JobContext, remote: RemoteStore): Promise<StatusRecord[] | undefined> {
  try {
    return await remote.orderStatuses();
  } catch (error) {
    if (!(error instanceof PermissionError || error instanceof ResponseError)) throw error;
    log.info({ err: error }, 'The order statuses could not be read.');
  }
}

/** The history keeps when a store's products first were here, because from then on its orders come. */
async function keepFirst(sql: Sql, { run, store }: Pick<Work, 'run' | 'store'>, products: number, now: Date): Promise<void> {
  const [first] = await sql('select id from connection where store_id = $1 and first_synced_at is null', [store.id]);
  if (!first) return;
  await writeChange(sql, {
    ...{ store: store.id, kind: 'connection', subject: 'first product sync', after: { products } },
    ...{ person: run.startedBy, job: 'sync-products', key: `first-sync:${store.id}`, at: now },
  });
}

/** What follows from a run that is through. All of it may be done twice: killed in the middle, the job comes here again. */
async function afterwards(context: JobContext, id: string): Promise<void> {
  const { em, enqueue, scheduleStore } = context;
  const found = await findWork(context, id);
  if (found?.run.state !== 'done') return;
  const { run, store } = found;
  const told = run.channel && { channel: run.channel.id };
  const release = { store: store.id, release: run.id, cause: { kind: 'products' as const }, person: run.startedBy ?? undefined, ...told };
  await enqueue(releaseHeldOrders, release, { id: `release-held-orders:${run.id}` });
  const connection = await em.fork().findOneOrFail(Connection, { store }, { populate: ['store'], exclude: ['credentials'] });
  await scheduleStore(connection);
  if (store.settings.automatic > 0) await enqueue(syncOrders, { connection: connection.id }, { id: `sync-orders:${connection.id}` });
  const report = await inTransaction(em, (sql) => readSkuReport(sql, store.id));
  const { automatic, payment } = store.settings;
  const unmapped = payment === 'adjusted' && !(await em.fork().count(PaymentMapping, { store: store.id, confirmedAt: { $ne: null } }));
  await tellEnd(context, run, skuReport({ store: nameOf(store), automatic, unmapped, result: run.result, report }));
}
