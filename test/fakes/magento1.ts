import type { ServerResponse } from 'node:http';
import { type ManyOrders, manyOrders, manyProducts } from './magento1/many.ts';
import { pages, warning } from './magento1/pages.ts';
import { answer } from './magento1/server.ts';
import { Fatal, type Setup, type Site, type User } from './magento1/site.ts';
import { speaks } from './magento1/words.ts';
import { readRequest, toPhp, writeFault } from './magento1/xml.ts';
import { type Misbehaviour as Common, createMisbehaving } from './misbehaving.ts';
import { type Asked, listen, type Reply } from './server.ts';
import { type Shop, type ShopOrder, sampleShop } from './shop.ts';

/** How a Magento can be out of order, or set up oddly. */
export type Misbehaviour = Common &
  Setup & {
    /** A page that Magento, a host or a firewall gives instead of an answer. */
    page?: keyof typeof pages;
    /** PHP warnings stand before the XML. */
    warnings?: true;
    /** Which of the doors there are; all where nothing is told. */
    doors?: readonly ('index.php' | 'rewritten' | 'api.php')[];
    /** A staging site behind the web server's own password. */
    wall?: { user: string; password: string };
  };

export type Options = {
  shop?: Shop;
  port?: number;
  https?: boolean;
  /** Both on one port: whoever comes by the wrong one is sent to the right one. */
  bothProtocols?: boolean;
  /** "20.0.20" of OpenMage where not told; "1.9.3.1" is Magento's own. */
  version?: string;
  /** The folder of the site it stands in: "shop". */
  folder?: string;
  /** So many orders or products instead of the shop's own, made as they are asked for. */
  orders?: ManyOrders;
  products?: number;
  misbehave?: Misbehaviour;
};

/** One request that came; `path` ends in what was called, and by what a list was cut. */
export type Seen = { method: string; path: string; status: number; calls: number };
export type Credentials = { url: string; apiUser: string; apiKey: string };
export type FakeStore = Awaited<ReturnType<typeof startMagento1>>;

const key = (name: string, allowed: RegExp): User => ({ apiUser: `bot-${name}`, apiKey: `kljuc-${name}-4711`, allowed, active: true });

/** The merchant's own user, one that may only read, one that sees no orders, one that may do nothing. */
export const users = () => ({
  all: key('all', /./),
  readOnly: key('reads', /\.(list|info|getCarriers)$/),
  noOrders: key('clerk', /^(core|catalog|cataloginventory)_\w+\.(list|info|update)$/),
  nothing: key('nobody', /^$/),
});
export type UserName = keyof ReturnType<typeof users>;

