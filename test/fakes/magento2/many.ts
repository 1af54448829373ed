import { realOrders, type Shop, type ShopOrder } from '../shop.ts';
import { type Json, type Payload, phpJson } from '../woocommerce/json.ts';
import { orderPayload } from './orders.ts';
import { noEntity, type Told } from './refusals.ts';
import { type Criteria, criteriaOf, only } from './search.ts';
import { attributeOf, optionValue, utc } from './words.ts';

/** More than anybody wants to hold: made when asked for, ids ascending. Orders are evenly spread over the days before `now`. */
export type ManyOrders = { count: number; days?: number; firstId?: number; now?: Date };
export type Many = {
  orders?: (query: URLSearchParams) => Told;
  products?: (query: URLSearchParams) => Told;
  sourceItems?: (query: URLSearchParams) => Told;
};

const minute = 60_000;
const marks = { id: 987654321, created: new Date('2001-02-03T04:05:06Z'), modified: new Date('2002-02-03T04:05:06Z') };

/** Each was changed a minute after it was placed. */
export function manyOrders(shop: Shop, { count, days = 10, firstId = 100_001, now = new Date() }: ManyOrders): Many['orders'] {
  const models = realOrders(shop).filter(({ broken, currency, refunds }) => !broken && currency === shop.currency && refunds.length === 0);
  const end = Math.floor(now.getTime() / 1000) * 1000 - 5 * minute;
  const step = (days * 24 * 60 * minute - 10 * minute) / count;
  const created = (index: number) => end - Math.floor(((count - 1 - index) * step) / 1000) * 1000;
  const write = writer(models);
  return (query) => {
    const criteria = criteriaOf(query);
    if (!criteria) return noEntity;
    const [from, to] = rangeOf(criteria, count, firstId, created);
    const places = Array.from({ length: Math.max(0, Math.min(criteria.size, to - from)) }, (_, at) => from + at);
    const items = places.map((index) => write(index, firstId + index, created(index), query.get('fields')));
    return { status: 200, text: `{"items":${items.length > 0 ? `[${items.join()}]` : 'null'},"total_count":${Math.max(0, to - from)}}` };
  };
}

/** Windows and "after this id" are ranges of indexes; one order by its number or id is one of them. No status is unknown. */
function rangeOf({ groups }: Criteria, count: number, firstId: number, created: (index: number) => number): [number, number] {
  let [from, to] = [0, count];
  for (const { field, is, value } of groups.flat()) {
    const time = Date.parse(`${value.replace(' ', 'T')}Z`) - (field === 'updated_at' ? minute : 0);
    if (field === 'status') return [0, 0];
    if (is === 'gt') from = Math.max(from, Number(value) - firstId + 1);
    else if (is === 'gteq')
      from = Math.max(
        from,
        firstWhere(count, (index) => created(index) >= time),
      );
    else if (is === 'lteq')
      to = Math.min(
        to,
        firstWhere(count, (index) => created(index) > time),
      );
    else return /^\d+$/.test(value) && Number(value) >= firstId ? [Number(value) - firstId, Number(value) - firstId + 1] : [0, 0];
  }
  return [from, to];
}

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

/** Each model order is written once for each choice of fields, and cut where the id and the dates stand. */
function writer(models: ShopOrder[]) {
  const cut = new Map<string, string[]>();
  const told = [String(marks.id), utc(marks.created), utc(marks.modified)];
  const pattern = new RegExp(`(${told.join('|')})`);
  return (index: number, id: number, created: number, fields: string | null): string => {
    const at = index % models.length;
    const key = `${at} ${fields}`;
    const pieces = cut.get(key) ?? phpJson(chosen(models[at], fields)).split(pattern);
    cut.set(key, pieces);
    const own = [String(id), utc(new Date(created)), utc(new Date(created + minute))];
    return pieces.map((piece, place) => (place % 2 === 0 ? piece : own[told.indexOf(piece)])).join('');
  };
}

function chosen(model: ShopOrder | undefined, fields: string | null): Json {
  if (!model) throw new Error('The sample shop has no order to go by.');
  const whole = only({ items: [orderPayload({ ...model, ...marks, number: String(marks.id) }, new Map())] }, fields);
  const items = whole !== null && typeof whole === 'object' && !Array.isArray(whole) ? whole.items : undefined;
  return Array.isArray(items) ? (items[0] ?? null) : null;
}

const firstFamily = 10_000_000;

/** So many things to sell: four fifths of them are children of families of four, the rest are sold as they are. */
export function manyProducts(count: number): Pick<Many, 'products' | 'sourceItems'> {
  const families = Math.floor((count * 0.8) / 4);
  const list = ({ size }: Criteria, after: number, first: number, all: number, row: (id: number) => Payload): Told => {
    const from = Math.max(0, after - first + 1);
    const items = Array.from({ length: Math.max(0, Math.min(size, all - from)) }, (_, at) => row(first + from + at));
    return { status: 200, json: { items: items.length > 0 ? items : null, total_count: Math.max(0, all - from) } };
  };
  return {
    products(query) {
      const criteria = criteriaOf(query);
      if (!criteria) return noEntity;
      const filters = criteria.groups.flat();
      const after = Number(filters.find(({ is }) => is === 'gt')?.value ?? 0);
      const isFamilies = filters.some(({ field, is }) => field === 'type_id' && is === 'eq');
      return isFamilies ? list(criteria, after, firstFamily, families, familyRow) : list(criteria, after, 1, count, thingRow);
    },
    sourceItems(query) {
      const skus = (criteriaOf(query)?.groups.flat()[0]?.value ?? '').split(',').filter((sku) => /^P-\d+$/.test(sku));
      const items = skus.map((sku) => ({ sku, source_code: 'default', quantity: Number(sku.slice(2)) % 50, status: 1 }));
      return { status: 200, json: { items, total_count: items.length } };
    },
  };
}

const date = '2026-11-23 15:38:53';

const thingRow = (id: number): Payload => ({
  ...{
    id,
    sku: `P-${id}`,
    name: `Izdelek ${id}`,
    price: 1 + (id % 90),
    status: 1,
    visibility: 4,
    type_id: 'simple',
    created_at: date,
    updated_at: date,
  },
  custom_attributes: [
    { attribute_code: 'velikost', value: String(optionValue(['S', 'M', 'L', 'XL'][(id - 1) % 4] ?? 'S')) },
    { attribute_code: 'description', value: `<p>${'Opis izdelka. '.repeat(20)}</p>` },
  ],
});

const familyRow = (id: number): Payload => ({
  ...{ id, name: `Majica ${id - firstFamily}`, status: 1 },
  extension_attributes: {
    configurable_product_options: [{ attribute_id: String(attributeOf('Velikost')), label: 'Velikost', position: 0 }],
    configurable_product_links: [1, 2, 3, 4].map((child) => (id - firstFamily) * 4 + child),
  },
});
