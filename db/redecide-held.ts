import type { EntityManager } from '@mikro-orm/postgresql';
import type { OrderLine, StatusRecord } from '../connectors/records.ts';
import { type DecidedOrder, transfer } from './rules/transfer.ts';
import { inTransaction, type Sql, toJson } from './sql.ts';
import { readSkus } from './write-orders.ts';

type Options = { store: { id: string; orderPrefix: string; statuses: readonly StatusRecord[] }; now: Date; signal: AbortSignal };
type Row = { id: string; record: DecidedOrder };

const pageSize = 200;

/** Decides the orders again that wait for an SKU, page by page. Returns how many came in. */
export async function redecideHeld(em: EntityManager, { store, now, signal }: Options): Promise<number> {
  let imported = 0;
  for (let after: string | undefined, more = true; more; ) {
    signal.throwIfAborted();
    const page = await inTransaction(em, (sql) => redecidePage(sql, store, now, after), { alone: store.id });
    imported += page.imported;
    after = page.last;
    more = page.last !== undefined;
  }
  return imported;
}

async function redecidePage(sql: Sql, store: Options['store'], now: Date, after?: string): Promise<{ imported: number; last?: string }> {
  const rows = await sql<Row>(
    `select id, record from "order" where store_id = $1 and state = 'held' and held_reason->>'kind' in ('no SKU', 'unknown SKU')
       and ($2::uuid is null or id > $2)
     order by id limit $3`,
    [store.id, after, pageSize],
  );
  const records = await withSkusOfNow(
    sql,
    store.id,
    rows.map(({ record }) => record),
  );
  const skus = await readSkus(sql, store.id, records);
  const decided = records.map((record, at) => ({ id: rows[at]?.id, record, ...transfer(record, store, (sku) => skus.has(sku)) }));
  await sql(
    `update "order" o set state = r.state, held_reason = r.reason, record = r.record,
       om_number = case r.state when 'imported' then $2 || o.number end, imported_at = case r.state when 'imported' then $3::timestamptz end
     from json_to_recordset($1::json) as r (id uuid, state text, reason jsonb, record json)
     where o.id = r.id and (o.state, o.held_reason) is distinct from (r.state, r.reason)`,
    [toJson(decided), store.orderPrefix, now],
  );
  return {
    imported: decided.filter(({ state }) => state === 'imported').length,
    last: rows.length === pageSize ? rows.at(-1)?.id : undefined,
  };
}

/** A line has the SKU of its product: stores tell it so, too, and an SKU that two products shared may be another one's by now. */
async function withSkusOfNow(sql: Sql, store: string, records: readonly DecidedOrder[]): Promise<DecidedOrder[]> {
  const ids = new Set(records.flatMap(({ lines }) => lines.flatMap((line) => productOf(line) ?? [])));
  const products = await sql<{ id: string; sku: string }>(
    `select external_id as id, sku from product
     where store_id = $1 and external_id = any($2) and sku is not null and not sku_inherited and archived_at is null`,
    [store, [...ids]],
  );
  const skus = new Map(products.map(({ id, sku }) => [id, sku]));
  const mended = (line: OrderLine) => ({ ...line, sku: skus.get(productOf(line) ?? '') ?? line.sku });
  return records.map((record) => ({ ...record, lines: record.lines.map(mended) }));
}

const productOf = ({ variantId, productId }: OrderLine) => variantId ?? productId;
