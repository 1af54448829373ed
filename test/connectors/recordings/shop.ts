import type { Access, RemoteStore } from '../../../connectors/connector.ts';
import { createHttp } from '../../../connectors/http.ts';
import type { OrderRecord, ProductRecord } from '../../../connectors/records.ts';
import { woocommerce } from '../../../connectors/woocommerce/index.ts';
import { tls } from '../../fakes/tls.ts';
import { type Asked, type Recording, type Replay, type Routes, recording, replay } from './replay.ts';

export const keys = { consumerKey: `ck_${'1'.repeat(40)}`, consumerSecret: `cs_${'2'.repeat(40)}` };
export const http = createHttp({ allowPrivate: true, ca: tls.cert, timeout: 5_000 });
const running: Replay[] = [];

/** Serves until `stopAll`. */
export async function start(routes: Routes, options: { plain?: boolean } = {}): Promise<Replay> {
  const server = await replay(routes, options);
  running.push(server);
  return server;
}

export const stopAll = () => Promise.all(running.splice(0).map((server) => server.close()));

export const woo = '/wp-json/wc/v3';

/** A shop in which nothing is out of order; its lists are empty. */
export function healthy(shop: string): Routes {
  const of = (name: string) => recording(shop, name);
  const empty = of('orders-empty-future');
  return {
    '/wp-json/': of('probe-ok-index-fields'),
    [`${woo}/system_status`]: of('probe-ok-system-status-partial'),
    [`${woo}/products`]: empty,
    [`${woo}/orders`]: empty,
    [`${woo}/payment_gateways`]: of('payment-gateways'),
    [`${woo}/reports/orders/totals`]: of('orders-totals-report'),
    [`POST ${woo}/orders/batch`]: of('orders-batch'),
    [`${woo}/shipping/zones`]: of('shipping-zones'),
    ...Object.fromEntries([0, 1, 2].map((zone) => [`${woo}/shipping/zones/${zone}/methods`, of(`shipping-zone-${zone}-methods`)])),
    '*': of('no-such-route'),
  };
}

/** The way in, as a check would have found it. */
export const known = (server: Replay, more: Access = {}): Access => ({
  root: `${server.url}/wp-json/`,
  auth: 'header',
  version: '10.5.2',
  variations: '',
  ...more,
});
export const open = (server: Replay, access?: Access, path = ''): RemoteStore =>
  woocommerce.open({ url: `${server.url}${path}`, ...keys }, http, access);

export const firstPage = (page: Recording, end: Recording) => (asked: Asked) => (Number(asked.query.get('page') ?? 1) === 1 ? page : end);

/** The orders of one page that the shop lists. */
export async function ordersIn(shop: string, page: Recording): Promise<{ orders: OrderRecord[]; malformed: number }> {
  const server = await start({ ...healthy(shop), [`${woo}/orders`]: firstPage(page, recording(shop, 'orders-empty-page')) });
  for await (const { records, malformed } of open(server, known(server)).orders()) return { orders: records, malformed: malformed.length };
  throw new Error('no page came');
}

export async function allProducts(server: Replay): Promise<ProductRecord[]> {
  const found = new Map<string, ProductRecord>();
  for await (const { records, malformed } of open(server, known(server)).products()) {
    if (malformed[0]) throw new Error(malformed[0].reason);
    for (const record of records) found.set(record.id, record);
  }
  return [...found.values()];
}

/** A recorded body, read without any of our own code. */
