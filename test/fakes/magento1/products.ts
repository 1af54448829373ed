import { ofProduct, type Sellable, type ShopProduct } from '../shop.ts';
import { productColumns } from './columns.ts';
import type { Columns } from './filters.ts';
import { nameOf, utc } from './words.ts';
import type { Php } from './xml.ts';

/** One product of Magento's: parents of families and their children stand beside each other. */
export type Thing = {
  id: number;
  sku: string | null;
  name: string;
  type: 'simple' | 'configurable';
  product: ShopProduct;
  sold?: Sellable;
};

export const filterable = ['entity_id', 'sku', 'name', 'type_id', 'status', 'created_at', 'updated_at', 'attribute_set_id'];

/** What lies in the trash is gone. */
export function things(products: readonly ShopProduct[]): Thing[] {
  return products.filter(({ state }) => state !== 'trash').flatMap((product) => [...parent(product), ...ofProduct(product).map(toThing)]);
}

const parent = (product: ShopProduct): Thing[] =>
  product.family ? [{ id: product.id, sku: product.sku ?? null, name: product.name, type: 'configurable', product }] : [];

const toThing = (sold: Sellable): Thing => ({
  ...{ id: sold.id, sku: sold.sku ?? null, name: nameOf(sold), type: 'simple', product: sold.product },
  sold,
});

const changed = ({ product, sold }: Thing) => sold?.modified ?? product.modified;

export const filterColumns = (thing: Thing): Columns => ({
  ...{ entity_id: thing.id, sku: thing.sku, name: thing.name, type_id: thing.type, attribute_set_id: 4 },
  ...{ status: thing.product.state === 'on sale' ? 1 : 2, created_at: utc(thing.product.created), updated_at: utc(changed(thing)) },
});

export const productRow = ({ id, sku, name, type }: Thing): Php => ({
  ...{ product_id: id, sku, name, set: 4, type, category_ids: [], website_ids: [1] },
});

/** Without names of attributes all of them; with them these, and none that the shop does not have. */
export function productInfo(thing: Thing, wanted: readonly Php[] | null): Php {
  const { id, sku, name, type, product, sold } = thing;
  const price = sold?.price ?? '19.9';
  const active = sold ? sold.active : product.state === 'on sale';
  const values: { [column: string]: Php } = {
    ...{ type_id: type, name, status: active ? 1 : 2, visibility: sold?.variant ? 1 : 4, weight: '1.5000' },
    price: price === '' ? null : Number(price).toFixed(4),
    ...{ created_at: localTime(product.created), updated_at: utc(changed(thing)), sku, ean: sold?.barcode ?? null },
    ...{ category_ids: [], group_price: [], tier_price: [], tax_class_id: 2, options_container: 'container1' },
  };
  const columns = [...productColumns, 'sku', 'ean'].filter((column) => wanted === null || wanted.includes(column));
  return {
    ...{ product_id: id, sku, set: 4, type, categories: [], websites: [1] },
    ...Object.fromEntries(columns.map((column) => [column, values[column] ?? null])),
  };
}

/** The one time that is told by the shop's own clock. */
function localTime(moment: Date): string {
  const zone = 'Europe/Ljubljana';
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(moment);
  const offset = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).format(moment).split('GMT')[1];
  return `${local.replace(' ', 'T')}${offset}`;
}

/** Where stock is not counted, none is there and it can be bought all the same. `inStock`: what was set beside the quantity. */
export const stockRow = ({ id, sku, sold }: Thing, inStock: Map<number, boolean>): Php => {
  const stock = sold?.stock ?? null;
  return { product_id: id, sku, qty: (stock ?? 0).toFixed(4), is_in_stock: stock === null || (inStock.get(id) ?? stock > 0) ? 1 : 0 };
};
