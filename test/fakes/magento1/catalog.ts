import type { ShopProduct } from '../shop.ts';
import { filterOf, structOf } from './filters.ts';
import { filterable, filterColumns, productInfo, productRow, stockRow, type Thing, things } from './products.ts';
import { Fatal, Fault, type Resource, type Site } from './site.ts';
import type { Php } from './xml.ts';

const columns: Record<string, string> = { product_id: 'entity_id', type: 'type_id', set: 'attribute_set_id' };

/** Mage_Catalog_Model_Product_Api */
export const product: Resource = {
  list([filters], { shop, setup, many }) {
    if (many.products) return many.products.list(filters);
    const given = Object.fromEntries(Object.entries(structOf(filters)).map(([field, condition]) => [columns[field] ?? field, condition]));
    const matches = filterOf(given, filterable);
    if (!matches) throw new Fault(0, 'Unknown Error');
    const found = things(shop.products).filter((thing) => matches(filterColumns(thing)));
    if (found.length > (setup.fatalAbove ?? Number.POSITIVE_INFINITY)) throw new Fatal();
    return found.toReversed().map(productRow);
  },
  info([id, , attributes, identifier], site) {
    if (site.many.products) return site.many.products.info(Number(id)) ?? null;
    const found = productCalled(site, id, identifier);
    if (!found) throw new Fault(101, 'Product not exists.');
    return productInfo(found, Array.isArray(attributes) ? attributes : null);
  },
};

/** Mage_Catalog_Helper_Product::getProduct: a number is an id, unless it is said to be a SKU. */
function productCalled({ shop }: Site, called: Php | undefined, identifier: Php | undefined): Thing | undefined {
  const all = things(shop.products);
  const isNumber = /^[+-]?[1-9]\d*$|^0$/.test(String(called));
  if (identifier === 'sku' || (identifier === undefined && !isNumber)) return all.find(({ sku }) => sku === called);
  return all.find(({ id }) => id === Number(called));
}

/** Mage_CatalogInventory_Model_Stock_Item_Api: everything is taken for a SKU first, then for an id. */
export const stockItem: Resource = {
  list([given], site) {
    const { products } = site.many;
    if (products) return (Array.isArray(given) ? given : []).flatMap((called) => products.stock(String(called)) ?? []);
    const all = things(site.shop.products);
    const wanted = new Set((Array.isArray(given) ? given : [given ?? null]).map((called) => bySkuOrId(all, called)?.id));
    return all.filter(({ id }) => wanted.has(id)).map((thing) => stockRow(thing, site.inStock));
  },
  update([called, data], site) {
    const found = bySkuOrId(things(site.shop.products), called);
    if (!found) throw new Fault(101, 'Product not exists.');
    const { qty, is_in_stock } = structOf(data);
    if (qty !== undefined) setQuantity(found, Number(qty));
    if (is_in_stock !== undefined) site.inStock.set(found.id, is_in_stock === 1 || is_in_stock === '1');
    else if (Number(qty) <= 0) site.inStock.set(found.id, false);
    return true;
  },
};

const bySkuOrId = (all: readonly Thing[], called: Php | undefined) =>
  all.find(({ sku }) => sku === String(called)) ?? all.find(({ id }) => String(id) === String(called));

/** Where stock is not counted it stays so. */
function setQuantity({ id, product }: Thing, quantity: number) {
  const thing: Pick<ShopProduct, 'stock'> | { stock: number | 'parent' | null } =
    product.variants.find((variant) => variant.id === id) ?? product;
  if (thing.stock !== null) thing.stock = quantity;
}
