import type { Malformed } from '../connector.ts';
import type { OrderRecord } from '../records.ts';
import { field } from '../rows.ts';
import { isPlain } from './beside.ts';
import { type OrderShop, readOrders } from './orders.ts';
import * as payloads from './payloads.ts';

/** The order with this reference, which is what buyers see; else the one with this id, by which merchants call it. */
export async function findOrder(shop: OrderShop, number: string): Promise<OrderRecord | Malformed | undefined> {
  const wanted = number.trim();
  const row = (await byReference(shop, wanted)) ?? (await byId(shop, wanted));
  if (row === undefined) return undefined;
  const { records, malformed } = await readOrders(shop, [row]);
  return records[0] ?? malformed[0];
}

/** The database takes "č" for "c". One checkout may have become several orders: then it is the first of them. */
async function byReference({ api }: OrderShop, wanted: string): Promise<unknown> {
  if (!isPlain(wanted)) return undefined;
  const query = { display: payloads.orderFields, 'filter[reference]': `[${wanted}]`, sort: '[id_ASC]', limit: 50 };
  const rows = await api.list('orders', query);
  return rows.find((row) => field(row, 'reference').toLowerCase() === wanted.toLowerCase());
}

async function byId({ api }: OrderShop, wanted: string): Promise<unknown> {
  // Larger numbers than any shop counts to are no ids.
  if (!/^[1-9]\d{0,9}$/.test(wanted)) return undefined;
  const rows = await api.list('orders', { display: payloads.orderFields, 'filter[id]': `[${wanted}]` });
  return rows.find((row) => field(row, 'id') === wanted);
}
