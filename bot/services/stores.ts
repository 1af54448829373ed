import type { EntityManager } from '@mikro-orm/postgresql';
import { DateTime } from 'luxon';
import { addressKey } from '../../connectors/address.ts';
import { Connection } from '../../db/entities/connection.ts';
import { MalformedRecord } from '../../db/entities/malformed-record.ts';
import { Order } from '../../db/entities/order.ts';
import { Product } from '../../db/entities/product.ts';
import { SyncRun } from '../../db/entities/sync-run.ts';
import { heldKey } from '../../db/rules/run-result.ts';
import type { HeldReason } from '../../db/rules/transfer.ts';
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
  const find = (em: EntityManager, store: { handle?: string; addressKey?: string }) =>
    em.find(
      Connection,
      { store: { workspace: who.workspace, ...store } },
      { populate: ['store'], exclude: ['credentials'], orderBy: { store: { createdAt: 'asc', id: 'asc' } } },
    );
  const first = async (store: { handle?: string; addressKey?: string }) => {
    const em = orm.em.fork();
    const [connection] = await find(em, store);
    return connection && { em, connection };
  };
  return {
    async stores() {
      const em = orm.em.fork();
      const told: StoreSummary[] = [];
      for (const connection of await find(em, {})) told.push(await summary(em, connection, now()));
      return told;
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

/** A store as the list tells it. */
export async function summary(em: EntityManager, connection: Told, now: Date): Promise<StoreSummary> {
  const { store } = connection;
  const { name, handle, platform, url, currency, timeZone, orderPrefix } = store;
  const running = await em.find(SyncRun, { store: store.id, state: 'running' }, { fields: ['kind'] });
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
    running: running.map(({ kind }) => kind),
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
    ...(await heldByReason(em, store)),
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

/** What only one order has of its reason (products, amounts) would set it apart from the others. */
async function heldByReason(em: EntityManager, store: string): Promise<Pick<StoreStatus, 'held' | 'methods'>> {
  const rows: { reason: HeldReason; orders: number }[] = await em.execute(
    `select held_reason - 'lines' - 'skus' - 'difference' as reason, count(*)::int as orders from "order"
     where store_id = ? and state = 'held' group by 1`,
    [store],
  );
  const held: Record<string, number> = {};
  const methods: Record<string, string> = {};
  for (const { reason, orders } of rows) {
    const key = heldKey(reason);
    held[key] = (held[key] ?? 0) + orders;
    if (reason.kind === 'no row') methods[reason.method] = reason.title;
  }
  return { held, methods };
}

/** When the store's own day began. */
export function startOfDay(now: Date, timeZone: string): Date {
  const there = DateTime.fromJSDate(now).setZone(timeZone);
  return (there.isValid ? there : DateTime.fromJSDate(now).setZone('utc')).startOf('day').toJSDate();
}

const latest = (...moments: (Date | null | undefined)[]): Date | undefined =>
  moments.reduce<Date | undefined>((last, one) => (one && (!last || one > last) ? one : last), undefined);
