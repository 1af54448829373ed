import type { SyncRun } from './entities/sync-run.ts';
import type { Sql } from './sql.ts';

/** What goes on in a store: its orders since a moment, and what runs. */
export type Recent = { imported: number; held: number; running: SyncRun['kind'][] };

const recent = `
  select s.id as store,
    (select count(*)::int from "order" where store_id = s.id and state = 'imported' and placed_at >= s.since) as imported,
    (select count(*)::int from "order" where store_id = s.id and state = 'held' and placed_at >= s.since) as held,
    array(select kind from sync_run where store_id = s.id and state = 'running') as running
  from unnest($1::uuid[], $2::timestamptz[]) as s (id, since)`;

/** The same of several stores, each since a moment of its own. */
export async function readRecent(sql: Sql, stores: readonly { id: string; since: Date }[]): Promise<Map<string, Recent>> {
  const given = [stores.map(({ id }) => id), stores.map(({ since }) => since)];
  const rows = await sql<Recent & { store: string }>(recent, given);
  return new Map(rows.map(({ store, ...found }) => [store, found]));
}

/** How much there is of a store. */
export type Figures = { products: number; orders: number; malformed: { orders: number; products: number } };

const figures = `
  select (select count(*)::int from product where store_id = $1 and archived_at is null) as products,
    (select count(*)::int from "order" where store_id = $1 and state = 'imported') as orders,
    (select json_build_object('orders', count(*) filter (where kind = 'order'), 'products', count(*) filter (where kind = 'product'))
     from malformed_record where store_id = $1) as malformed`;

export async function readFigures(sql: Sql, store: string): Promise<Figures> {
  const [found] = await sql<Figures>(figures, [store]);
  return found ?? { products: 0, orders: 0, malformed: { orders: 0, products: 0 } };
}
