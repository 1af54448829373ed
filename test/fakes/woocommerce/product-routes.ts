import { ofProduct, type Sellable, type Shop, type ShopProduct } from '../shop.ts';
import { type Refusal, refusal } from './auth.ts';
import { atLeast, type Json, type Payload, pick } from './json.ts';
import { type Asked, asked, fieldsOf, invalid, listAddress, listPage, pageLinks, rulesOf } from './lists.ts';
import { bodyOf, counts, isRefusal, tooMany, withLinks } from './order-routes.ts';
import { productPayload, stateOf, variationAsProduct, variationPayload } from './products.ts';
import type { Answer, Asking, Route } from './router.ts';

const invalidId = (status: number, kind = 'product') => refusal(status, `woocommerce_rest_${kind}_invalid_id`, 'Invalid ID.');

/** One page of any list of things: cut, written, with its counts. Lists of products keep their total on pages past the end. */
function paged<T>(asking: Asking, wish: Asked, list: string, found: { items: T[]; total: number }, write: (item: T) => Payload): Answer {
  const { request, writing } = asking;
  const links = pageLinks(listAddress(writing, request.query, list), request.query, wish.page, Math.ceil(found.total / wish.perPage), []);
  return { status: 200, body: pick(found.items.map(write), wish.fields), headers: counts(found.total, wish.perPage, links) };
}

/** Products without their variations; asked for a SKU, variations too. */
function list(asking: Asking): Answer | Refusal {
  const { request, shop, writing } = asking;
  const wish = asked(request.query, rulesOf('products', writing.version, []), writing);
  if ('body' in wish) return wish;
  const skus = request.query.get('sku')?.toLowerCase().split(',');
  if (skus) return bySku(asking, wish, skus);
  const found = listPage(shop.products, wish, stateOf, (state) => state !== 'trash');
  return paged(asking, wish, 'wc/v3/products', found, (product) => productPayload(product, writing));
}

function bySku(asking: Asking, wish: Asked, skus: string[]): Answer {
  const { shop, writing } = asking;
  const things = shop.products
    .filter(({ state }) => state !== 'trash')
    .flatMap((product) => (product.family ? [product, ...ofProduct(product)] : [product]));
  const all = things.map((thing) => ('variants' in thing ? { ...thing, thing } : { ...thing, thing, created: thing.product.created }));
  const own = (sku: string | undefined) => sku !== undefined && skus.includes(sku.toLowerCase());
  const found = listPage(
    all.filter(({ thing, sku }) => own('variants' in thing ? sku : thing.variant?.sku)),
    wish,
    () => '',
    () => true,
  );
  return paged(asking, wish, 'wc/v3/products', found, ({ thing }) =>
    'variants' in thing ? productPayload(thing, writing) : variationAsProduct(thing, writing),
  );
}

const live = (shop: Shop) => shop.products.filter(({ state }) => state !== 'trash');
const variationsOf = (products: ShopProduct[]) => products.filter(({ family }) => family).flatMap(ofProduct);
const datedAs = (thing: Sellable) => ({ ...thing, created: thing.product.created });

/** The variations of some products as a list; a product without any has an empty one. */
function variations(asking: Asking, products: ShopProduct[], path: string, fullName = false): Answer | Refusal {
  const { request, writing } = asking;
  const wish = asked(request.query, rulesOf('products', writing.version, []), writing);
  if ('body' in wish) return wish;
  const state = (thing: Sellable) => (thing.variant?.active ? 'publish' : 'private');
  const found = listPage(variationsOf(products).map(datedAs), wish, state, () => true);
  return paged(asking, wish, path, found, (thing) => variationPayload(thing, writing, fullName));
}

function one({ shop, ids, writing, request }: Asking): Answer | Refusal {
  const product = shop.products.find(({ id }) => id === ids[0]);
  const variation = variationsOf(shop.products).find(({ id }) => id === ids[0]);
  const payload = product ? productPayload(product, writing) : variation && variationAsProduct(variation, writing);
  return payload ? { status: 200, body: pick(payload, withLinks(fieldsOf(request.query))) } : invalidId(404);
}

