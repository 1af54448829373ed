import type { Shop, ShopOrder } from '../shop.ts';
import type { Sent } from './orders.ts';
import { type Row, rowsOf } from './products.ts';
import { badSource, noEntity, noProduct, notShippable, statusNotAllowed, type Told, told, tooMany } from './refusals.ts';
import { shopStatus, wordsOf } from './words.ts';

type Body = Record<string, unknown>;
export type Books = { shop: Shop; sent: Sent; sources: readonly string[]; unsaveable: Set<string> };

/** `POST /V1/order/:id/ship`: whatever is told is shipped, all that was ordered where no items are named. A paid order is complete with it. */
export function ship({ shop, sent }: Books, id: number, body: Body): Told {
  const order = shop.orders.find((one) => one.id === id);
  if (!order) return noEntity;
  const { state } = wordsOf(order.status);
  if (['canceled', 'closed', 'complete', 'holded', 'payment_review'].includes(state)) return notShippable;
  const before = sent.get(id) ?? { numbers: [], mails: 0, quantities: new Map<number, number>() };
  const items = itemsOf(body.items) ?? order.lines.map((line) => ({ line: line.id, quantity: line.quantity }));
  const over = items.find(({ line, quantity }) => {
    const ordered = order.lines.find((one) => one.id === line)?.quantity ?? 0;
    return quantity + (before.quantities.get(line) ?? 0) > ordered;
  });
  if (over) return tooMany(order.lines.find(({ id }) => id === over.line)?.sku ?? '');
  for (const { line, quantity } of items) before.quantities.set(line, quantity + (before.quantities.get(line) ?? 0));
  const tracks = listOf(body.tracks).map((track) => String(track.track_number));
  sent.set(id, { ...before, numbers: [...before.numbers, ...tracks], mails: before.mails + (body.notify ? 1 : 0) });
  const isAll = order.lines.every((line) => (before.quantities.get(line.id) ?? 0) >= line.quantity);
  change(order, { status: isAll && order.paid ? 'completed' : 'processing' });
  return told(String(1000 + sent.size));
}

const itemsOf = (items: unknown) =>
  Array.isArray(items) ? listOf(items).map((item) => ({ line: Number(item.order_item_id), quantity: Number(item.qty) })) : undefined;

const listOf = (value: unknown): Body[] => (Array.isArray(value) ? value.filter((one) => one && typeof one === 'object') : []);

/** `POST /V1/orders/:id/comments`: a status may be set with it, as long as it belongs to the state that the order is in. */
export function comment({ shop }: Books, id: number, body: Body): Told {
  const order = shop.orders.find((one) => one.id === id);
  if (!order) return noEntity;
  const [said] = listOf([body.statusHistory]);
  const status = typeof said?.status === 'string' ? said.status : undefined;
  if (status === undefined) return told(true);
  if (wordsOf(shopStatus(status)).state !== wordsOf(order.status).state) return statusNotAllowed(status);
  if (wordsOf(order.status).status !== status) change(order, { status: shopStatus(status) });
  return told(true);
}

const change = (order: ShopOrder, how: Partial<ShopOrder>) =>
  Object.assign(order, { modified: new Date(Math.floor(Date.now() / 1000) * 1000) }, how);

/** `POST /V1/inventory/source-items`: of an unknown SKU it is stored without a word, and one bad row spoils all. */
export function saveSourceItems({ shop, sources, unsaveable }: Books, body: Body): Told {
  const items = listOf(body.sourceItems);
  if (items.length === 0) return { status: 400, json: { message: 'Input data is empty' } };
  if (items.some(({ source_code, sku }) => !sources.includes(String(source_code)) || unsaveable.has(String(sku)))) return badSource;
  const rows = bySku(shop);
  for (const { sku, quantity } of items) setStock(rows.get(String(sku).toLowerCase()), Number(quantity));
  return told([]);
}

/** `PUT /V1/products/:sku/stockItems/:id` */
export function putStockItem({ shop }: Books, sku: string, body: Body): Told {
  const row = bySku(shop).get(sku.toLowerCase());
  if (!row) return noProduct(sku);
  const [item] = listOf([body.stockItem]);
  setStock(row, Number(item?.qty));
  return told(row.id);
}

const bySku = (shop: Shop) => new Map(rowsOf(shop).map((row) => [row.sku.toLowerCase(), row]));

function setStock(row: Row | undefined, stock: number) {
  if (row?.variant) row.variant.stock = stock;
  else if (row) row.product.stock = stock;
}
