import type { Access, RemoteStore } from '../../../connectors/connector.ts';
import { createHttp } from '../../../connectors/http.ts';
import { prestashop } from '../../../connectors/prestashop/index.ts';
import { tls } from '../../fakes/tls.ts';
import { type Recording, type Replay, type Routes, recording, replay } from '../recordings/replay.ts';
import { shop } from './tables.ts';

export const key = 'PEERRWKEY00000000000000000000001';
export const http = createHttp({ allowPrivate: true, ca: tls.cert, timeout: 5_000 });
const running: Replay[] = [];

/** Serves until `stopAll`. */
export async function start(routes: Routes): Promise<Replay> {
  const server = await replay({ ...healthy(), ...routes });
  running.push(server);
  return server;
}

export const stopAll = () => Promise.all(running.splice(0).map((server) => server.close()));

export const of = (name: string): Recording => recording(shop, name);
/** A list that was not recorded, in the way of those that were. */
export const list = (body: unknown): Recording => ({ ...of('order-slips-empty'), body: JSON.stringify(body) });

/** A shop in which nothing is out of order; its lists of orders and products are empty. */
export function healthy(): Routes {
  const empty = of('order-slips-empty');
  const lists = [
    ...['orders', 'order_details', 'order_payments', 'order_slip', 'order_cart_rules', 'messages', 'addresses', 'customers', 'states'],
    ...['products', 'combinations', 'stock_availables', 'tax_rules', 'cart_rules', 'customizations', 'product_customization_fields'],
  ];
  return {
    ...Object.fromEntries(lists.map((name) => [`/api/${name}`, empty])),
    '/api/': of('probe-ok-xml'),
    '/api/configurations': of('configurations-timezone'),
    '/api/currencies': of('currencies'),
    '/api/countries': of('countries-active'),
    '/api/carriers': of('carriers'),
    '/api/taxes': of('taxes'),
    '/api/order_states': of('order-states'),
    '/api/product_options': of('product-options'),
    '/api/product_option_values': of('product-option-values'),
    '*': of('no-such-resource'),
  };
}

/** The way in, as a check would have found it. */
export const known = (server: Replay, more: Access = {}): Access => ({
  ...{ root: `${server.url}/api/`, auth: 'header', version: '1.7.8.8', timeZone: 'Europe/Ljubljana' },
  ...more,
});
export const open = (server: Replay, access?: Access): RemoteStore => prestashop.open({ url: server.url, key }, http, access);
