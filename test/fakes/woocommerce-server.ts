import { parseArgs } from 'node:util';
import { sampleShop } from './shop.ts';
import { startWooCommerce } from './woocommerce.ts';

/**
 * The sample store as a process of its own:
 *   node test/fakes/woocommerce-server.ts [--port 0] [--https] [--version 10.5.2] [--orders 20000 --days 10] [--per-second 5] [--latency 20]
 * Prints one line of JSON, { url, consumerKey, consumerSecret }, and ends with its standard input or on SIGTERM.
 */
const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: { port: text, https: { type: 'boolean' }, version: text, orders: text, days: text, 'per-second': text, latency: text },
});

const store = await startWooCommerce({
  shop: sampleShop(),
  port: Number(values.port ?? 0),
  https: values.https,
  version: values.version,
  ...(values.orders && { orders: { count: Number(values.orders), days: Number(values.days ?? 10) } }),
  misbehave: {
    ...(values['per-second'] && { limit: { perSecond: Number(values['per-second']) } }),
    ...(values.latency && { latency: Number(values.latency) }),
  },
});
const end = () => process.exit(0);
process.on('SIGTERM', end).on('SIGINT', end);
process.stdin.on('end', end).resume();

console.log(JSON.stringify(store.credentials));
