import type { Counted, Sums } from './rules/run-result.ts';
import type { Sql } from './sql.ts';

/** What a run or a release brought in, with sums by currency. */
export async function readBroughtIn(sql: Sql, store: string, by: string): Promise<Counted> {
  const rows = await sql<{ currency: string; orders: number; total: string }>(
    `select currency, count(*)::int as orders, sum(total)::text as total from "order"
     where store_id = $1 and state = 'imported' and imported_in = $2 group by currency order by currency`,
    [store, by],
  );
  const sums: Sums = Object.fromEntries(rows.map(({ currency, total }) => [currency, total]));
  return { orders: rows.reduce((all, { orders }) => all + orders, 0), sums };
}
