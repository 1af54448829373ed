import type { EntityManager } from '@mikro-orm/postgresql';
import { DateTime } from 'luxon';
import { addressKey } from '../../connectors/address.ts';
import { Connection } from '../../db/entities/connection.ts';
import { MalformedRecord } from '../../db/entities/malformed-record.ts';
import { Order } from '../../db/entities/order.ts';
import { Product } from '../../db/entities/product.ts';
import { SyncRun } from '../../db/entities/sync-run.ts';
import { readHeld } from '../../db/read-to-do.ts';
import type { Services, StoreStatus, StoreSummary } from '../../dialogs/services.ts';
import type { Asked } from './context.ts';

/** A connection as it is told: without its credentials, which stay where they are. */
export type Told = Pick<
  Connection,
  | 'store'
  | 'health'
  | 'healthReason'
  | 'healthSince'
  | 'disabledBy'
  | 'productsSyncedAt'
  | 'ordersSyncedAt'
  | 'firstSyncedAt'
  | 'checkedAt'
  | 'version'
  | 'plainHttp'
  | 'refused'
>;

/** Looks at the stores of the workspace. */
export function storesOf({ orm, who, now }: Asked): Pick<Services, 'stores' | 'store' | 'storeAt'> {
  const first = async (store: Named) => {
    const em = orm.em.fork();
    const [connection] = await findConnections(em, who.workspace, store);
    return connection && { em, connection };
  };
  return {
    async stores() {
      const em = orm.em.fork();
      const told = await summaries(em, await findConnections(em, who.workspace), now());
      return told.map(({ store, ...summary }) => summary);
    },
    async store(handle) {
      const found = await first({ handle });
      return found && status(found.em, found.connection, now());
    },
    async storeAt(url) {
      const found = await first({ addressKey: addressKey(url) });
      return found && summary(found.em, found.connection, now());
    },
  };
}

type Named = { handle?: string; addressKey?: string };

/** The connections of a workspace, or of the one store that is named; the oldest store first. */
export const findConnections = (em: EntityManager, workspace: string, store: Named = {}) =>
  em.find(
    Connection,
    { store: { workspace, ...store } },
    { populate: ['store'], exclude: ['credentials'], orderBy: { store: { createdAt: 'asc', id: 'asc' } } },
  );

/** A store as the list tells it. */
export const summary = async (em: EntityManager, connection: Told, now: Date): Promise<StoreSummary> =>
  tell(em, connection, now, await runningIn(em, [connection]));

/** Several of them, each with its row. */
export async function summaries(
  em: EntityManager,
  connections: readonly Told[],
  now: Date,
): Promise<(StoreSummary & Pick<Told, 'store'>)[]> {
  const running = await runningIn(em, connections);
  const told = [];
  for (const connection of connections) told.push({ ...(await tell(em, connection, now, running)), store: connection.store });
  return told;
}

const runningIn = (em: EntityManager, connections: readonly Told[]) =>
  em.find(SyncRun, { store: { $in: connections.map(({ store }) => store.id) }, state: 'running' }, { fields: ['kind', 'store'] });

type Running = Awaited<ReturnType<typeof runningIn>>;

async function tell(em: EntityManager, connection: Told, now: Date, running: Running): Promise<StoreSummary> {
  const { store } = connection;
  const { name, handle, platform, url, currency, timeZone, orderPrefix } = store;
  return {
    ...{ name, handle, platform, url, currency, timeZone, orderPrefix },
    health: connection.health,
    reason: connection.healthReason ?? undefined,
    since: connection.healthSince,
    disabledBy: connection.disabledBy ?? undefined,
    syncedAt: latest(connection.productsSyncedAt, connection.ordersSyncedAt),
    firstSyncedAt: connection.firstSyncedAt ?? undefined,
    checkedAt: connection.checkedAt ?? undefined,
    today: await ordersSince(em, store.id, startOfDay(now, timeZone)),
    running: running.filter((run) => run.store.id === store.id).map(({ kind }) => kind),
  };
}

/** A store with all that is told of it. */
export async function status(em: EntityManager, connection: Told, now: Date): Promise<StoreStatus> {
  const store = connection.store.id;
  return {
    ...(await summary(em, connection, now)),
    version: connection.version ?? undefined,
    plainHttp: connection.plainHttp,
    refused: connection.refused,
    products: await em.count(Product, { store, archivedAt: null }),
    orders: await em.count(Order, { store, state: 'imported' }),
    ...{ held: {}, ...(await readHeld(em, [store])).get(store) },
    statuses: connection.store.statuses,
    malformed: {
      orders: await em.count(MalformedRecord, { store, kind: 'order' }),
      products: await em.count(MalformedRecord, { store, kind: 'product' }),
    },
  };
}

async function ordersSince(em: EntityManager, store: string, since: Date): Promise<StoreSummary['today']> {
  const rows: { state: 'imported' | 'held'; orders: number }[] = await em.execute(
    // Both states are named for the index, which has them before the time.
    `select state, count(*)::int as orders from "order"
     where store_id = ? and state in ('imported', 'held') and placed_at >= ? group by state`,
    [store, since],
  );
  const of = (wanted: string) => rows.find(({ state }) => state === wanted)?.orders ?? 0;
  return { imported: of('imported'), held: of('held') };
}

/** When the store's own day began. */
export function startOfDay(now: Date, timeZone: string): Date {
  const there = DateTime.fromJSDate(now).setZone(timeZone);
  return (there.isValid ? there : DateTime.fromJSDate(now).setZone('utc')).startOf('day').toJSDate();
}

const latest = (...moments: (Date | null | undefined)[]): Date | undefined =>
  moments.reduce<Date | undefined>((last, one) => (one && (!last || one > last) ? one : last), undefined);
