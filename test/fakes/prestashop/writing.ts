import { stockAvailables } from './product-tables.ts';
import type { Complaint } from './query.ts';
import { type Row, row } from './rows.ts';
import type { Site } from './site.ts';
import { tableOf } from './tables.ts';
import { codeOf, states } from './words.ts';

/** What was written, as it is now; `text` is what PrestaShop prints where it has no better answer. */
export type Written = { status: number; list: string; row: Row } | { status: number; text: string };

const refuse = (status: number, code: number, message: string): Complaint => ({ status, errors: [{ code, message }] });

/** What has to be told with each thing that is changed. */
const required: Record<string, string[]> = {
  stock_availables: ['id_product', 'id_product_attribute', 'quantity', 'depends_on_stock', 'out_of_stock'],
  order_carriers: ['id_order', 'id_carrier'],
  order_histories: ['id_order_state', 'id_order'],
};

/** Reads the one thing that a body holds. */
function readXml(body: string): Row | undefined {
  const inner = /^\s*(?:<\?xml[^>]*\?>)?\s*<prestashop[^>]*>\s*<(\w+)>([\s\S]*)<\/\1>\s*<\/prestashop>\s*$/.exec(body)?.[2];
  if (inner === undefined) return undefined;
  const fields = inner.matchAll(/<(\w+)[^>]*>(?:<!\[CDATA\[([\s\S]*?)\]\]>|([^<]*))<\/\1>/g);
  return Object.fromEntries([...fields].map(([, name = '', raw, text = '']) => [name, raw ?? unescaped(text)]));
}

const unescaped = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

export function write(
  site: Site,
  asked: { method: string; list: string; id?: string; body: string; query: URLSearchParams },
): Written | Complaint {
  const { method, list, id, body, query } = asked;
  if (list === 'stock_availables' && method === 'POST')
    return refuse(405, 101, 'Method POST is not allowed for the resource stock_availables');
  const given = readXml(body);
  if (!given) return refuse(500, 127, `XML error : String could not be parsed as XML\nXML length : ${body.length}`);
  const missing = required[list]?.find((field) => !given[field]);
  if (missing) return refuse(400, 41, `parameter "${missing}" required`);
  if (list === 'order_histories') return addHistory(site, given, query.get('sendemail') === '1');
  const before = tableOf(list, site)?.rows.find((one) => String(one.id) === id);
  if (!before || !id) return refuse(404, 92, 'Invalid ID');
  if (list === 'order_carriers' && !/^[~:#,%&_=()[\].?+\-@/a-zA-Z0-9 ]*$/.test(String(given.tracking_number ?? '')))
    return refuse(400, 85, 'Validation error: "Property OrderCarrier->tracking_number is not valid"');
  // What is left out is emptied.
  const now = Object.fromEntries(Object.keys(before).map((field) => [field, field === 'id' ? before.id : (given[field] ?? '')]));
  site.changed.set(`${list} ${id}`, now);
  if (list === 'stock_availables') setStock(site, id, Number(given.quantity));
  if (list === 'order_carriers' && query.get('sendemail') === '1') mail(site, Number(given.id_order));
  return { status: 200, list, row: now };
}

/** A new state in the order's history is the order's new state. It is added as often as it is asked for. */
function addHistory(site: Site, { id_order, id_order_state }: Row, sendsMail: boolean): Written {
  const order = site.shop.orders.find(({ id }) => id === Number(id_order));
  const state = states.find(({ id }) => id === id_order_state);
  if (!order || !state) return { status: site.version.startsWith('1.6') ? 200 : 500, text: 'Invalid new order status' };
  const now = new Date(Math.floor(Date.now() / 1000) * 1000);
  order.status = codeOf(state.id);
  order.modified = now;
  const added = row('order_histories', { id: 200 + site.histories.length, id_order_state, id_order, date_add: site.show(now) });
  site.histories.push(added);
  if (sendsMail && state.mails) mail(site, order.id);
  return { status: 201, list: 'order_histories', row: added };
}

const mail = ({ mails }: Site, order: number) => mails.set(order, (mails.get(order) ?? 0) + 1);

function setStock(site: Site, id: string, quantity: number) {
  const level = stockAvailables(site).find((one) => String(one.id) === id);
  const product = site.shop.products.find((one) => String(one.id) === level?.id_product);
  const variant = product?.variants.find((one) => String(one.id) === level?.id_product_attribute);
  if (variant) variant.stock = quantity;
  else if (product) product.stock = quantity;
}
