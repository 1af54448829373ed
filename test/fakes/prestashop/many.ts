import { realOrders, type Shop, type ShopOrder, type ShopProduct } from '../shop.ts';

/** More than anybody wants to hold: made when asked for, evenly spread over the days before `now`, ids ascending from `first` on. */
export type Many = { orders?: number; products?: number; days?: number; now?: Date };

export const first = 100_001;
const minute = 60_000;
/** A family and its variants share a block of ids. */
const block = 10;

/** What of the shop one request is about, by its filters: the whole shop where it asks for all. */
export function only(shop: Shop, many: Many, list: string, query: URLSearchParams): Shop {
  const asked = (name: string) => query.get(`filter[${name}]`) ?? '';
  const limit = Number(query.get('limit') ?? 1000);
  if (many.orders && /^(orders|order_|messages|addresses|customers|customizations)/.test(list) && list !== 'order_states') {
    const byOrder = asked('id_order') || asked('order_reference');
    const indexes = list === 'orders' ? wanted(asked('id'), limit, many.orders) : owners(list, byOrder, asked('id'), many.orders);
    const models = realOrders(shop).filter(({ broken, currency }) => !broken && currency === shop.currency);
    return { ...shop, orders: indexes.map((index) => orderAt(index, models, many)) };
  }
  if (many.products && /^(products|combinations|stock_availables)$/.test(list)) {
    const models = shop.products.filter(({ state }) => state === 'on sale');
    const indexes =
      list === 'products' ? wanted(asked('id'), limit, many.products, block) : listed(asked('id_product'), many.products, block);
    return { ...shop, products: indexes.flatMap((index) => productAt(index, models)) };
  }
  return shop;
}

/** Which come after an id, or are listed. */
function wanted(filter: string, limit: number, count: number, step = 1): number[] {
  const [, after] = /^>\[(\d+)\]$/.exec(filter) ?? [];
  if (after === undefined) return listed(filter, count, step);
  const from = Math.max(0, Math.floor((Number(after) - first) / step) + 1);
  return Array.from({ length: Math.max(0, Math.min(limit, count - from)) }, (_, at) => from + at);
}

const listed = (filter: string, count: number, step = 1): number[] =>
  filter
    .replace(/^\[|\]$/g, '')
    .split('|')
    .map((id) => (Number(id) - first) / step)
    .filter((index) => Number.isInteger(index) && index >= 0 && index < count);

/** Rows of other lists tell by their id whose they are; customers are those of the models. */
function owners(list: string, orders: string, ids: string, count: number): number[] {
  if (list === 'customers') return Array.from({ length: Math.min(count, 240) }, (_, at) => at);
  if (list === 'addresses')
    return listed(
      each(ids, (id) => Math.floor(id / 10)),
      count,
    );
  if (list === 'customizations')
    return listed(
      each(ids, (id) => Math.floor(id / 100)),
      count,
    );
  return listed(orders, count);
}

const each = (filter: string, owner: (id: number) => number) =>
  [
    ...new Set(
      filter
        .replace(/^\[|\]$/g, '')
        .split('|')
        .map((id) => owner(Number(id))),
    ),
  ].join('|');

function orderAt(index: number, models: ShopOrder[], { orders = 0, days = 10, now = new Date() }: Many): ShopOrder {
  const model = models[index % models.length] ?? models[0];
  if (!model) throw new Error('The shop has no order to go by.');
  const id = first + index;
  const end = Math.floor(now.getTime() / 1000) * 1000 - 5 * minute;
  const step = (days * 24 * 60 * minute - 10 * minute) / orders;
  const created = new Date(end - Math.floor(((orders - 1 - index) * step) / 1000) * 1000);
  const lines = model.lines.map((line, at) => ({ ...line, id: id * 100 + at + 1 }));
  return { ...model, id, number: String(id), created, modified: new Date(created.getTime() + minute), paid: model.paid && created, lines };
}

function productAt(index: number, models: ShopProduct[]): ShopProduct[] {
  const model = models[(index * 7) % models.length];
  if (!model) return [];
  const id = first + index * block;
  const variants = model.variants.map((variant, at) => ({ ...variant, id: id + 1 + at, sku: `${id}-${at}` }));
  return [{ ...model, id, sku: `P-${id}`, variants }];
}
