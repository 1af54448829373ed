import { ofProduct, type Sellable, type ShopProduct, type ShopVariant } from '../shop.ts';
import { atLeast, dates, escaped, type Json, linksTo, type Payload } from './json.ts';
import { slug, type Writing } from './orders.ts';

const states = { 'on sale': 'publish', draft: 'draft', private: 'private', trash: 'trash' } as const;

export const stateOf = (product: ShopProduct) => states[product.state];

/** The keys in the order in which 10.5.2 and 3.9.1 wrote them. */
const names = {
  product10:
    'id name slug permalink date_created date_created_gmt date_modified date_modified_gmt type status featured catalog_visibility description short_description sku price regular_price sale_price date_on_sale_from date_on_sale_from_gmt date_on_sale_to date_on_sale_to_gmt on_sale purchasable total_sales virtual downloadable downloads download_limit download_expiry external_url button_text tax_status tax_class manage_stock stock_quantity backorders backorders_allowed backordered low_stock_amount sold_individually weight dimensions shipping_required shipping_taxable shipping_class shipping_class_id reviews_allowed average_rating rating_count upsell_ids cross_sell_ids parent_id purchase_note categories brands tags images attributes default_attributes variations grouped_products menu_order price_html related_ids meta_data stock_status has_options post_password global_unique_id _links',
  product3:
    'id name slug permalink date_created date_created_gmt date_modified date_modified_gmt type status featured catalog_visibility description short_description sku price regular_price sale_price date_on_sale_from date_on_sale_from_gmt date_on_sale_to date_on_sale_to_gmt price_html on_sale purchasable total_sales virtual downloadable downloads download_limit download_expiry external_url button_text tax_status tax_class manage_stock stock_quantity stock_status backorders backorders_allowed backordered sold_individually weight dimensions shipping_required shipping_taxable shipping_class shipping_class_id reviews_allowed average_rating rating_count related_ids upsell_ids cross_sell_ids parent_id purchase_note categories tags images attributes default_attributes variations grouped_products menu_order meta_data _links',
  variation10:
    'id type date_created date_created_gmt date_modified date_modified_gmt description permalink sku global_unique_id price regular_price sale_price date_on_sale_from date_on_sale_from_gmt date_on_sale_to date_on_sale_to_gmt on_sale status purchasable virtual downloadable downloads download_limit download_expiry tax_status tax_class manage_stock stock_quantity stock_status backorders backorders_allowed backordered low_stock_amount weight dimensions shipping_class shipping_class_id image attributes menu_order meta_data name parent_id _links',
  variation3:
    'id date_created date_created_gmt date_modified date_modified_gmt description permalink sku price regular_price sale_price date_on_sale_from date_on_sale_from_gmt date_on_sale_to date_on_sale_to_gmt on_sale status purchasable virtual downloadable downloads download_limit download_expiry tax_status tax_class manage_stock stock_quantity stock_status backorders backorders_allowed backordered weight dimensions shipping_class shipping_class_id image attributes menu_order meta_data _links',
};

function inOrder(kind: 'product' | 'variation', fields: Payload, version: string): Payload {
  const keys = names[`${kind}${atLeast(version, '8.0') ? 10 : 3}`].split(' ');
  return Object.fromEntries(keys.map((key) => [key, fields[key] ?? null]));
}

/** A product as `GET products/ID` answers it; a family without the things in it, which have lists of their own. */
export function productPayload(product: ShopProduct, writing: Writing): Payload {
  const sold = ofProduct(product);
  const link = slugOf(product.name);
  const price = product.family ? lowest(sold) : product.price;
  const fields: Payload = {
    ...shared(product.id, { ...product, price, active: product.state === 'on sale' }, writing),
    name: escaped(product.name),
    slug: product.state === 'draft' ? '' : link,
    permalink: product.state === 'draft' ? `${writing.home}/?post_type=product&p=${product.id}` : `${writing.home}/product/${link}/`,
    ...dates('date_created', product.created, writing.timeZone),
    type: product.family ? 'variable' : 'simple',
    status: stateOf(product),
    regular_price: product.family ? '' : price,
    attributes: attributesOf(product.variants, writing.version),
    variations: product.variants.map(({ id }) => id),
    has_options: product.family,
    tax_class: product.tax.id === 1 ? '' : 'reduced-rate',
    _links: linksTo(writing.version, `${writing.root}wc/v3/products/${product.id}`, `${writing.root}wc/v3/products`),
  };
  return inOrder('product', fields, writing.version);
}

