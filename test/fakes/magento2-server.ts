import { parseArgs } from 'node:util';
import { startMagento2 } from './magento2.ts';

/**
 * The sample store as a process of its own:
 *   node test/fakes/magento2-server.ts [--port 0] [--https] [--version 2.4.7] [--orders 20000 --days 10] [--products 100000] [--latency 20]
 * Prints one line of JSON, { url, consumerKey, consumerSecret, accessToken, accessTokenSecret }, and ends with its standard input or on SIGTERM.
 */
const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: { port: text, https: { type: 'boolean' }, version: text, orders: text, days: text, products: text, latency: text },
});

const store = await startMagento2({
  port: Number(values.port ?? 0),
  https: values.https ?? false,
  version: values.version,
  ...(values.orders && { orders: { count: Number(values.orders), days: Number(values.days ?? 10) } }),
  ...(values.products && { products: Number(values.products) }),
  misbehave: { ...(values.latency && { latency: Number(values.latency) }) },
});
// Whoever reads a hundred thousand orders asks thousands of times.
store.onRequest = () => {
  store.requests.length = 0;
};
const end = () => process.exit(0);
process.on('SIGTERM', end).on('SIGINT', end);
process.stdin.on('end', end).resume();

console.log(JSON.stringify(store.credentials));
