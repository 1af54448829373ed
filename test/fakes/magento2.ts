import type { ServerResponse } from 'node:http';
import { authenticate, type Caller, type Integration } from './magento2/auth.ts';
import { type ManyOrders, manyOrders, manyProducts } from './magento2/many.ts';
import type { Sent } from './magento2/orders.ts';
import { cannotProcess, noRoute, notAuthorised, type Page, pages, type Told } from './magento2/refusals.ts';
import { type Route, routes, routesOf, type Site } from './magento2/routes.ts';
import { deliveryOf, freeTitle, methodOf, wordsOf } from './magento2/words.ts';
import { ship } from './magento2/writing.ts';
import { createMisbehaving, type Misbehaviour as General } from './misbehaving.ts';
import { type Asked, listen, type Reply } from './server.ts';
import { type Shop, type ShopOrder, sampleShop } from './shop.ts';
import type { Speech } from './speech.ts';
import { phpJson } from './woocommerce/json.ts';

/** How a Magento shop can be out of order, or set up oddly. */
export type Misbehaviour = General & {
  /** A page instead of an answer. */
  page?: keyof typeof pages;
  /** TLS ends at a proxy that does not tell PHP. */
  silentProxy?: true;
  /** The web server takes the Authorization header away. */
  stripsAuthorization?: true;
  /** A fatal error, or a refusal, when more than so many are asked for at once. */
  fatalAbove?: number;
  mostAtOnce?: number;
  /** It believes to be at another address. */
  baseUrl?: string;
};

export type Options = {
  shop?: Shop;
  port?: number;
  https?: boolean;
  /** "2.4.7" where not told. Before 2.4.4 a token may be used alone; before 2.4.0 the last page is repeated. */
  version?: string;
  /** The folder of the site it stands in: "shop". */
  folder?: string;
  /** Without URL rewriting it is reached behind index.php only. */
  rewrites?: boolean;
  /** Magento's own Inventory; `false` where it is switched off. */
  inventory?: boolean;
  sources?: readonly string[];
  /** “Allow OAuth Access Tokens to be used as standalone Bearer tokens”. */
  allowBearer?: boolean;
  /** So many orders, or things to sell, instead of the shop's own, made as they are asked for. */
  orders?: ManyOrders;
  products?: number;
  misbehave?: Misbehaviour;
};

/** One request that came; `path` is the route, without what stands before it. */
export type Seen = { method: string; path: string; query: URLSearchParams; auth: Caller['way']; status: number; body: string };

export type Credentials = { url: string; consumerKey: string; consumerSecret: string; accessToken: string; accessTokenSecret: string };
export type FakeMagento = Awaited<ReturnType<typeof startMagento2>>;

/** All that can be ticked. */
export const everything = ['Magento_Backend::admin', ...routes.flatMap(({ resource }) => resource ?? [])];
const integration = (digit: string, resources: readonly string[]): Integration => ({
  consumerKey: digit.repeat(8).padEnd(32, 'k'),
  consumerSecret: digit.repeat(8).padEnd(32, 's'),
  accessToken: digit.repeat(8).padEnd(32, 't'),
  accessTokenSecret: digit.repeat(8).padEnd(32, 'x'),
  active: true,
  resources,
});

const writes = /::(ship|comment|source|catalog_inventory)$/;

/** The merchant's own integration, one that may only read, one that may not see orders, and one that may do nothing. */
export const integrations = () => ({
  all: integration('1', everything),
  readOnly: integration(
    '2',
    everything.filter((resource) => !writes.test(resource)),
  ),
  noOrders: integration(
    '3',
    everything.filter((resource) => !resource.startsWith('Magento_Sales')),
  ),
  nothing: integration('4', []),
});
export type IntegrationName = keyof ReturnType<typeof integrations>;