/** A variation in its parent's list or in the list of all. It goes by its parent's SKU where it has none. */
export function variationPayload(thing: Sellable, writing: Writing, fullName = false): Payload {
  const { product } = thing;
  const options = thing.variant?.options ?? {};
  const own = Object.values(options).join(', ');
  const fields: Payload = {
    ...shared(thing.id, thing, writing),
    ...dates('date_created', product.created, writing.timeZone),
    type: 'variation',
    permalink: `${writing.home}/product/${slugOf(product.name)}/?${query(options)}`,
    status: thing.variant?.active ? 'publish' : 'private',
    manage_stock: thing.variant?.stock === 'parent' ? 'parent' : thing.stock !== null,
    regular_price: thing.price,
    image: null,
    attributes: optionsOf(options, writing.version),
    name: escaped(fullName ? `${product.name} - ${own}` : own),
    parent_id: product.id,
    tax_class: product.tax.id === 1 ? '' : 'reduced-rate',
    _links: variationLinks(thing, writing, `/${product.id}/variations`),
  };
  // The list of WooCommerce's own statistics always told whose variations they are.
  return inOrder('variation', fields, fullName ? '10.5.2' : writing.version);
}

/** A variation asked for under `products/ID`: it comes as a product, with its parent's id. */
export function variationAsProduct(thing: Sellable, writing: Writing): Payload {
  const variation = variationPayload(thing, writing, true);
  const product = productPayload({ ...thing.product, family: false, variants: [] }, writing);
  const known = Object.keys(product).filter((key) => key in variation);
  const own = {
    name: variation.name ?? product.name ?? '',
    type: 'variation',
    parent_id: thing.product.id,
    total_sales: '0',
    _links: variationLinks(thing, writing, ''),
  };
  return { ...product, ...Object.fromEntries(known.map((key) => [key, variation[key] ?? null])), ...own };
}

function variationLinks({ id, product }: Sellable, { root, version }: Writing, inside: string): Payload {
  const list = `${root}wc/v3/products`;
  return linksTo(version, `${list}${inside}/${id}`, `${list}${inside}`, { up: `${list}/${product.id}` });
}

type Counted = { sku?: string; price: string; stock: number | null; barcode?: string; modified: Date; active: boolean };

function shared(id: number, { sku, price, stock, barcode, modified, active }: Counted, writing: Writing): Payload {
  const empty = {
    sale_price: '',
    on_sale: false,
    date_on_sale_from: null,
    date_on_sale_to: null,
    downloads: [],
    images: [],
    categories: [],
    brands: [],
    tags: [],
  };
  return {
    id,
    ...empty,
    ...dates('date_modified', modified, writing.timeZone),
    featured: false,
    catalog_visibility: 'visible',
    description: '<p>Opis izdelka, šumniki: č š ž.</p>\n',
    short_description: '',
    sku: sku ?? '',
    global_unique_id: barcode ?? '',
    price,
    purchasable: active && price !== '',
    total_sales: 3,
    virtual: false,
    downloadable: false,
    download_limit: -1,
    download_expiry: -1,
    external_url: '',
    button_text: '',
    tax_status: 'taxable',
    manage_stock: stock !== null,
    stock_quantity: stock,
    stock_status: stock !== null && stock <= 0 ? 'outofstock' : 'instock',
    backorders: 'no',
    backorders_allowed: false,
    backordered: false,
    sold_individually: false,
    weight: '',
    dimensions: { length: '', width: '', height: '' },
    shipping_required: true,
    shipping_taxable: true,
    shipping_class: '',
    shipping_class_id: 0,
    reviews_allowed: true,
    average_rating: '0.00',
    rating_count: 0,
    upsell_ids: [],
    cross_sell_ids: [],
    parent_id: 0,
    purchase_note: '',
    default_attributes: [],
    grouped_products: [],
    menu_order: 0,
    price_html: '<span class="woocommerce-Price-amount amount"></span>',
    related_ids: [],
    meta_data: [],
    post_password: '',
  };
}

function lowest(things: Sellable[]) {
  return things.map(({ price }) => price).sort((one, other) => Number(one) - Number(other))[0] ?? '';
}

function attributesOf(variants: ShopVariant[], version: string): Json {
  const names = [...new Set(variants.flatMap(({ options }) => Object.keys(options)))];
  return names.map((name, at) => {
    const options = [...new Set(variants.map((variant) => variant.options[name] ?? ''))];
    return {
      id: at + 1,
      name,
      ...(atLeast(version, '8.0') && { slug: `pa_${slug(name)}` }),
      position: at,
      visible: true,
      variation: true,
      options,
    };
  });
}

function optionsOf(options: Record<string, string>, version: string): Json {
  return Object.entries(options).map(([name, option], at) => ({
    id: at + 1,
    name,
    ...(atLeast(version, '8.0') && { slug: `pa_${slug(name)}` }),
    option,
  }));
}

const query = (options: Record<string, string>) =>
  Object.entries(options)
    .map(([name, value]) => `attribute_pa_${slug(name)}=${slug(value)}`)
    .join('&');

const slugOf = (name: string) => encodeURIComponent(name.toLowerCase().replace(/[\s"&<,]+/g, '-')).toLowerCase();
