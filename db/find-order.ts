import type { Sql } from './sql.ts';

type Found = { id: string; store: string };
type Ranked = Found & { rank: number };

const longest = 100;

/**
 * The orders of these stores that are called so, the newest first: by the store's number, else by ours, else by the store's id. Ours is the
 * store's number with a prefix, which may have been another one when the order came in.
 */
export async function findOrders(sql: Sql, stores: readonly string[], said: string): Promise<Found[]> {
  const number = said.trim().slice(0, longest);
  const names = [...new Set([number, number.toUpperCase()])];
  const endings = names.flatMap((name) => Array.from(name, (_, at) => name.slice(at)));
  const rows = await sql<Ranked>(finding, [stores, names, endings, lettersOf(number)]);
  return rows.filter(({ rank }) => rank === rows[0]?.rank);
}

/** "a1259" is A-1259: what stands between a prefix and a number is easily left out. */
const lettersOf = (name: string) => name.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');

/** The endings are for the index: our own numbers have none. */
const finding = `select id, store_id as store,
    case when number = any($2::text[]) then 0 when om_number = any($2::text[]) then 1 when external_id = any($2::text[]) then 2 else 3 end as rank
  from "order"
  where store_id = any($1::uuid[])
    and (number = any($2::text[]) or (number = any($3::text[]) and (om_number = any($2::text[]) or regexp_replace(upper(om_number), '[^[:alnum:]]', '', 'g') = $4)) or external_id = any($2::text[]))
  order by rank, placed_at desc limit 50`;