/** A Magento 1.9 or OpenMage on 127.0.0.1 that answers XML-RPC as a real one did, and misbehaves when told. */
export async function startMagento1(options: Options = {}) {
  const shop = options.shop ?? sampleShop();
  const own = users();
  const scheme = options.https ? 'https' : 'http';
  const requests: Seen[] = [];
  const misbehaving = createMisbehaving<Misbehaviour>(options.misbehave ?? {});
  const site: Site = {
    ...{ shop, users: Object.values(own), sessions: new Map(), version: options.version ?? '20.0.20', setup: {} },
    ...{ shipments: [], mails: new Map(), inStock: new Map(), comments: [] },
    many: {
      ...(options.orders && { orders: manyOrders(shop, options.orders) }),
      ...(options.products && { products: manyProducts(shop, options.products) }),
    },
    change: (id, change = {}) => changeOrder(shop, id, change),
  };

  async function serve(asked: Asked, response: ServerResponse, used: 'http' | 'https') {
    const read = asked.method === 'POST' ? readRequest(asked.body) : undefined;
    const seen: Seen = { method: asked.method, path: `${asked.uri}${read ? `#${calledIn(read)}` : ''}`, status: 0, calls: callsIn(read) };
    requests.push(seen);
    store.onRequest?.(seen);
    const how = misbehaving.for(seen.path);
    seen.status = await misbehaving.answer(how, asked.uri, response, () => {
      if (used !== scheme) return { status: 301, headers: { Location: `${scheme}://${asked.headers.host}${asked.uri}` }, body: '' };
      return replyTo(site, { asked, read, how, folder: options.folder ? `/${options.folder}` : '' });
    });
  }

  const server = await listen({ protocol: options.bothProtocols ? 'both' : scheme, port: options.port ?? 0 }, serve);
  const url = `${scheme}://127.0.0.1:${server.port}${options.folder ? `/${options.folder}` : ''}`;

  const store = {
    ...{ url, shop, site, requests, speaks },
    credentials: { url, apiUser: own.all.apiUser, apiKey: own.all.apiKey } satisfies Credentials,
    credentialsOf: (name: UserName): Credentials => ({ url, apiUser: own[name].apiUser, apiKey: own[name].apiKey }),
    onRequest: undefined as ((seen: Seen) => void) | undefined,
    misbehave: (how: Misbehaviour = {}) => misbehaving.set(how),
    setUser(name: UserName, change: Partial<User>) {
      Object.assign(own[name], change);
    },
    forgetSessions: () => site.sessions.clear(),
    addOrder: (order: Partial<ShopOrder> = {}): ShopOrder => addOrder(shop, order),
    changeOrder: (id: number, change: Partial<ShopOrder>) => changeOrder(shop, id, change),
    shipped: (order: number) => ({
      numbers: site.shipments.filter((one) => one.order === order).flatMap(({ tracks }) => tracks.map(({ track_number }) => track_number)),
      mails: site.mails.get(order) ?? 0,
    }),
    close: server.close,
  };
  return store;
}

type Given = { asked: Asked; read: ReturnType<typeof readRequest>; how: Partial<Misbehaviour>; folder: string };

function replyTo(site: Site, { asked, read, how, folder }: Given): Reply {
  const html = ({ status, body }: { status: number; body: string }): Reply => ({
    status,
    headers: { 'Content-Type': 'text/html; charset=UTF-8' },
    body,
  });
  if (how.wall && asked.headers.authorization !== `Basic ${Buffer.from(`${how.wall.user}:${how.wall.password}`).toString('base64')}`)
    return {
      ...html({ status: 401, body: '<h1>401 Authorization Required</h1>' }),
      headers: { 'WWW-Authenticate': 'Basic realm="Staging"' },
    };
  if (how.page) return html(pages[how.page]);
  const door = doorOf(asked.uri, folder);
  if (!door || (how.doors && !how.doors.includes(door))) return html(pages.notFound);
  try {
    const body = read ? answer({ ...site, setup: how }, read.method, read.params) : unread(asked);
    const headers = {
      'Content-Type': 'text/xml; charset=UTF-8',
      'Set-Cookie': 'PHPSESSID=abc; path=/; HttpOnly',
    };
    return { status: 200, headers, body: `${how.warnings ? warning : ''}${body}` };
  } catch (error) {
    if (error instanceof Fatal) return html(pages.fatal);
    throw error;
  }
}

const unread = ({ method }: Asked) =>
  method === 'GET'
    ? writeFault(630, 'Unable to read request')
    : writeFault(632, "Invalid request, no method passed; request must contain a 'methodName' tag");

function doorOf(uri: string, folder: string) {
  if (!uri.startsWith(folder)) return undefined;
  const path = uri.slice(folder.length);
  if (/^\/index\.php\/api\/xmlrpc\/?$/.test(path)) return 'index.php';
  if (/^\/api\/xmlrpc\/?$/.test(path)) return 'rewritten';
  return path === '/api.php?type=xmlrpc' ? 'api.php' : undefined;
}

/** "login", "sales_order.list order_id", "multiCall sales_order.info". */
function calledIn({ method, params }: NonNullable<Given['read']>): string {
  const [, first, args] = params.map(toPhp);
  if (method === 'call') return [String(first), ...fields(Array.isArray(args) ? args[0] : undefined)].join(' ');
  const [one] = method === 'multiCall' ? Object.values(first ?? []) : [];
  return Array.isArray(one) ? `${method} ${one[0]}` : method;
}

const fields = (filters: unknown): string[] =>
  typeof filters === 'object' && filters !== null && !Array.isArray(filters) ? Object.keys(filters).sort() : [];

const callsIn = (read: Given['read']): number => {
  const calls = read?.method === 'multiCall' ? read.params.map(toPhp)[1] : undefined;
  return calls && typeof calls === 'object' ? Object.keys(calls).length : 1;
};

const thisSecond = () => new Date(Math.floor(Date.now() / 1000) * 1000);

function changeOrder(shop: Shop, id: number, change: Partial<ShopOrder>) {
  const order = shop.orders.find((one) => one.id === id);
  if (!order) throw new Error(`The shop has no order ${id}.`);
  Object.assign(order, change.modified ? {} : { modified: thisSecond() }, change);
}

function addOrder(shop: Shop, order: Partial<ShopOrder>): ShopOrder {
  const newest = shop.orders.at(-1);
  if (!newest) throw new Error('The shop has no order to go by.');
  const id = order.id ?? newest.id + 1;
  const now = thisSecond();
  const added: ShopOrder = {
    ...structuredClone(newest),
    id,
    number: String(id),
    status: 'processing',
    created: now,
    modified: now,
    refunds: [],
    ...order,
  };
  shop.orders.push(added);
  return added;
}
