import type { EntityManager } from '@mikro-orm/postgresql';
import type { OrderLine } from '../connectors/records.ts';
import { readDeciding, rowsOf, transferSettings } from './payment-rows.ts';
import type { By } from './rules/history.ts';
import { type DecidedOrder, transfer } from './rules/transfer.ts';
import { inTransaction, type Sql, toJson } from './sql.ts';
import { readSkus } from './store-skus.ts';

/** `release` is kept on each order that comes in, so that they can be counted however often this runs. */
type Options = { store: string; release: string; by: By; now: Date; signal: AbortSignal };
type Row = { id: string; record: DecidedOrder };

const pageSize = 200;

/** Decides all orders again that wait, page by page. Those that came in are never decided again. */
export async function redecideHeld(em: EntityManager, options: Options): Promise<void> {
  for (let after: string | undefined, more = true; more; ) {
    options.signal.throwIfAborted();
    after = await inTransaction(em, (sql) => redecidePage(sql, options, after), { alone: options.store });
    more = after !== undefined;
  }
}

/** The last id of a full page: there may be another one. */
async function redecidePage(sql: Sql, { store, release, by, now }: Options, after?: string): Promise<string | undefined> {
  const rows = await sql<Row>(
    `select id, record from "order" where store_id = $1 and state = 'held' and ($2::uuid is null or id > $2) order by id limit $3`,
    [store, after, pageSize],
  );
  if (rows.length === 0) return undefined;
  const deciding = await readDeciding(sql, store);
  const records = await withSkusOfNow(
    sql,
    store,
    rows.map(({ record }) => record),
  );
  const skus = await readSkus(sql, store, records);
  const [settings, mappings, knows] = [transferSettings(deciding), rowsOf(deciding), (sku: string) => skus.has(sku)];
  const decided = records.map((record, at) => ({ id: rows[at]?.id, record, ...transfer(record, settings, mappings, knows) }));
  const { orderDescriptions, productDescriptions, buyerContact, payment } = deciding.settings;
  await sql(
    `update "order" o set state = r.state, held_reason = r.reason, record = r.record, paid = r.paid, payment_type_id = r."paymentType",
       delivery_type_id = r."deliveryType", cod_amount = r."codAmount", om_status = r."omStatus",
       om_number = case r.state when 'imported' then $2 || o.number end, imported_at = case r.state when 'imported' then $3::timestamptz end,
       imported_in = case r.state when 'imported' then $4::uuid end, applied = case r.state when 'imported' then $6::jsonb end,
       history = o.history || ($5::jsonb || jsonb_strip_nulls(jsonb_build_object('what', r.state, 'reason', r.reason)))
     from json_to_recordset($1::json) as r (id uuid, state text, reason jsonb, record json, paid boolean, "paymentType" uuid,
       "deliveryType" uuid, "codAmount" numeric, "omStatus" text)
     where o.id = r.id and (o.state, o.held_reason) is distinct from (r.state, r.reason)`,
    [
      ...[toJson(decided), deciding.orderPrefix, now, release],
      toJson({ at: now, by }),
      toJson({ orderDescriptions, productDescriptions, buyerContact, payment }),
    ],
  );
  return rows.length === pageSize ? rows.at(-1)?.id : undefined;
}

/** A line has the SKU of its product: stores tell it so, too, and an SKU that two products shared may be another one's by now. */
export async function withSkusOfNow<O extends DecidedOrder>(sql: Sql, store: string, records: readonly O[]): Promise<O[]> {
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
