import type { Malformed, Page, PageOptions } from '../connector.ts';
import type { OrderRecord } from '../records.ts';
import { readRows } from '../rows.ts';
import { type Shop, withBeside } from './beside.ts';
import type { Clock } from './clock.ts';
import { cursorAt, readById, startOf } from './lists.ts';
import { toOrder } from './mapping.ts';
import * as payloads from './payloads.ts';
import { insideOf, windowQuery } from './window.ts';

export type OrderShop = Shop & { clock: Clock };

/** Servers that break under a full page are asked for less. */
const sizes = [100, 50, 20, 5, 1];

/** All orders of a window, by id. */
export async function* orders(shop: OrderShop, options: PageOptions): AsyncGenerator<Page<OrderRecord>> {
  const query = { display: payloads.orderFields, ...windowQuery(shop.clock, options) };
  const inside = insideOf(shop.clock, options);
  for await (const { rows, next, lost } of readById(shop.api, 'orders', query, { after: startOf(options.cursor), sizes })) {
    const { records, malformed } = await readOrders(shop, rows.filter(inside));
    if (lost) malformed.push({ id: lost.id, reason: lost.error.message, raw: { id: lost.id } });
    yield { records, malformed, ...(next !== undefined && { cursor: cursorAt(next) }) };
  }
}

/** Rows of orders → records, with all that belongs to them. */
export async function readOrders(shop: OrderShop, rows: unknown[]): Promise<{ records: OrderRecord[]; malformed: Malformed[] }> {
  const { clock, lookups, api } = shop;
  const whole = await withBeside(shop, rows);
  const meanings = { clock, lookups, language: api.language() };
  return readRows(whole, payloads.order, (order) => toOrder(order, meanings), { id: 'id', number: 'reference' });
}
