import type { Access, RemoteStore } from '../../../connectors/connector.ts';
import { createHttp } from '../../../connectors/http.ts';
import { magento2 } from '../../../connectors/magento2/index.ts';
import { tls } from '../../fakes/tls.ts';
import { type Asked, type Recording, type Replay, type Routes, recording, replay } from '../recordings/replay.ts';
import { shop } from './tables.ts';

export const of = (name: string): Recording => recording(shop, name);
export const keys = {
  consumerKey: '1'.repeat(32),
  consumerSecret: '2'.repeat(32),
  accessToken: '3'.repeat(32),
  accessTokenSecret: '4'.repeat(32),
};
const http = createHttp({ allowPrivate: true, ca: tls.cert, timeout: 5_000 });
const running: Replay[] = [];

/** Serves until `stopAll`; routes are named by what comes after the version. */
export async function start(routes: Routes, base = '/rest/all/V1/'): Promise<Replay> {
  const named = Object.entries(routes).map(([name, answer]) => [name.replace(/^(\w+ )?(?=\w)/, `$1${base}`), answer]);
  const server = await replay(Object.fromEntries(named));
  running.push(server);
  return server;
}
export const stopAll = () => Promise.all(running.splice(0).map((server) => server.close()));

/** The way in, as a check would have found it. */
export const known = (server: Replay, more: Access = {}): Access => ({
  root: `${server.url}/rest/all/V1/`,
  auth: 'oauth',
  sources: true,
  ...more,
});
export const open = (server: Replay, access?: Access, path = ''): RemoteStore =>
  magento2.open({ url: `${server.url}${path}`, ...keys }, http, access);

/** A recorded thing, told otherwise. */
export const changed = (one: Recording, json: unknown): Recording => ({ ...one, body: JSON.stringify(json), json: () => json });
export const asList = (one: Recording, ...others: Recording[]): Recording =>
  changed(one, { items: [one, ...others].map((each) => each.json()), total_count: others.length + 1 });

/** What a list is filtered by: "entity_id gt 0". */
export const filtersOf = ({ query }: Pick<Asked, 'query'>): string[] =>
  [...query].flatMap(([name, field]) => {
    if (!name.endsWith('[field]') || !name.includes('[filters]')) return [];
    const of = (what: string) => query.get(name.replace('[field]', what)) ?? '';
    return [`${field} ${of('[conditionType]')} ${of('[value]')}`];
  });

/** The first page of a list, and nothing after it. */
export const firstPage = (page: Recording) => (asked: Asked) =>
  filtersOf(asked).includes('entity_id gt 0') ? page : of('orders-page-beyond');

/** A shop in which nothing is out of order; its lists are empty. */
export const healthy = (): Routes => ({
  'directory/currency': of('currency'),
  modules: of('probe-modules'),
  'store/storeConfigs': of('probe-oauth1-ok'),
  'store/websites': of('websites'),
  'store/storeViews': of('store-views'),
  orders: of('oauth1-query-with-brackets'),
  products: of('products-page-beyond'),
  'products/attributes': of('products-page-beyond'),
  creditmemos: of('transactions-empty'),
  'inventory/source-items': of('source-items-list'),
  'POST inventory/source-items': of('bad-json'),
  'POST order/2147483647/ship': of('order-ship-not-found'),
  'POST orders/2147483647/comments': of('order-hold-not-found'),
});