/** 3.9.1 serves a variation under any parent. */
function oneVariation({ shop, ids, writing, request }: Asking): Answer | Refusal {
  const [parent, id] = ids;
  const found = variationsOf(shop.products).find(
    (thing) => thing.id === id && (thing.product.id === parent || !atLeast(writing.version, '8.0')),
  );
  if (!found) return { ...invalidId(404, 'product_variation'), allow: '' };
  const allow = found.product.id === parent ? whole : 'GET, DELETE';
  return { status: 200, body: pick(variationPayload(found, writing), withLinks(fieldsOf(request.query))), allow };
}

/** Sets the stock of a product or a variation; that is all one can write here. */
function put(asking: Asking): Answer | Refusal {
  const body = bodyOf(asking);
  if (isRefusal(body)) return body;
  const { stock_quantity: stock } = body;
  if (stock !== undefined && stock !== null && !Number.isInteger(stock)) {
    return invalid('stock_quantity', 'rest_invalid_type', 'stock_quantity is not of type integer.', { param: 'stock_quantity' });
  }
  const payload = change(asking, asking.ids.at(-1) ?? 0, body);
  return payload ? { status: 200, body: pick(payload, withLinks(fieldsOf(asking.request.query))) } : invalidId(400);
}

function change({ shop, writing }: Asking, id: number, { stock_quantity: stock }: Payload): Payload | undefined {
  const product = shop.products.find((product) => product.id === id);
  const thing = variationsOf(shop.products).find((thing) => thing.id === id);
  const target = thing?.variant ?? product;
  if (!target) return undefined;
  if (typeof stock === 'number') Object.assign(target, { stock, modified: new Date(Math.floor(Date.now() / 1000) * 1000) });
  const again = variationsOf(shop.products).find((thing) => thing.id === id);
  return product ? forEditing(productPayload(product, writing), writing.version) : again && variationPayload(again, writing);
}

/** What is written comes back with what the admin's own form needs. */
function forEditing({ _links = null, ...product }: Payload, version: string): Payload {
  const slug = product.slug ?? '';
  return { ...product, ...(atLeast(version, '8.0') && { permalink_template: `${product.permalink}`, generated_slug: slug }), _links };
}

function batch(asking: Asking): Answer | Refusal {
  const body = bodyOf(asking);
  if (isRefusal(body)) return body;
  const update = Array.isArray(body.update) ? body.update : [];
  if (update.length > 100) return tooMany;
  const items = update.map((item): Json => {
    const wish = item && typeof item === 'object' && !Array.isArray(item) ? item : {};
    return change(asking, Number(wish.id), wish) ?? { id: wish.id ?? 0, error: invalidId(400).body };
  });
  return { status: 200, body: 'update' in body ? { update: items } : [] };
}

const whole = 'GET, POST, PUT, PATCH, DELETE';
const ofOne = (asking: Asking) => asking.shop.products.filter(({ id }) => id === asking.ids[0]);

export const productRoutes: Route[] = [
  { path: /^wc\/v3\/products$/, methods: { GET: list }, needs: 'products', allow: 'GET, POST' },
  { path: /^wc\/v3\/products\/batch$/, methods: { POST: batch }, needs: 'products', allow: 'POST, PUT, PATCH' },
  { path: /^wc\/v3\/products\/(\d+)$/, methods: { GET: one, PUT: put }, needs: 'products', allow: whole },
  {
    path: /^wc\/v3\/products\/(\d+)\/variations$/,
    methods: { GET: (asking) => variations(asking, ofOne(asking), `wc/v3/products/${asking.ids[0]}/variations`) },
    needs: 'products',
    allow: 'GET, POST',
  },
  { path: /^wc\/v3\/products\/(\d+)\/variations\/batch$/, methods: { POST: batch }, needs: 'products', allow: 'POST, PUT, PATCH' },
  { path: /^wc\/v3\/products\/(\d+)\/variations\/(\d+)$/, methods: { GET: oneVariation, PUT: put }, needs: 'products', allow: whole },
  {
    path: /^wc\/v3\/variations$/,
    since: '10.3',
    methods: { GET: (asking) => variations(asking, live(asking.shop), 'wc/v3/variations') },
    needs: 'products',
    allow: 'GET',
  },
  {
    path: /^wc-analytics\/variations$/,
    since: '4.0',
    methods: { GET: (asking) => variations(asking, live(asking.shop), 'wc-analytics/variations', true) },
    needs: 'products',
    allow: 'GET',
  },
];
