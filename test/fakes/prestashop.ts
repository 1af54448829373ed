import type { ServerResponse } from 'node:http';
import { type Misbehaviour as Common, createMisbehaving } from './misbehaving.ts';
import { type Key, type KeyName, keys } from './prestashop/keys.ts';
import type { Many } from './prestashop/many.ts';
import { createSite } from './prestashop/site.ts';
import { complain, respond } from './prestashop/webservice.ts';
import { speech } from './prestashop/words.ts';
import { type Asked, listen, type Reply } from './server.ts';
import { type Lack, shopWithout } from './shop/lacks.ts';
import { realOrders, type Shop, type ShopOrder } from './shop.ts';

export type { KeyName } from './prestashop/keys.ts';

/** What PrestaShop has no word for. */
export const without: readonly Lack[] = [
  ...(['fees', 'reasons of refunds', 'products without price', 'uncounted stock', 'parts of pieces', 'families without variants'] as const),
  ...(['variants switched off', 'dates of variants', 'times in UTC', 'discounts by line', 'payment methods'] as const),
];

export type Misbehaviour = Common & {
  /** The merchant has switched the web service off. */
  switchedOff?: true;
  /** PHP's notices make a 500 of each good answer, and stand beside it, or in front of it. */
  notices?: 'beside' | 'before';
  /** A fatal error when more than so many are asked for at once, or when this order is among them. */
  fatalAbove?: number;
  fatalAt?: number;
  /** The web server takes the Authorization header away. */
  stripsAuthorization?: true;
  /** Friendly URLs do not work: /api/ is a page that is not found. */
  noRewriting?: true;
  /** A staging site behind the web server's own password. */
  wall?: { user: string; password: string };
  /** Each state that is set is forgotten again: a module stands in the way. */
  forgetsStates?: true;
  /** The state is set, and then the connection breaks. */
  breaksAfterState?: true;
};

export type Options = {
  shop?: Shop;
  port?: number;
  https?: boolean;
  /** "1.7.8.8" where not told. */
  version?: string;
  /** The folder of the site it stands in: "shop". */
  folder?: string;
  languages?: number;
  /** So many orders or products instead of the shop's own, made as they are asked for. */
  many?: Many;
  misbehave?: Misbehaviour;
};

export type Credentials = { url: string; key: string };
export type Seen = {
  method: string;
  path: string;
  query: URLSearchParams;
  body: string;
  auth: 'none' | 'header' | 'query';
  status: number;
};
export type FakeStore = Awaited<ReturnType<typeof startPrestaShop>>;

/** A PrestaShop on 127.0.0.1 that answers as real ones did, and misbehaves when told. */
export async function startPrestaShop(options: Options = {}) {
  const shop = options.shop ?? shopWithout(without);
  const own = keys();
  const { version = '1.7.8.8', languages = 1, many } = options;
  const site = createSite(shop, { version, keys: Object.values(own), languages, many });
  const misbehaving = createMisbehaving<Misbehaviour>(options.misbehave ?? {});
  const requests: Seen[] = [];
  const folder = options.folder ? `/${options.folder}` : '';

  async function serve(asked: Asked, response: ServerResponse) {
    const request = readRequest(asked, folder);
    const seen: Seen = { ...request, method: asked.method, body: asked.body, auth: authOf(request), status: 0 };
    requests.push(seen);
    store.onRequest?.(seen);
    const how = misbehaving.for(asked.uri);
    seen.status = await misbehaving.answer(how, asked.uri, response, () => answer(asked, request, how));
    if (how.breaksAfterState && asked.method === 'POST') response.socket?.destroy();
  }

  function answer(asked: Asked, request: Request, how: Partial<Misbehaviour>): Reply {
    if (how.wall && asked.headers.authorization !== `Basic ${btoa(`${how.wall.user}:${how.wall.password}`)}`) return wall;
    const stripped = how.stripsAuthorization || how.wall;
    const key = (stripped ? undefined : request.header) ?? request.inQuery;
    if (request.route === undefined || (how.noRewriting && request.rewritten)) return notFound;
    if (how.switchedOff) return complain(switchedOff, request, site);
    if (breaks(request, how, shop)) return { status: 500, headers: { 'Content-Type': 'text/html; charset=UTF-8' }, body: '' };
    const query = how.repeatsLastPage ? lastPageAgain(request.query) : request.query;
    const reply = respond(site, { method: asked.method, path: request.route, query, key, body: asked.body, home: url });
    if (how.forgetsStates && asked.method === 'POST') undo();
    return how.notices ? noticed(reply, how.notices) : reply;
  }

  let undo = () => {};
  const server = await listen({ protocol: options.https ? 'https' : 'http', port: options.port ?? 0 }, serve);
  const url = `${options.https ? 'https' : 'http'}://127.0.0.1:${server.port}${folder}`;

  const store = {
    url,
    shop,
    site,
    speaks: speech,
    requests,
    credentials: { url, key: own.all.key } satisfies Credentials,
    credentialsOf: (name: KeyName): Credentials => ({ url, key: own[name].key }),
    setKey: (name: KeyName, change: Partial<Key>) => Object.assign(own[name], change),
    onRequest: undefined as ((seen: Seen) => void) | undefined,
    misbehave(how: Misbehaviour = {}) {
      misbehaving.set(how);
      undo = keepStates(shop);
    },
    addOrder: (order: Partial<ShopOrder> = {}) => addOrder(shop, order),
    changeOrder(id: number, change: Partial<ShopOrder>) {
      const order = shop.orders.find((one) => one.id === id);
      if (!order) throw new Error(`The shop has no order ${id}.`);
      Object.assign(order, change.modified ? {} : { modified: thisSecond() }, change);
    },
    shipped: (order: number) => {
      const number = String(site.changed.get(`order_carriers ${order + 40_000}`)?.tracking_number ?? '');
      return { numbers: number ? number.split(', ') : [], mails: site.mails.get(order) ?? 0 };
    },
    close: server.close,
  };
  return store;
}

