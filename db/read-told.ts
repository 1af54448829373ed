import type { Connection } from './entities/connection.ts';
import type { Store } from './entities/store.ts';
import type { Sql } from './sql.ts';

type Moment = 'healthSince' | 'productsSyncedAt' | 'ordersSyncedAt' | 'firstSyncedAt' | 'checkedAt';
type Fact = 'health' | 'healthReason' | 'disabledBy' | 'version' | 'plainHttp' | 'refused';
type StoreFact = 'id' | 'name' | 'handle' | 'platform' | 'url' | 'currency' | 'timeZone' | 'orderPrefix' | 'statuses' | 'settings';

/** A connection and its store as they are told: without the credentials, which stay where they are. */
export type Told = Pick<Connection, Moment | Fact> & { store: Pick<Store, StoreFact | 'paymentsReadAt'> };

/** All stores, or the one of this handle or address. */
export type Named = { handle?: string; addressKey?: string };

type Row = Pick<Connection, Fact> & Record<Moment, string | null> & { store: Pick<Store, StoreFact>; paymentsReadAt: string | null };

const reading = `
  select c.health, c.health_reason as "healthReason", c.health_since as "healthSince", c.disabled_by as "disabledBy", c.version,
    c.plain_http as "plainHttp", c.refused, c.checked_at as "checkedAt", c.first_synced_at as "firstSyncedAt",
    c.products_synced_at as "productsSyncedAt", c.orders_synced_at as "ordersSyncedAt", s.payments_read_at as "paymentsReadAt",
    json_build_object('id', s.id, 'name', s.name, 'handle', s.handle, 'platform', s.platform, 'url', s.url, 'currency', s.currency,
      'timeZone', s.time_zone, 'orderPrefix', s.order_prefix, 'statuses', s.statuses, 'settings', s.settings) as store
  from connection c join store s on s.id = c.store_id
  where s.workspace_id = $1 and s.handle = coalesce($2, s.handle) and s.address_key = coalesce($3, s.address_key)
  order by s.created_at, s.id`;

/** The connections of a workspace, that of the oldest store first. */
export async function readTold(sql: Sql, workspace: string, { handle, addressKey }: Named = {}): Promise<Told[]> {
  const rows = await sql<Row>(reading, [workspace, handle ?? null, addressKey ?? null]);
  return rows.map(({ store, paymentsReadAt, ...connection }) => ({
    ...connection,
    healthSince: new Date(connection.healthSince ?? 0),
    checkedAt: moment(connection.checkedAt),
    firstSyncedAt: moment(connection.firstSyncedAt),
    productsSyncedAt: moment(connection.productsSyncedAt),
    ordersSyncedAt: moment(connection.ordersSyncedAt),
    store: { ...store, paymentsReadAt: moment(paymentsReadAt) },
  }));
}

const moment = (text: string | null): Date | null => (text === null ? null : new Date(text));
