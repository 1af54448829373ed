import type { Shop, ShopOrder } from '../shop.ts';
import { type Refusal, refusal } from './auth.ts';
import { atLeast, type Json, type Payload, phpJson, pick } from './json.ts';
import { asked, fieldsOf, invalid, listAddress, listPage, pageLinks, rulesOf, sentence } from './lists.ts';
import type { OrderList } from './many.ts';
import { orderPayload, refundPayload } from './orders.ts';
import type { Answer, Asking, Route } from './router.ts';

/** The sample shop's own orders as a list. */
export function shopOrders(shop: Shop): OrderList {
  const any = (status: string) => status !== 'trash';
  return {
    page(asked, writing) {
      // 3.9.1 had no half-finished checkouts.
      const known = shop.orders.filter(({ status }) => status !== 'checkout-draft' || drafts(writing.version));
      const { items, total } = listPage(known, asked, ({ status }) => status, any, holds);
      return { total, texts: items.map((order) => phpJson(pick(orderPayload(order, writing), asked.fields))) };
    },
    one(id, writing) {
      const order = shop.orders.find((order) => order.id === id);
      return order && phpJson(orderPayload(order, writing));
    },
  };
}

/** What `search` looks in: the id as a whole; parts of addresses, of what was bought, and of the number that a plugin gave. */
function holds({ id, number, buyer, recipient, lines }: ShopOrder, search: string): boolean {
  const people = [buyer, recipient ?? buyer].map((person) => Object.values(person).join(' '));
  const texts = [...people, ...lines.map(({ title }) => title), ...(number === String(id) ? [] : [number])];
  return String(id) === search || texts.some((text) => text.toLowerCase().includes(search));
}

const drafts = (version: string) => atLeast(version, '6.0');

/** The statuses that a store of this version knows, in its own order. */
export function statusesOf(shop: Shop, version: string): { slug: string; name: string }[] {
  const own = shop.statuses.map(({ code, title }) => ({ slug: code, name: title }));
  return drafts(version) ? [...own, { slug: 'checkout-draft', name: 'Draft' }] : own;
}

function list({ request, shop, orders, writing }: Asking): Answer | Refusal {
  const rules = rulesOf(
    'orders',
    writing.version,
    statusesOf(shop, writing.version).map(({ slug }) => slug),
  );
  const wish = asked(request.query, rules, writing);
  if ('body' in wish) return wish;
  const { texts, total } = orders.page(wish, writing);
  // On the new order tables a page past the end forgets how many there are.
  const counted = texts.length === 0 && atLeast(writing.version, '8.2') ? 0 : total;
  const filters = (wish.statuses ?? ['any']).map((status, at): [string, string] => [`status[${at}]`, status]);
  const told: [string, string][] = [['dp', '2'], ...(atLeast(writing.version, '8.0') ? [['context', 'view'] as [string, string]] : [])];
  const links = pageLinks(
    listAddress(writing, request.query, 'wc/v3/orders'),
    request.query,
    wish.page,
    Math.ceil(counted / wish.perPage),
    [...filters, ...(texts.length > 0 ? told : [])],
  );
  return { status: 200, body: [], text: `[${texts.join(',')}]`, headers: counts(counted, wish.perPage, links) };
}

/** How many there are in all, and the way to the next page. */
export function counts(total: number, perPage: number, links: string | undefined): Record<string, string> {
  return { 'X-WP-Total': String(total), 'X-WP-TotalPages': String(Math.ceil(total / perPage)), ...(links && { Link: links }) };
}

const invalidId = (status: number) => refusal(status, 'woocommerce_rest_shop_order_invalid_id', 'Invalid ID.');

function one({ ids, orders, writing, request }: Asking): Answer | Refusal {
  const text = orders.one(ids[0] ?? 0, { ...writing, decimals: Number(request.query.get('dp') ?? 2) });
  if (!text) return invalidId(404);
  const fields = withLinks(fieldsOf(request.query));
  return fields ? { status: 200, body: pick(JSON.parse(text), fields) } : { status: 200, body: {}, text };
}

/** Reads a body of JSON; an empty one is nothing at all. */
export function bodyOf({ request }: Asking): Payload | Refusal {
  try {
    return request.body.trim() === '' ? {} : JSON.parse(request.body);
  } catch {
    return refusal(400, 'rest_invalid_json', 'Invalid JSON body passed.', { json_error_code: 4, json_error_message: 'Syntax error' });
  }
}

export const isRefusal = (value: Payload | Refusal): value is Refusal => typeof value.status === 'number' && typeof value.body === 'object';

/** Sets a status or writes meta. Order totals are nobody's to change here. */
function put(asking: Asking): Answer | Refusal {
  const body = bodyOf(asking);
  if (isRefusal(body)) return body;
  const { shop, writing } = asking;
  const known = [...(drafts(writing.version) ? ['auto-draft'] : []), ...statusesOf(shop, writing.version).map(({ slug }) => slug)];
  if (body.status !== undefined && !known.includes(String(body.status))) {
    return invalid('status', 'rest_not_in_enum', `status is not one of ${sentence(known)}.`);
  }
  const order = change(asking, asking.ids[0] ?? 0, body);
  return order
    ? { status: 200, body: pick(orderPayload(order, asking.writing), withLinks(fieldsOf(asking.request.query))) }
    : invalidId(400);
}