type Request = { path: string; query: URLSearchParams; route?: string; rewritten: boolean; header?: string; inQuery?: string };

/** `/api/orders?…`, or `/webservice/dispatcher.php?url=orders&…`, which works without friendly URLs. */
function readRequest({ uri, headers }: Asked, folder: string): Request {
  const [path = '/', search = ''] = uri.split(/\?(.*)/s);
  const query = new URLSearchParams(search);
  const inside = path.startsWith(`${folder}/`) ? path.slice(folder.length) : '';
  const rewritten = /^\/api(?:\/(.*))?$/.exec(inside);
  const route = rewritten ? (rewritten[1] ?? '') : inside === '/webservice/dispatcher.php' ? (query.get('url') ?? '') : undefined;
  const basic = /^Basic (.*)$/.exec(headers.authorization ?? '')?.[1];
  const header = basic === undefined ? undefined : Buffer.from(basic, 'base64').toString().split(':')[0];
  return {
    path,
    query,
    route: route?.replace(/\/$/, ''),
    rewritten: Boolean(rewritten),
    header,
    inQuery: query.get('ws_key') ?? undefined,
  };
}

const authOf = ({ header, inQuery }: Request) => (inQuery ? 'query' : header ? 'header' : 'none');
const thisSecond = () => new Date(Math.floor(Date.now() / 1000) * 1000);

function breaks({ query, route }: Request, { fatalAbove, fatalAt }: Misbehaviour, { orders }: Shop): boolean {
  const limit = Number(query.get('limit') ?? 0);
  if (fatalAbove && limit > fatalAbove) return true;
  if (!fatalAt || route !== 'orders' || !query.has('display')) return false;
  const after = Number(/^>\[(\d+)\]$/.exec(query.get('filter[id]') ?? '')?.[1] ?? Number.NaN);
  const page = realOrders({ orders }).filter(({ id }) => id > after);
  return page.slice(0, limit).some(({ id }) => id === fatalAt);
}

/** Whoever asks for what comes after the last page is told the last page again: the filter is ignored when it finds nothing. */
function lastPageAgain(query: URLSearchParams): URLSearchParams {
  const after = /^>\[(\d+)\]$/.exec(query.get('filter[id]') ?? '')?.[1];
  if (!after || after === '0') return query;
  const again = new URLSearchParams(query);
  again.set('filter[id]', `>[${Math.max(0, Number(after) - 60)}]`);
  return again;
}

function keepStates({ orders }: Shop): () => void {
  const states = new Map(orders.map(({ id, status }) => [id, status]));
  return () => {
    for (const order of orders) order.status = states.get(order.id) ?? order.status;
  };
}

function addOrder(shop: Shop, order: Partial<ShopOrder>): ShopOrder {
  const newest = shop.orders.at(-1);
  if (!newest) throw new Error('The shop has no order to go by.');
  const id = order.id ?? newest.id + 1;
  const placed = { created: thisSecond(), modified: thisSecond() };
  const added: ShopOrder = { ...structuredClone(newest), id, number: String(id), status: 'processing', refunds: [], ...placed, ...order };
  shop.orders.push(added);
  return added;
}

const switchedOff = {
  status: 503,
  errors: [{ code: 22, message: 'The PrestaShop webservice is disabled. Please activate it in the PrestaShop Back Office' }],
};
const html = { 'Content-Type': 'text/html; charset=utf-8' };
const notFound: Reply = {
  status: 404,
  headers: html,
  body: '<!doctype html><html lang="en"><head><title>404 error</title></head><body id="pagenotfound"></body></html>',
};
const wall: Reply = {
  status: 401,
  headers: { 'Content-Type': 'text/html', 'WWW-Authenticate': 'Basic realm="Staging"' },
  body: '<h1>401 Authorization Required</h1>',
};

const notice = { code: 2, message: '[PHP Warning #2] Undefined array key "x" (/srv/site/modules/mine/mine.php, line 14)' };

/** In production, PHP's notices are told as errors; with some hosters they are printed in front. */
function noticed(reply: Reply, where: 'beside' | 'before'): Reply {
  if (!reply.body.startsWith('{"') && reply.body !== '[]') return reply;
  if (where === 'before')
    return {
      ...reply,
      headers: { ...reply.headers, 'Content-Type': 'application/javascript' },
      body: `<br />\n<b>Warning</b>: Undefined [0] in <b>/srv/site/modules/mine/mine.php</b><br />\n${reply.body}`,
    };
  const body = reply.body === '[]' ? { errors: [notice] } : { ...JSON.parse(reply.body), errors: [notice] };
  return { ...reply, status: 500, body: JSON.stringify(body) };
}
