import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { limiter } from './misbehaving.ts';
import { type Asked, listen, type Reply, send, sendHalf } from './server.ts';
import { type Shop, type ShopOrder, sampleShop } from './shop.ts';
import { type Capability, everything, type Key, type Request } from './woocommerce/auth.ts';
import { type Misbehaviour, pages, warning } from './woocommerce/faults.ts';
import { phpJson } from './woocommerce/json.ts';
import { type ManyOrders, manyOrders } from './woocommerce/many.ts';
import { shopOrders } from './woocommerce/order-routes.ts';
import { asReply, respond, type Site } from './woocommerce/site.ts';

export type { Misbehaviour } from './woocommerce/faults.ts';

export type Options = {
  shop?: Shop;
  port?: number;
  /** Its certificate is in `tls.ts`. Over plain http it takes keys by OAuth 1.0a only, as WooCommerce does. */
  https?: boolean;
  /** Both on one port: the shop's address is the `https` one or not as told there, and whoever comes by the other is sent to it. */
  bothProtocols?: boolean;
  /** From "3.5" on; "10.5.2" where not told. */
  version?: string;
  /** The folder of the site it stands in: "shop". */
  folder?: string;
  /** The host name it was set up with; every other one is sent there. Only `127.0.0.1` and `localhost` lead here. */
  canonicalHost?: string;
  /** So many orders instead of the shop's own, made as they are asked for. */
  orders?: ManyOrders;
  misbehave?: Misbehaviour;
  /** Before each answer, as if something happened in the shop just then. */
  onRequest?: (seen: Seen) => void;
};

/** One request that came. `at` is in milliseconds of the process' own clock. */
export type Seen = {
  method: string;
  path: string;
  query: URLSearchParams;
  auth: 'none' | 'basic' | 'query' | 'oauth';
  status: number;
  at: number;
};

export type Credentials = { url: string; consumerKey: string; consumerSecret: string };

export type FakeStore = Awaited<ReturnType<typeof startWooCommerce>>;

const secret = (prefix: string, digit: string) => `${prefix}_${digit.repeat(40)}`;
const key = (digit: string, permissions: Key['permissions'], capabilities: readonly Capability[]): Key => ({
  consumerKey: secret('ck', digit),
  consumerSecret: secret('cs', `${digit}`),
  permissions,
  capabilities,
});

/** The store's keys: the merchant's own, two that may only read or only write, one of a subscriber, and one of a clerk who sees no orders. */
export const keys = () => ({
  all: {
    ...key('a', 'read_write', everything),
    consumerKey: 'ck_0123456789abcdef0123456789abcdef01234567',
    consumerSecret: 'cs_abcdef0123456789abcdef0123456789abcdef01',
  },
  readOnly: key('1', 'read', everything),
  writeOnly: key('2', 'write', everything),
  subscriber: key('3', 'read_write', []),
  noOrders: key('4', 'read_write', ['products', 'manage', 'reports']),
});
export type KeyName = keyof ReturnType<typeof keys>;

/** A WooCommerce store on 127.0.0.1 that answers as real ones did, and misbehaves when told. */
export async function startWooCommerce(options: Options = {}) {
  const shop = options.shop ?? sampleShop();
  const own = keys();
  const scheme = options.https ? 'https' : 'http';
  const requests: Seen[] = [];
  const tooMany = limiter();
  const version = options.version ?? '10.5.2';
  const change = (id: number) => touch(shop, id);
  const orders = options.orders ? manyOrders(shop, options.orders) : shopOrders(shop);
  const state = { hurt: options.misbehave ?? {}, left: options.misbehave?.times ?? Number.POSITIVE_INFINITY };
  const folder = options.folder ? `/${options.folder}` : '';
  const site: Site = { shop, orders, keys: Object.values(own), version, scheme, host: '', folder, nonces: new Set(), setup: {}, change };

  async function serve(asked: Asked, response: ServerResponse, used: 'http' | 'https') {
    const request = toRequest(asked);
    const seen: Seen = { method: asked.method, path: request.path, query: request.query, auth: 'none', status: 0, at: performance.now() };
    requests.push(seen);
    options.onRequest?.(seen);
    store.onRequest?.(seen);
    const hurt = hurts(state, asked.uri);
    if (hurt.latency) await pause(hurt.latency);
    if (hurt.silence) return;
    if (hurt.reset) return void response.socket?.destroy();
    const reply = used === scheme ? replyOf(request, seen, hurt) : redirectTo({ to: `${scheme}://${request.headers.host}` }, request);
    seen.status = reply.status;
    if (hurt.truncated) sendHalf(response, reply);
    else send(response, reply);
  }

  function replyOf(request: Request, seen: Seen, hurt: Misbehaviour): Reply {
    const elsewhere = hurt.redirect ?? wrongHost(options, request, site);
    if (elsewhere) return redirectTo(elsewhere, request);
    if (hurt.limit && tooMany(hurt.limit.perSecond)) return slowDown(hurt.limit.retryAfter ?? 1);
    if (hurt.wall && request.headers.authorization !== `Basic ${Buffer.from(`${hurt.wall.user}:${hurt.wall.password}`).toString('base64')}`)
      return asReply(pages.wall);
    if (hurt.page) return asReply(pages[hurt.page], url);
    if (hurt.status)
      return {
        status: hurt.status,
        headers: { 'Content-Type': 'application/json; charset=UTF-8', ...hurt.headers },
        body: hurt.body ?? phpJson({ code: 'internal_server_error', message: 'Out of order.', data: { status: hurt.status } }),
      };
    if (hurt.fatalAbove && Number(request.query.get('per_page') ?? 10) > hurt.fatalAbove) return asReply(pages.fatal, url);
    const { reply, caller } = respond({ ...site, setup: hurt }, hurt.repeatsLastPage ? lastPageAgain(request, site) : request);
    seen.auth = caller.way;
    return spoiled(reply, hurt);
  }

  const server = await listen({ protocol: options.bothProtocols ? 'both' : scheme, port: options.port ?? 0 }, serve);
  site.host = `${options.canonicalHost ?? '127.0.0.1'}:${server.port}`;
  const url = `${scheme}://${site.host}${folder}`;

  const store = {
    url,
    shop,
    version,
    /** Every request so far; empty it with `requests.length = 0`. */
    requests,
    /** What to paste: the address and the merchant's own key. */
    credentials: { url, consumerKey: own.all.consumerKey, consumerSecret: own.all.consumerSecret } satisfies Credentials,
    credentialsOf: (name: KeyName): Credentials => ({ url, consumerKey: own[name].consumerKey, consumerSecret: own[name].consumerSecret }),
    onRequest: undefined as ((seen: Seen) => void) | undefined,
    /** From now on like this, and like nothing told before; without a word the store behaves again. */
    misbehave(how: Misbehaviour = {}) {
      Object.assign(state, { hurt: how, left: how.times ?? Number.POSITIVE_INFINITY });
    },
    setKey(name: KeyName, change: Partial<Key>) {
      Object.assign(own[name], change);
    },
    revokeKey(name: KeyName) {
      site.keys = site.keys.filter((key) => key !== own[name]);
    },
    /** A new order, placed now; like the newest one where nothing else is told. */
    addOrder(order: Partial<ShopOrder> = {}): ShopOrder {
      return addOrder(shop, order);
    },
    /** Changes an order and the moment of its last change. */
    changeOrder(id: number, change: Partial<ShopOrder>) {
      Object.assign(orderOf(shop, id), change.modified ? {} : { modified: thisSecond() }, change);
    },
    trashOrder(id: number) {
      store.changeOrder(id, { status: 'trash' });
    },
    deleteProduct(id: number) {
      shop.products.splice(
        shop.products.findIndex((product) => product.id === id),
        1,
      );
    },
    close: server.close,
  };
  return store;
}

