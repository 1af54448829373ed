import type { Counted } from './rules/run-result.ts';
import type { HeldReason } from './rules/transfer.ts';
import type { Sql } from './sql.ts';

/** The groups of a store's orders; those that were only looked at are in none. */
export type OrderGroup = 'all' | 'today' | 'held' | 'unpaid' | 'cod';

/**
 * `since`: when the store's day began. By code, `gone`: statuses of orders that nobody pays any more; `done`: these, and those of orders that
 * the carrier has delivered, and collected for.
 */
export type Grouping = { store: string; since: Date; gone: readonly string[]; done: readonly string[] };

const listed = 50;

const cod = `state = 'imported' and cod_amount is not null`;
/** What is over in the store waits for nothing; `gone` is the parameter with its statuses. */
const held = (gone: string) => `state = 'held' and not (held_reason ->> 'kind' = 'status' and status = any(${gone}::text[]))`;
const unpaid = `state = 'imported' and not paid and cod_amount is null and total > 0`;

type Sums = { orders: number; total: string | null };
type Row = { currency: string } & Record<OrderGroup, Sums>;

const group = (name: OrderGroup, amount: string, condition: string) =>
  `json_build_object('orders', count(*) filter (where ${condition}), 'total', (sum(${amount}) filter (where ${condition}))::text) as "${name}"`;

const counting = `select currency, ${group('all', 'total', 'true')}, ${group('today', 'total', 'placed_at >= $2')},
    ${group('held', 'total', held('$3'))}, ${group('unpaid', 'total', `${unpaid} and status <> all($3::text[])`)},
    ${group('cod', 'cod_amount', `${cod} and status <> all($4::text[])`)}
  from "order" where store_id = $1 and state in ('imported', 'held') group by currency order by currency`;

/** How many orders there are in each group, with their sums; of cash on delivery what is to be collected. */
export async function countOrders(sql: Sql, { store, since, gone, done }: Grouping): Promise<Record<OrderGroup, Counted>> {
  const rows = await sql<Row>(counting, [store, since, gone, done]);
  const of = (name: OrderGroup): Counted => ({
    orders: rows.reduce((all, row) => all + row[name].orders, 0),
    sums: Object.fromEntries(rows.flatMap((row) => (row[name].orders > 0 ? [[row.currency, row[name].total ?? '0']] : []))),
  });
  return { all: of('all'), today: of('today'), held: of('held'), unpaid: of('unpaid'), cod: of('cod') };
}

/** One order of a list; amounts are decimal strings. */
export type OrderRow = {
  number: string;
  omNumber: string | null;
  placedAt: Date;
  buyer: string | null;
  total: string;
  currency: string;
  state: 'imported' | 'held';
  reason: HeldReason | null;
  paid: boolean | null;
  codAmount: string | null;
};

/** Of one state at a time: so the index has them in order. */
const newest = (state: 'imported' | 'held', condition = 'true') =>
  `(select * from "order" where store_id = $1 and state = '${state}' and ${condition} order by placed_at desc limit ${listed})`;

const picking = (...parts: string[]) =>
  `select number, om_number as "omNumber", placed_at as "placedAt", record -> 'buyer' ->> 'name' as buyer, total::text, currency, state,
     held_reason as reason, paid, cod_amount::text as "codAmount"
   from (${parts.join(' union all ')}) o order by placed_at desc, number desc limit ${listed}`;

const since = 'placed_at >= $2';
const texts: Record<OrderGroup, { text: string; values: (given: Grouping) => unknown[] }> = {
  all: { text: picking(newest('imported'), newest('held')), values: ({ store }) => [store] },
  today: { text: picking(newest('imported', since), newest('held', since)), values: ({ store, since }) => [store, since] },
  held: { text: picking(newest('held', held('$2'))), values: ({ store, gone }) => [store, gone] },
  unpaid: { text: picking(newest('imported', `${unpaid} and status <> all($2::text[])`)), values: ({ store, gone }) => [store, gone] },
  cod: { text: picking(newest('imported', `${cod} and status <> all($2::text[])`)), values: ({ store, done }) => [store, done] },
};

/** The newest orders of a group, at most 50. */
export async function newestOrders(sql: Sql, name: OrderGroup, given: Grouping): Promise<OrderRow[]> {
  const { text, values } = texts[name];
  const rows = await sql<OrderRow>(text, values(given));
  return rows.map((row) => ({ ...row, placedAt: new Date(row.placedAt) }));
}
