import type { ShopProduct, ShopVariant } from '../shop.ts';
import { type Row, row, yes } from './rows.ts';
import { atLeast, type Site } from './site.ts';

const groups = ['Velikost', 'Barva'];

/** What lies in the trash is gone; one product is only just being entered, which newer shops keep from the first moment on. */
export const products = (site: Site): Row[] => [
  ...sold(site).map((product) => productRow(product, site)),
  ...(atLeast(site.version, '1.7')
    ? [row('products', { id: 9999, state: '0', active: '0', price: '0.000000', date_upd: site.show(new Date()), id_tax_rules_group: '1' })]
    : []),
];

const sold = ({ shop }: Site) => shop.products.filter(({ state }) => state !== 'trash');

function productRow(product: ShopProduct, site: Site): Row {
  const { id, variants } = product;
  return row('products', {
    id,
    ...{ cache_default_attribute: String(variants[0]?.id ?? 0), id_tax_rules_group: String(product.tax.id), quantity: '0', type: 'simple' },
    ...{
      reference: product.sku ?? '',
      ean13: product.barcode ?? '',
      state: '1',
      product_type: variants.length > 0 ? 'combinations' : 'standard',
    },
    ...{ price: netOf(priceOf(product), product), active: yes(product.state === 'on sale'), weight: '0.300000', minimal_quantity: '1' },
    ...{ date_add: site.show(product.created), date_upd: site.show(product.modified), name: product.name, description: '<p>Opis</p>' },
    ...(variants.length > 0 && { associations: { combinations: variants.map((variant) => ({ id: String(variant.id) })) } }),
  });
}

/** A family costs what its first variant costs; the others add to it, or take away. */
const priceOf = ({ price, variants }: ShopProduct) => variants[0]?.price ?? (price || '0');

const net = (gross: string, { tax }: ShopProduct) => Number(gross) / (1 + Number(tax.rate) / 100);
const netOf = (gross: string, product: ShopProduct) => net(gross, product).toFixed(6);

export const combinations = (site: Site): Row[] =>
  sold(site).flatMap((product) => product.variants.map((variant) => combinationRow(variant, product)));

function combinationRow({ id, sku, barcode, price, options }: ShopVariant, product: ShopProduct): Row {
  const adds = (net(price, product) - Number(netOf(priceOf(product), product))).toFixed(6);
  const values = Object.entries(options).map(([name, value]) => ({ id: String(valueId(name, value)) }));
  return row('combinations', {
    id,
    ...{
      id_product: String(product.id),
      reference: sku ?? '',
      ean13: barcode ?? '',
      price: adds,
      quantity: 300,
      available_date: '0000-00-00',
    },
    associations: { product_option_values: values },
  });
}

const values: Record<string, string[]> = { Velikost: ['S', 'M', 'L', 'XL', 'XXL'], Barva: ['Črna', 'Rdeča'] };
const valueId = (name: string, value: string) => (groups.indexOf(name) + 1) * 100 + (values[name] ?? []).indexOf(value);

export const options = (): Row[] =>
  groups.map((name, at) =>
    row('product_options', { id: at + 1, group_type: 'select', position: String(at), name: `${name} (interno)`, public_name: name }),
  );

export const optionValues = (): Row[] =>
  groups.flatMap((name, at) =>
    (values[name] ?? []).map((value) =>
      row('product_option_values', { id: valueId(name, value), id_attribute_group: String(at + 1), name: value }),
    ),
  );

/** One row for each combination, and one for the product itself: the sum, where it has any. */
export function stockAvailables(site: Site): Row[] {
  return sold(site).flatMap((product) => {
    const own = product.variants.map((variant) => ({
      attribute: variant.id,
      quantity: stockOf(variant, product),
      id: variant.id + 60_000,
    }));
    const all = own.length > 0 ? own.reduce((sum, { quantity }) => sum + quantity, 0) : (product.stock ?? 0);
    const rows = [{ attribute: 0, quantity: all, id: product.id + 50_000 }, ...own];
    return rows.map(({ id, attribute, quantity }) =>
      row('stock_availables', {
        id,
        ...{ id_product: String(product.id), id_product_attribute: String(attribute), id_shop: '1', id_shop_group: '0' },
        ...{ quantity: String(quantity), depends_on_stock: '0', out_of_stock: '2', ...site.changed.get(`stock_availables ${id}`) },
      }),
    );
  });
}

export const stockOf = ({ stock }: ShopVariant, product: ShopProduct): number => (stock === 'parent' ? product.stock : stock) ?? 0;

/** Group 1 has rules for other countries, for a state and for a few postcodes as well. */
export const taxRules = (): Row[] =>
  [
    { id: 1, id_tax_rules_group: '1', id_country: '191', id_tax: '1' },
    { id: 2, id_tax_rules_group: '2', id_country: '191', id_tax: '2' },
    { id: 3, id_tax_rules_group: '1', id_country: '2', id_tax: '3' },
    { id: 4, id_tax_rules_group: '1', id_country: '191', id_tax: '3', zipcode_from: '6000', zipcode_to: '6999' },
    { id: 5, id_tax_rules_group: '1', id_country: '191', id_tax: '3', id_state: '12' },
  ].map((rule) => row('tax_rules', { id_state: '0', zipcode_from: '0', zipcode_to: '0', behavior: '0', ...rule }));
