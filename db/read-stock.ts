import type { StatusRecord } from '../connectors/records.ts';
import { doneHere, doneInStore } from './rules/stock.ts';
import type { Sql } from './sql.ts';

export type StockRow = { sku: string; title: string; stock: string | null };

const shown = 20;

/** Products with an SKU that is theirs alone, which are those that are synced and meant by these words, at most 20, and how many there are. An SKU that is said in full stands first. */
export async function findProducts(sql: Sql, store: string, said: string): Promise<{ rows: StockRow[]; total: number }> {
  const rows = await sql<StockRow & { total: number }>(finding, [store, said, `%${said.replace(/[\\%_]/g, '\\$&')}%`]);
  return { rows, total: rows[0]?.total ?? 0 };
}

const finding = `select sku, concat_ws(', ', title, variant) as title, stock::text, (count(*) over ())::int as total
  from product
  where store_id = $1 and sku is not null and not sku_inherited and archived_at is null
    and not exists (select from product other where other.store_id = $1 and other.sku = product.sku and other.id <> product.id
      and not other.sku_inherited and other.archived_at is null)
    and ($2 = '' or sku ilike $3 or concat_ws(', ', title, variant) ilike $3)
  order by lower(sku) = lower($2) desc, title, variant, sku limit ${shown}`;

/** How much of each SKU orders hold that came in and are not shipped yet. */
export async function readReserved(
  sql: Sql,
  { store, statuses, skus }: { store: string; statuses: readonly StatusRecord[]; skus: readonly string[] },
): Promise<Map<string, string>> {
  const done = statuses.filter(({ meaning }) => doneInStore.includes(meaning)).map(({ code }) => code);
  const rows = await sql<{ sku: string; quantity: string }>(reserving, [store, doneHere, done, skus]);
  return new Map(rows.map(({ sku, quantity }) => [sku, quantity]));
}

const reserving = `select line ->> 'sku' as sku, trim_scale(sum((line ->> 'quantity')::numeric))::text as quantity
  from "order" o, json_array_elements(record -> 'lines') line
  where store_id = $1 and state = 'imported' and (om_status is null or om_status <> all($2::text[])) and status <> all($3::text[])
    and line ->> 'sku' = any($4::text[])
  group by 1`;
