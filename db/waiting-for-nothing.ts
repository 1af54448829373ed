import type { Sql } from './sql.ts';

/**
 * The stores in which orders wait for a row that is confirmed by now, or that their mode no longer asks for: whoever confirmed it was
 * killed before the release was asked for.
 */
export async function readWaitingForNothing(sql: Sql): Promise<string[]> {
  const rows = await sql<{ id: string }>(
    `select s.id from store s where exists (
       select from "order" o left join payment_mapping p on p.store_id = o.store_id and p.method = o.payment_method
       where o.store_id = s.id and o.state = 'held' and o.held_reason ->> 'kind' = 'no row'
         and (s.settings ->> 'payment' <> 'adjusted' or p.confirmed_at is not null)
     ) order by s.id`,
  );
  return rows.map(({ id }) => id);
}
