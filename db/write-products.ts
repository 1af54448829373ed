import type { Malformed } from '../connectors/connector.ts';
import type { ProductRecord } from '../connectors/records.ts';
import { countMalformed, type RunResult } from './rules/run-result.ts';
import { type SkuFacts, type SkuReport, skuReport } from './rules/skus.ts';
import { type Sql, toJson } from './sql.ts';
import { malformedKey, writeMalformed } from './write-malformed.ts';

/** For which run and store a page of products is written. */
export type ProductPage = { run: string; store: string; now: Date; records: readonly ProductRecord[]; malformed: readonly Malformed[] };

/** Writes a page of products in a few statements, and counts it into `result`. */
export async function writeProducts(sql: Sql, page: ProductPage, result: RunResult): Promise<void> {
  const records = new Map(page.records.map((record) => [record.id, record]));
  if (records.size > 0) {
    const fresh = await write(sql, page, [...records.values()]);
    result.products += fresh;
    result.read += fresh;
  }
  if (page.malformed.length > 0) await keepMalformed(sql, page, result);
}

/** Returns how many of them this run sees for the first time. */
async function write(sql: Sql, { run, store }: ProductPage, records: readonly ProductRecord[]): Promise<number> {
  const [row] = await sql<{ fresh: number }>(
    `with began as (
       select started_at as at from sync_run where id = $1
     ), r as (
       select * from jsonb_to_recordset($3::jsonb) as r (id text, "parentId" text, sku text, "skuInherited" boolean, title text, variant text,
         price numeric, stock numeric, barcode text, active boolean, "editUrl" text, "updatedAt" timestamptz)
     ), mended as (
       delete from malformed_record m using r where m.store_id = $2 and m.kind = 'product' and m.key = r.id
     ), written as (
       insert into product as p (id, store_id, external_id, parent_id, sku, sku_inherited, title, variant, price, stock, barcode, active,
         edit_url, updated_at, seen_at)
       select gen_random_uuid(), $2, r.id, "parentId", nullif(sku, ''), coalesce("skuInherited", false), title, variant, price, stock, barcode,
         active, "editUrl", "updatedAt", began.at
       from r, began
       on conflict (store_id, external_id) do update
       set parent_id = excluded.parent_id, sku = excluded.sku, sku_inherited = excluded.sku_inherited, title = excluded.title,
         variant = excluded.variant, price = excluded.price, stock = excluded.stock, barcode = excluded.barcode, active = excluded.active,
         edit_url = excluded.edit_url, updated_at = excluded.updated_at, seen_at = greatest(p.seen_at, excluded.seen_at), archived_at = null
     )
     select count(*)::int as fresh
     from r cross join began left join product p on p.store_id = $2 and p.external_id = r.id
     where p.seen_at is null or p.seen_at < began.at`,
    [run, store, toJson(records)],
  );
  return row?.fresh ?? 0;
}

async function keepMalformed(sql: Sql, { run, store, now, malformed }: ProductPage, result: RunResult) {
  const byKey = new Map(malformed.map((one) => [malformedKey(one), one]));
  const fresh = await sql<{ key: string }>(
    `insert into run_record (run_id, external_id, outcome) select $1, unnest($2::text[]), 'malformed'
     on conflict (run_id, external_id) do nothing returning external_id as key`,
    [run, [...byKey.keys()]],
  );
  for (const { key } of fresh) {
    const one = byKey.get(key);
    if (one) countMalformed(result, one);
  }
  // They are there, and must not be archived because they could not be read.
  await sql(
    `update product p set seen_at = greatest(p.seen_at, r.started_at) from sync_run r
     where r.id = $1 and p.store_id = $2 and p.external_id = any($3)`,
    [run, store, [...byKey.keys()]],
  );
  await writeMalformed(sql, { store, kind: 'product', now }, malformed);
}

/** Archives what no run has seen since this one began; right only when this one read everything. Returns how many. */
export async function archiveUnseen(sql: Sql, { run, store, now }: { run: string; store: string; now: Date }): Promise<number> {
  const [row] = await sql<{ archived: number }>(
    `with archived as (
       update product p set archived_at = $3 from sync_run r
       where r.id = $1 and p.store_id = $2 and p.archived_at is null and p.seen_at < r.started_at
       returning p.id
     ) select count(*)::int as archived from archived`,
    [run, store, now],
  );
  return row?.archived ?? 0;
}

/** How a store's products stand with their SKUs. Only those that need mending are loaded. */
export async function readSkuReport(sql: Sql, store: string): Promise<SkuReport> {
  const rows = await sql<SkuFacts & { all: number }>(
    `select title, variant, sku, sku_inherited as "skuInherited", edit_url as "editUrl", "all"
     from (
       select *, count(*) over ()::int as "all",
         count(*) filter (where not sku_inherited) over (partition by sku) as sharers
       from product where store_id = $1 and archived_at is null
     ) p
     where sku is null or sku_inherited or sharers > 1
     order by title, variant, external_id`,
    [store],
  );
  const [{ all } = { all: await countProducts(sql, store) }] = rows;
  return skuReport(rows, all - rows.length);
}

async function countProducts(sql: Sql, store: string): Promise<number> {
  const [row] = await sql<{ all: number }>('select count(*)::int as "all" from product where store_id = $1 and archived_at is null', [
    store,
  ]);
  return row?.all ?? 0;
}
