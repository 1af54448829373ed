import type { SyncRun } from './entities/sync-run.ts';
import { type Held, heldOf, type Waiting, waiting } from './read-to-do.ts';
import type { Sql } from './sql.ts';

/** What goes on in a store: its orders since a moment, and what runs. */
export type Recent = { imported: number; held: number; running: SyncRun['kind'][] };

/** A store, and when its day began. */
export type Day = { id: string; since: Date };

const recent = `
  (select count(*)::int from "order" where store_id = s.id and state = 'imported' and placed_at >= s.since) as imported,
  (select count(*)::int from "order" where store_id = s.id and state = 'held' and placed_at >= s.since) as held,
  array(select kind from sync_run where store_id = s.id and state = 'running') as running`;
const days = 'from unnest($1::uuid[], $2::timestamptz[]) as s (id, since)';
const given = (stores: readonly Day[]) => [stores.map(({ id }) => id), stores.map(({ since }) => since)];

/** What goes on in each of these stores. */
export async function readRecent(sql: Sql, stores: readonly Day[]): Promise<Map<string, Recent>> {
  const rows = await sql<Recent & { store: string }>(`select s.id as store, ${recent} ${days}`, given(stores));
  return new Map(rows.map(({ store, ...found }) => [store, found]));
}

type Sizes = { products: number; orders: number; malformed: { orders: number; products: number } };

/** All that is counted of one store. */
export type Figures = Sizes & { recent: Recent; waiting: Held };

const figures = `
  select ${recent}, ${waiting} as waiting,
    (select count(*)::int from product where store_id = s.id and archived_at is null) as products,
    (select count(*)::int from "order" where store_id = s.id and state = 'imported') as orders,
    (select json_build_object('orders', count(*) filter (where kind = 'order'), 'products', count(*) filter (where kind = 'product'))
     from malformed_record where store_id = s.id) as malformed
  ${days}`;

export async function readFigures(sql: Sql, store: Day): Promise<Figures> {
  const [row] = await sql<Recent & Sizes & { waiting: Waiting[] }>(figures, given([store]));
  if (!row) throw new Error('Postgres counted nothing.');
  const { imported, held, running, waiting, ...sizes } = row;
  return { ...sizes, recent: { imported, held, running }, waiting: heldOf(waiting) };
}
