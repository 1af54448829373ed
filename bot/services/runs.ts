import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import { Connection } from '../../db/entities/connection.ts';
import { Store } from '../../db/entities/store.ts';
import { SyncRun } from '../../db/entities/sync-run.ts';
import { readDeciding, stampOf } from '../../db/payment-rows.ts';
import { seenSince } from '../../db/read-seen.ts';
import type { Told } from '../../db/read-told.ts';
import { emptyResult } from '../../db/rules/run-result.ts';
import { inTransaction, oneByOne } from '../../db/sql.ts';
import { importProgress } from '../../dialogs/cards/import-progress.ts';
import { paymentsProgress } from '../../dialogs/cards/payments-progress.ts';
import { syncProgress } from '../../dialogs/cards/sync-progress.ts';
import type { Services, Started } from '../../dialogs/services.ts';
import { importOrders } from '../../jobs/import-orders.ts';
import { messageKey } from '../../jobs/progress.ts';
import { readPayments } from '../../jobs/read-payments.ts';
import { syncProducts } from '../../jobs/sync-products.ts';
import type { Who } from '../surface.ts';
import type { Asked } from './context.ts';
import { onceMore } from './once-more.ts';
import { summary } from './stores.ts';

type Wanted = { store: string; kind: 'products' | 'import' | 'payments'; days?: number; dryRun?: boolean; stale?: boolean; id?: string };

/** Starts what runs for longer than a person waits. */
export const runsOf = (asked: Asked): Pick<Services, 'startSync' | 'startImport' | 'startReading'> => ({
  startSync: ({ store, id }) => start(asked, { kind: 'products', store, id }),
  async startImport({ store, days, dryRun, stamp, id }) {
    const stale = !dryRun && stamp !== undefined && stamp !== (await stampNow(asked, store));
    return start(asked, { kind: 'import', store, days, dryRun: dryRun || stale, stale, id });
  },
  startReading: ({ store, id }) => start(asked, { kind: 'payments', store, id }),
});

/** By what the store's orders are decided just now. */
async function stampNow({ orm, who }: Asked, handle: string): Promise<string> {
  const em = orm.em.fork();
  const { id } = await em.findOneOrFail(Store, { workspace: who.workspace, handle }, { fields: ['id'] });
  return stampOf(await inTransaction(em, (sql) => readDeciding(sql, id)));
}

async function start(asked: Asked, wanted: Wanted): Promise<Started> {
  // The nightly sync takes no lock, and may begin at the same moment; then it is found at the second look.
  const decided = await onceMore(() => decide(asked, wanted));
  if ('red' in decided) return { state: 'red', store: await summary(oneByOne(asked.orm.em), decided.red, asked.now()) };
  if (decided.run) await begin(asked, decided.run);
  return decided.result;
}

type Decided = { red: Told } | { run?: SyncRun; result: Started };

/** The connection is locked while it is decided, so that a double click starts one run. */
const decide = (asked: Asked, wanted: Wanted): Promise<Decided> =>
  asked.orm.em.fork().transactional(async (em) => {
    const where = { store: { workspace: asked.who.workspace, handle: wanted.store } };
    const connection = await em.findOneOrFail(Connection, where, { populate: ['store'], exclude: ['credentials'] });
    await em.lock(connection, LockMode.PESSIMISTIC_WRITE);
    const { store } = connection;
    const before = wanted.id ? await em.findOne(SyncRun, wanted.id, { populate: ['store', 'channel'] }) : null;
    if (before) return { run: before, result: { state: 'started' } };
    if (connection.disabledBy || connection.health === 'red') return { red: connection };
    const running = await em.find(SyncRun, { store, state: 'running' }, { populate: ['store', 'channel'] });
    const same = running.find(({ kind }) => kind === wanted.kind);
    if (same?.channel) return { run: same, result: { state: 'running', days: same.days ?? undefined } };
    if (same) {
      // The schedule's own run tells nobody; now somebody waits for it.
      em.assign(same, { channel: asked.who.channel, startedBy: asked.who.person });
      return { run: same, result: { state: 'started' } };
    }
    if (wanted.kind === 'import' && !connection.firstSyncedAt)
      return { result: { state: 'no products', syncing: running.some(({ kind }) => kind === 'products') } };
    const run = em.create(SyncRun, newRun({ ...wanted, id: wanted.id ?? randomUUID(), store, who: asked.who, now: asked.now() }));
    await em.flush();
    return { run, result: { state: 'started' } };
  });

type New = Omit<Wanted, 'store'> & { id: string; store: Store; who: Who; now: Date };

const day = 86_400_000;

/** The row of a run that is to begin. */
export const newRun = ({ id, store, kind, days, dryRun = false, stale, who, now }: New) => ({
  ...{
    id,
    store,
    kind,
    days,
    dryRun,
    result: { ...emptyResult(), ...(stale && { stale }) },
    channel: who.channel,
    startedBy: who.person,
    startedAt: now,
  },
  ...windowOf(kind, days, now),
});

/** Frozen here, so that it is the same whenever the run goes on. */
function windowOf(kind: Wanted['kind'], days: number | undefined, now: Date): { since?: Date; until?: Date } {
  if (kind === 'payments') return { since: seenSince(now), until: now };
  return days ? { since: new Date(now.getTime() - days * day), until: now } : {};
}

/** Asks for the run's job and shows its message. For a run that was begun before this only makes sure that its job is there. */
export async function begin({ enqueue, post }: Asked, run: SyncRun): Promise<void> {
  if (run.state !== 'running') return;
  const channel = run.channel?.id;
  // Older than any edit by the job, so that it never hides one.
  if (channel) await post({ channel, key: messageKey(run.id), revision: 0, card: firstCard(run) });
  if (run.kind === 'orders') return;
  const job = { products: syncProducts, import: importOrders, payments: readPayments }[run.kind];
  await enqueue(job, { run: run.id }, { id: `${job.name}:${run.id}`, skipIfRunning: true });
}

function firstCard({ store: { name, handle }, kind, days, dryRun, result }: SyncRun) {
  const store = { name, handle };
  if (kind === 'payments') return paymentsProgress({ store, result });
  return kind === 'import' ? importProgress({ store, days: days ?? 0, dryRun, result }) : syncProgress({ store, result });
}
