import type { Counted, Sums } from './rules/run-result.ts';
import type { Sql } from './sql.ts';

/** What a run or a release brought in, with sums by currency, and the payment instruments it was paid with. */
export async function readBroughtIn(sql: Sql, store: string, by: string): Promise<Counted & { titles: string[] }> {
  const rows = await sql<{ currency: string; orders: number; total: string; titles: string[] }>(
    `select currency, count(*)::int as orders, sum(total)::text as total,
       array_agg(distinct coalesce(p.title, nullif(payment_method, ''), 'No payment method')) as titles
     from "order" o left join payment_mapping p on p.store_id = o.store_id and p.method = o.payment_method
     where o.store_id = $1 and o.state = 'imported' and o.imported_in = $2 group by currency order by currency`,
    [store, by],
  );
  const sums: Sums = Object.fromEntries(rows.map(({ currency, total }) => [currency, total]));
  const titles = [...new Set(rows.flatMap((row) => row.titles))].sort();
  return { orders: rows.reduce((all, { orders }) => all + orders, 0), sums, titles };
}
