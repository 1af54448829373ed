import { realOrders, type Shop, type ShopOrder } from '../shop.ts';
import { structOf } from './filters.ts';
import { orderInfo, orderRow } from './orders.ts';
import { productInfo, productRow, stockRow, type Thing } from './products.ts';
import { utc } from './words.ts';
import { type Php, Raw, writeValue } from './xml.ts';

/** So many orders and products that nobody wants to hold them: made when asked for. */
export type ManyOrders = { count: number; days?: number; firstId?: number; now?: Date };
export type Many = {
  orders?: { list(filters: Php | undefined): Php[]; info(number: string): Php | undefined };
  products?: { list(filters: Php | undefined): Php[]; info(id: number): Php | undefined; stock(called: string): Php | undefined };
};

const minute = 60_000;
const marks = { id: 987654321, number: '876543210', created: new Date('2001-02-03T04:05:06Z'), modified: new Date('2002-02-03T04:05:06Z') };

/** Evenly spread over the days before `now`, ids ascending; each was changed a minute after it was placed. */
export function manyOrders(shop: Shop, { count, days = 10, firstId = 100_001, now = new Date() }: ManyOrders): Many['orders'] {
  const models = realOrders(shop).filter(({ broken, currency, refunds }) => !broken && currency === shop.currency && refunds.length === 0);
  const end = Math.floor(now.getTime() / 1000) * 1000 - 5 * minute;
  const step = (days * 24 * 60 * minute - 10 * minute) / count;
  const created = (index: number) => end - Math.floor(((count - 1 - index) * step) / 1000) * 1000;
  const numberOf = (index: number) => String(100_000_000 + firstId + index);
  const write = writer(models);
  const text = (kind: 'row' | 'info', index: number) => write(kind, index, firstId + index, numberOf(index), created(index));

  return {
    list(filters) {
      const { order_id, created_at, updated_at, increment_id, status } = structOf(filters);
      const ids = rangeOf(order_id, Number);
      const placed = rangeOf(created_at, timeOf);
      const changed = rangeOf(updated_at, timeOf).map((time) => time - minute);
      const ending = String(structOf(increment_id).like ?? '%').slice(1);
      const found: Php[] = [];
      const first = Math.max(
        0,
        firstWhere(count, (at) => created(at) >= Math.max(placed[0] ?? 0, changed[0] ?? 0)),
        (ids[0] ?? 0) - firstId,
      );
      for (let at = first; at < count && firstId + at <= (ids[1] ?? 0) && created(at) <= Math.min(placed[1] ?? 0, changed[1] ?? 0); at++)
        if (numberOf(at).endsWith(ending) && status === undefined) found.push(text('row', at));
      return found;
    },
    info(number) {
      const index = Number(number) - 100_000_000 - firstId;
      return index >= 0 && index < count ? text('info', index) : undefined;
    },
  };
}

/** Ids from 1 on; every one is counted. */
export function manyProducts(shop: Shop, count: number): Many['products'] {
  const [model] = shop.products;
  if (!model) throw new Error('The sample shop has no products.');
  const thing = (id: number): Thing => {
    const own = { product: model, inherited: false, active: true, price: '12.50', barcode: undefined, modified: model.modified };
    return {
      id,
      sku: `P-${id}`,
      name: `Izdelek ${id}`,
      type: 'simple',
      product: model,
      sold: { ...own, id, sku: `P-${id}`, stock: id % 50 },
    };
  };
  const known = (id: number) => (id >= 1 && id <= count ? thing(id) : undefined);
  return {
    list(filters) {
      const [from = 1, to = count] = rangeOf(structOf(filters).product_id, Number);
      const ids = Array.from({ length: Math.max(0, Math.min(to, count) - from + 1) }, (_, at) => from + at);
      return ids.map((id) => productRow(thing(id)));
    },
    info(id) {
      const found = known(id);
      return found && productInfo(found, null);
    },
    stock(called) {
      const found = known(Number(called.replace('P-', '')));
      return found && stockRow(found, new Map());
    },
  };
}

/** Both ends; without limits from nothing to no end. */
function rangeOf(condition: Php | undefined, read: (text: string) => number): number[] {
  const { from, to } = structOf(condition);
  return [from === undefined ? 0 : read(String(from)), to === undefined ? Number.POSITIVE_INFINITY : read(String(to))];
}

const timeOf = (text: string) => Date.parse(`${text.replace(' ', 'T')}Z`);

/** The first index for which it holds; it goes on holding from there. */
function firstWhere(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Each model order is written once as a row and once as a whole, and cut where id, number and dates stand. */
function writer(models: ShopOrder[]) {
  const cut = new Map<string, string[]>();
  const told = [marks.number, String(marks.id), utc(marks.created), utc(marks.modified)];
  const pattern = new RegExp(`(${told.join('|')})`);
  return (kind: 'row' | 'info', index: number, id: number, number: string, created: number): Raw => {
    const at = index % models.length;
    const model = models[at];
    if (!model) throw new Error('The sample shop has no orders.');
    const whole = { ...model, ...marks, ...(model.paid && { paid: marks.created }) };
    const pieces = cut.get(`${kind} ${at}`) ?? writeValue(kind === 'row' ? orderRow(whole) : orderInfo(whole, [])).split(pattern);
    cut.set(`${kind} ${at}`, pieces);
    const own = [number, String(id), utc(new Date(created)), utc(new Date(created + minute))];
    return new Raw(pieces.map((piece, place) => (place % 2 === 0 ? piece : (own[told.indexOf(piece)] ?? piece))).join(''));
  };
}