const thisSecond = () => new Date(Math.floor(Date.now() / 1000) * 1000);

function orderOf(shop: Shop, id: number): ShopOrder {
  const order = shop.orders.find((order) => order.id === id);
  if (!order) throw new Error(`The shop has no order ${id}.`);
  return order;
}

function touch(shop: Shop, id: number) {
  orderOf(shop, id).modified = thisSecond();
}

function addOrder(shop: Shop, order: Partial<ShopOrder>): ShopOrder {
  const newest = shop.orders.at(-1);
  if (!newest) throw new Error('The shop has no order to go by.');
  const id = order.id ?? newest.id + 1;
  const added: ShopOrder = {
    ...structuredClone(newest),
    id,
    number: String(id),
    status: 'processing',
    created: thisSecond(),
    modified: thisSecond(),
    refunds: [],
    ...order,
  };
  shop.orders.push(added);
  return added;
}

function toRequest({ method, uri, headers, body }: Asked): Request {
  const [path = '/', query = ''] = uri.split(/\?(.*)/s);
  const plain = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]));
  return { method, uri, path: decodeURIComponent(path), query: new URLSearchParams(query), headers: plain, body };
}

/** What is wrong for this request; each one it applies to uses up one of `times`. */
function hurts(state: { hurt: Misbehaviour; left: number }, uri: string): Misbehaviour {
  if (state.left <= 0 || (state.hurt.only && !state.hurt.only.test(uri))) return {};
  state.left--;
  return state.hurt;
}

function wrongHost({ canonicalHost }: Options, { headers }: Request, { scheme, host }: Site): Misbehaviour['redirect'] {
  return canonicalHost && headers.host !== host ? { to: `${scheme}://${host}` } : undefined;
}

function redirectTo({ to, status = 301 }: NonNullable<Misbehaviour['redirect']>, { uri }: Request): Reply {
  const exact = new URL(to).pathname !== '/';
  return {
    status,
    headers: {
      'Content-Type': 'text/html; charset=UTF-8',
      Location: exact ? to : to.replace(/\/$/, '') + uri,
      'X-Redirect-By': 'WordPress',
    },
    body: '',
  };
}

const slowDown = (retryAfter: number): Reply => ({
  status: 429,
  headers: { 'Content-Type': 'text/html', ...(retryAfter > 0 && { 'Retry-After': String(retryAfter) }) },
  body: '<html><head><title>429 Too Many Requests</title></head><body></body></html>',
});

/** Platforms that know no end of a list answer its last page again and again. */
function lastPageAgain(request: Request, site: Site): Request {
  const first = new URLSearchParams(request.query);
  first.set('page', '1');
  const pages = Number(respond(site, { ...request, query: first }).reply.headers['X-WP-TotalPages'] ?? 1);
  if (Number(request.query.get('page') ?? 1) <= pages) return request;
  first.set('page', String(Math.max(1, pages)));
  return { ...request, query: first };
}

function spoiled(reply: Reply, { warnings, garbage, bom, padding, orphans }: Misbehaviour): Reply {
  const whole = orphans ? reply.body.replaceAll(/,"parent_id":\d+/g, '') : reply.body;
  const body = garbage ? '[{"id":1,"total":' : whole;
  return { ...reply, body: `${warnings ? warning : ''}${bom ? '\uFEFF' : ''}${body}${' '.repeat(padding ?? 0)}` };
}
