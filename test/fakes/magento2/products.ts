import type { Shop, ShopProduct, ShopVariant } from '../shop.ts';
import type { Json, Payload } from '../woocommerce/json.ts';
import { optionOf } from './orders.ts';
import { attributeOf, attributes, optionValue, utc } from './words.ts';

/** A row of Magento's one table of products: a thing sold as it is, a child, or a family. */
export type Row = { id: number; sku: string; type: 'simple' | 'configurable'; product: ShopProduct; variant?: ShopVariant; modified: Date };

/** All of them by id: a family and its children are rows alike, and only the family knows who belongs to it. */
export function rowsOf({ products }: Pick<Shop, 'products'>): Row[] {
  const rows = products
    .filter(({ state }) => state !== 'trash')
    .flatMap((product): Row[] => {
      const own: Row = {
        id: product.id,
        sku: product.sku ?? '',
        type: product.family ? 'configurable' : 'simple',
        product,
        modified: product.modified,
      };
      return [
        ...product.variants.map(
          (variant): Row => ({ ...own, id: variant.id, sku: variant.sku ?? '', type: 'simple', variant, modified: variant.modified }),
        ),
        own,
      ];
    });
  return rows.sort((a, b) => a.id - b.id);
}

export const productColumns = ({ id, sku, type, product, variant, modified }: Row) => ({
  entity_id: id,
  sku,
  type_id: type,
  name: product.name,
  status: isOn(product, variant) ? 1 : 2,
  created_at: utc(product.created),
  updated_at: utc(modified),
});

const isOn = ({ state }: ShopProduct, variant?: ShopVariant) => state === 'on sale' && variant?.active !== false;

export function productPayload(row: Row): Payload {
  const { id, sku, type, product, variant, modified } = row;
  const price = variant?.price ?? product.price;
  const barcode = variant ? variant.barcode : product.barcode;
  return {
    id,
    sku,
    name: variant ? `${product.name} ${Object.values(variant.options).join(' ')}` : product.name,
    attribute_set_id: 4,
    price: type === 'configurable' ? 0 : Number(price || 0),
    status: isOn(product, variant) ? 1 : 2,
    visibility: variant ? 1 : 4,
    type_id: type,
    created_at: utc(product.created),
    updated_at: utc(modified),
    weight: 0.1,
    extension_attributes: { website_ids: [1], ...(type === 'configurable' && family(product)) },
    product_links: [],
    options: variant
      ? []
      : [{ product_sku: sku, option_id: optionOf(id), title: 'Gravura', type: 'field', is_require: false, sku: 'GRAV' }],
    media_gallery_entries: [],
    tier_prices: [],
    custom_attributes: [
      { attribute_code: 'tax_class_id', value: '2' },
      { attribute_code: 'category_ids', value: [] },
      ...(barcode ? [{ attribute_code: 'ean', value: barcode }] : []),
      ...Object.entries(variant?.options ?? {}).map(([name, value]) => ({
        attribute_code: codeOf(name),
        value: String(optionValue(value)),
      })),
    ],
  };
}

export const codeOf = (name: string): string => name.toLowerCase();

function family({ id, variants }: ShopProduct): Payload {
  const names = Object.keys(variants[0]?.options ?? {});
  const values = (name: string) => [...new Set(variants.flatMap(({ options }) => options[name] ?? []))];
  return {
    configurable_product_options: names.map((name, position) => ({
      id: id * 10 + position,
      attribute_id: String(attributeOf(name)),
      label: name,
      position,
      values: values(name).map((value) => ({ value_index: optionValue(value) })),
      product_id: id,
    })),
    configurable_product_links: variants.map((variant) => variant.id),
  };
}

export const attributeRows = Object.entries(attributes).map(([name, { id, options }]) => ({ name, id, options }));
export type AttributeRow = (typeof attributeRows)[number];

export const attributePayload = ({ name, id, options }: AttributeRow): Payload => ({
  attribute_id: id,
  attribute_code: codeOf(name),
  frontend_input: 'select',
  is_user_defined: true,
  default_frontend_label: name,
  options: [{ label: ' ', value: '' }, ...Object.entries(options).map(([label, value]) => ({ label, value: String(value) }))],
});

/** What lies at the shop's only source. What a family's children share lies with each of them. */
export const stockOf = ({ product, variant }: Row): number | null =>
  variant ? (variant.stock === 'parent' ? product.stock : variant.stock) : product.stock;

export const sourceItemPayload = (row: Row, source: string): Json => ({
  sku: row.sku,
  source_code: source,
  quantity: stockOf(row) ?? 0,
  status: (stockOf(row) ?? 0) > 0 ? 1 : 0,
});