/** What is written answers with its links, whatever `_fields` said. */
export const withLinks = (fields: string[] | undefined) => fields && [...fields, '_links'];

function change({ shop, change }: Asking, id: number, body: Payload): ShopOrder | undefined {
  const order = shop.orders.find((order) => order.id === id);
  if (!order) return undefined;
  if (typeof body.status === 'string') order.status = body.status;
  for (const entry of Array.isArray(body.meta_data) ? body.meta_data : []) {
    if (entry && typeof entry === 'object' && !Array.isArray(entry)) order.meta[String(entry.key)] = String(entry.value);
  }
  if (Object.keys(body).length > 0) change(id);
  return order;
}

function remove({ shop, ids, change, writing, request }: Asking): Answer | Refusal {
  const order = shop.orders.find(({ id }) => id === ids[0]);
  if (!order) return invalidId(404);
  if (request.query.get('force') === 'true') {
    shop.orders.splice(shop.orders.indexOf(order), 1);
    return { status: 200, body: orderPayload(order, writing) };
  }
  if (order.status === 'trash') return refusal(410, 'woocommerce_rest_already_trashed', 'The shop_order has already been deleted.');
  const body = orderPayload(order, writing);
  order.status = 'trash';
  change(order.id);
  return { status: 200, body };
}

/** Each item answers for itself. With nothing to do it changes nothing and answers an empty list. */
function batch(asking: Asking): Answer | Refusal {
  const body = bodyOf(asking);
  if (isRefusal(body)) return body;
  const update = Array.isArray(body.update) ? body.update : [];
  if (update.length > 100) return tooMany;
  if (!('update' in body)) return { status: 200, body: [] };
  const items = update.map((item): Json => {
    const wish = item && typeof item === 'object' && !Array.isArray(item) ? item : {};
    const order = change(asking, Number(wish.id), wish);
    return order ? orderPayload(order, asking.writing) : { id: wish.id ?? 0, error: invalidId(400).body };
  });
  return { status: 200, body: { update: items } };
}

export const tooMany = refusal(413, 'woocommerce_rest_request_entity_too_large', 'Unable to accept more than 100 items for this request.');

function refunds({ shop, ids, writing }: Asking): Answer | Refusal {
  const order = shop.orders.find(({ id }) => id === ids[0]);
  if (!order) return refusal(404, 'woocommerce_rest_order_invalid_id', 'Invalid order ID.');
  const all = refundPayload(order, writing);
  return { status: 200, body: all, headers: counts(all.length, 10, undefined) };
}

function allRefunds({ shop, writing, request }: Asking): Answer | Refusal {
  const wish = asked(request.query, rulesOf('orders', writing.version, []), writing);
  if ('body' in wish) return wish;
  const all = shop.orders.toReversed().flatMap((order) => refundPayload(order, writing, true));
  const pages = Math.ceil(all.length / wish.perPage);
  const links = pageLinks(listAddress(writing, request.query, 'wc/v3/refunds'), request.query, wish.page, pages, [['dp', '2']]);
  const page = all.slice((wish.page - 1) * wish.perPage, wish.page * wish.perPage);
  return { status: 200, body: pick(page, wish.fields), headers: counts(all.length, wish.perPage, links) };
}

function totals({ shop, writing }: Asking): Answer {
  const count = (slug: string) => shop.orders.filter(({ status }) => status === slug).length;
  return { status: 200, body: statusesOf(shop, writing.version).map(({ slug, name }) => ({ slug, name, total: count(slug) })) };
}

/** Of the schema only what can be learned nowhere else: the words for statuses. */
function schema({ shop, writing }: Asking): Answer {
  const status = {
    description: 'Order status.',
    type: 'string',
    default: 'pending',
    enum: statusesOf(shop, writing.version).map(({ slug }) => slug),
  };
  return {
    status: 200,
    body: { namespace: 'wc/v3', methods: ['GET', 'POST'], schema: { title: 'shop_order', type: 'object', properties: { status } } },
  };
}

export const orderRoutes: Route[] = [
  { path: /^wc\/v3\/orders$/, methods: { GET: list }, describe: schema, needs: 'orders', allow: 'GET, POST' },
  {
    path: /^wc\/v3\/orders\/statuses$/,
    since: '9.6',
    methods: { GET: ({ shop, writing }) => ({ status: 200, body: statusesOf(shop, writing.version) }) },
    needs: 'anybody',
    allow: 'GET',
  },
  { path: /^wc\/v3\/orders\/batch$/, methods: { POST: batch, PUT: batch, PATCH: batch }, needs: 'orders', allow: 'POST, PUT, PATCH' },
  {
    path: /^wc\/v3\/orders\/(\d+)$/,
    methods: { GET: one, PUT: put, POST: put, PATCH: put, DELETE: remove },
    needs: 'orders',
    allow: 'GET, POST, PUT, PATCH, DELETE',
  },
  { path: /^wc\/v3\/orders\/(\d+)\/refunds$/, methods: { GET: refunds }, needs: 'orders', allow: 'GET, POST' },
  { path: /^wc\/v3\/refunds$/, since: '9.0', methods: { GET: allRefunds }, needs: 'orders', allow: 'GET' },
  { path: /^wc\/v3\/reports\/orders\/totals$/, methods: { GET: totals }, needs: 'reports', allow: 'GET' },
];