/** A Magento 2 shop on 127.0.0.1 that answers as a real one did, and misbehaves when told. */
export async function startMagento2(options: Options = {}) {
  const shop = options.shop ?? sampleShop();
  const own = integrations();
  const scheme = options.https === false ? 'http' : 'https';
  const version = options.version ?? '2.4.7';
  const requests: Seen[] = [];
  const misbehaving = createMisbehaving<Misbehaviour>(options.misbehave ?? {});
  const nonces = new Set<string>();
  const sent: Sent = new Map();
  const folder = options.folder ? `/${options.folder}` : '';
  const before = (other: string) => version.localeCompare(other, 'en', { numeric: true }) < 0;
  const site: Site = {
    ...{ shop, sent, sources: options.sources ?? ['default'], url: '', limits: {} },
    inventory: options.inventory ?? true,
    unsaveable: new Set(),
    many: {
      ...(options.products && manyProducts(options.products)),
      ...(options.orders && { orders: manyOrders(shop, options.orders) }),
    },
  };

  async function serve(asked: Asked, response: ServerResponse) {
    const [address = '/', query = ''] = asked.uri.split(/\?(.*)/s);
    const route = routeOf(address, folder, options.rewrites !== false);
    const seen: Seen = {
      method: asked.method,
      path: route ?? address,
      query: new URLSearchParams(query),
      auth: 'guest',
      status: 0,
      body: asked.body,
    };
    requests.push(seen);
    store.onRequest?.(seen);
    const hurt = misbehaving.for(asked.uri);
    seen.status = await misbehaving.answer(hurt, asked.uri, response, () => toReply(answer(asked, address, query, route, seen, hurt)));
  }

  function answer(
    asked: Asked,
    address: string,
    query: string,
    path: string | undefined,
    seen: Seen,
    hurt: Partial<Misbehaviour>,
  ): Told | Page {
    if (hurt.page) return pages[hurt.page];
    if (address === `${folder}/magento_version`) return { status: 200, html: `Magento/${version.replace(/\.\d+$/, '')} (Community)` };
    if (path === undefined)
      return /\/rest\/\w+\/V1\//.test(address) && address.startsWith(`${folder}/rest`) ? cannotProcess : pages.notFound;
    const found = routesOf(site).find((one) => one.method === asked.method && one.path.test(path));
    if (!found) return noRoute;
    const caller = authenticate(Object.values(own), {
      method: asked.method,
      address: `${hurt.silentProxy ? 'http' : scheme}://${asked.headers.host}${address}`,
      query,
      header: hurt.stripsAuthorization ? undefined : asked.headers.authorization,
      nonces,
      allowBearer: options.allowBearer ?? before('2.4.4'),
      now: Date.now(),
    });
    seen.auth = caller.way;
    return caller.refusal ?? allowed(found, caller) ?? tell(found, path, seen, hurt);
  }

  function tell(route: Route, path: string, { query, body }: Seen, hurt: Partial<Misbehaviour>): Told {
    const at = (route.path.exec(path) ?? []).slice(1).map(decodeURIComponent);
    const limits = { repeatsLastPage: before('2.4.0') || hurt.repeatsLastPage, most: hurt.mostAtOnce, tooManyAt: hurt.fatalAbove };
    return route.answer({ ...site, url: hurt.baseUrl ?? site.url, limits }, { at, query, body: body ? JSON.parse(body) : {} });
  }

  const server = await listen({ protocol: scheme, port: options.port ?? 0 }, serve);
  const url = `${scheme}://127.0.0.1:${server.port}${folder}`;
  site.url = url;
  const credentialsOf = (name: IntegrationName): Credentials => {
    const { consumerKey, consumerSecret, accessToken, accessTokenSecret } = own[name];
    return { url, consumerKey, consumerSecret, accessToken, accessTokenSecret };
  };

  const store = {
    url,
    shop,
    requests,
    site,
    credentials: credentialsOf('all'),
    credentialsOf,
    /** What it calls otherwise than the sample shop does. */
    speaks: {
      status: (code: string) => wordsOf(code).status,
      payment: methodOf,
      paymentTitle: (title: string) => title || freeTitle,
      // It tells whether an order is paid, not since when.
      paidAt: ({ paid, modified }: ShopOrder) => paid && modified,
      delivery: deliveryOf,
      statusWords,
    } satisfies Partial<Speech>,
    onRequest: undefined as ((seen: Seen) => void) | undefined,
    misbehave: (how: Misbehaviour = {}) => misbehaving.set(how),
    setIntegration: (name: IntegrationName, change: Partial<Integration>) => Object.assign(own[name], change),
    /** As somebody in the shop's own admin would. */
    ship: (order: number, body: Record<string, unknown>) => ship(site, order, body),
    /** This one cannot be saved, as where an extension is in the way. */
    refuseStockOf: (sku: string) => site.unsaveable.add(sku),
    shipped: (order: number) => {
      const { numbers = [], mails = 0 } = sent.get(order) ?? {};
      return { numbers, mails };
    },
    addOrder: (order: Partial<ShopOrder> = {}) => addOrder(shop, order),
    changeOrder(id: number, change: Partial<ShopOrder>) {
      const order = shop.orders.find((one) => one.id === id);
      if (!order) throw new Error(`The shop has no order ${id}.`);
      Object.assign(order, change.modified ? {} : { modified: thisSecond() }, change);
    },
    close: server.close,
  };
  return store;
}

