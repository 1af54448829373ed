import type { OrderRecord } from '../connectors/records.ts';
import type { Sql } from './sql.ts';

type Lines = Pick<OrderRecord, 'lines'>;

/** OM knows an SKU when exactly one of the store's products has it as its own. */
export const knownSkus = (store: string, skus: string) =>
  `select sku from product where store_id = ${store} and sku = any(${skus}::text[]) and archived_at is null and not sku_inherited
   group by sku having count(*) = 1`;

export const skusOf = (orders: readonly Lines[]) => [
  ...new Set(orders.flatMap(({ lines }) => lines.flatMap(({ sku }) => (sku ? [sku] : [])))),
];

/** Which SKUs of these orders OM knows. */
export async function readSkus(sql: Sql, store: string, orders: readonly Lines[]): Promise<Set<string>> {
  const rows = await sql<{ sku: string }>(knownSkus('$1', '$2'), [store, skusOf(orders)]);
  return new Set(rows.map(({ sku }) => sku));
}
