import type { Sql } from './sql.ts';

/** A payment instrument whose orders wait, of which nobody was told yet. */
export type DueInstrument = { id: string; method: string; handle: string; title: string; orders: number };

/** Not confirmed, not told, and orders wait for it. Locked until the transaction ends, so that only one tells of them. */
export async function readDueInstruments(sql: Sql, store: string): Promise<DueInstrument[]> {
  const due = await sql<DueInstrument>(
    // Locked in the order of their ids, as everybody who locks several of them does.
    `select p.id, p.method, p.handle, p.title, w.orders from payment_mapping p
     join (select payment_method, count(*)::int as orders from "order"
       where store_id = $1 and state = 'held' and held_reason ->> 'kind' = 'no row' group by 1) w on w.payment_method = p.method
     where p.store_id = $1 and p.confirmed_at is null and p.announced_at is null
     order by p.id for update of p`,
    [store],
  );
  return due.sort((one, other) => other.orders - one.orders || one.title.localeCompare(other.title));
}

/** These were told. */
export const setAnnounced = (sql: Sql, due: readonly Pick<DueInstrument, 'id'>[], now: Date) =>
  sql('update payment_mapping set announced_at = $2 where id = any($1::uuid[]) and announced_at is null', [due.map(({ id }) => id), now]);