/** Magento's own titles; those of the merchant's statuses are told nowhere, and what they mean is what their state does. */
const titles: Record<string, ReturnType<Speech['statusWords']>> = {
  pending: { title: 'Pending', meaning: 'pending' },
  'on-hold': { title: 'On Hold', meaning: 'pending' },
  processing: { title: 'Processing', meaning: 'processing' },
  completed: { title: 'Complete', meaning: 'completed' },
  cancelled: { title: 'Canceled', meaning: 'cancelled' },
  failed: { title: 'Canceled', meaning: 'cancelled' },
  refunded: { title: 'Closed', meaning: 'refunded' },
};
const statusWords: Speech['statusWords'] = ({ code, title }) => titles[code] ?? { title, meaning: 'completed' };

const allowed = ({ resource }: Route, { resources }: Caller) =>
  resource && !resources.includes(resource) ? notAuthorised(resource) : undefined;

/** What comes after "/rest/all/V1/"; nothing for pages of the shop itself. */
function routeOf(address: string, folder: string, rewrites: boolean): string | undefined {
  const inside = address.startsWith(`${folder}/`) ? address.slice(folder.length) : '';
  const [, index, scope, path] = /^(\/index\.php)?\/rest(?:\/(\w+))?\/V1\/(.*)$/.exec(inside) ?? [];
  if (path === undefined || (!index && !rewrites)) return undefined;
  return scope === undefined || ['all', 'default'].includes(scope) ? path : undefined;
}

const toReply = (answer: Told | Page): Reply =>
  'html' in answer
    ? { status: answer.status, headers: { 'Content-Type': 'text/html; charset=UTF-8' }, body: answer.html }
    : {
        status: answer.status,
        headers: { 'Content-Type': 'application/json; charset=utf-8' },
        body: 'text' in answer ? answer.text : phpJson(answer.json),
      };

const thisSecond = () => new Date(Math.floor(Date.now() / 1000) * 1000);

function addOrder(shop: Shop, order: Partial<ShopOrder>): ShopOrder {
  const newest = shop.orders.at(-1);
  if (!newest) throw new Error('The shop has no order to go by.');
  const id = order.id ?? newest.id + 1;
  const fresh = { status: 'processing', created: thisSecond(), modified: thisSecond(), refunds: [] };
  const added: ShopOrder = { ...structuredClone(newest), id, number: String(id), ...fresh, ...order };
  shop.orders.push(added);
  return added;
}
