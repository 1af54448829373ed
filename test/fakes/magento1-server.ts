import { parseArgs } from 'node:util';
import { startMagento1 } from './magento1.ts';
import { sampleShop } from './shop.ts';

/**
 * The sample store as a process of its own:
 *   node test/fakes/magento1-server.ts [--port 0] [--https] [--version 20.0.20] [--orders 20000 --days 10] [--products 100000] [--latency 20]
 * Prints one line of JSON, { url, apiUser, apiKey }, and ends with its standard input or on SIGTERM.
 */
const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: { port: text, https: { type: 'boolean' }, version: text, orders: text, days: text, products: text, latency: text },
});

const store = await startMagento1({
  shop: sampleShop(),
  port: Number(values.port ?? 0),
  https: values.https,
  version: values.version,
  ...(values.orders && { orders: { count: Number(values.orders), days: Number(values.days ?? 10) } }),
  ...(values.products && { products: Number(values.products) }),
  misbehave: { ...(values.latency && { latency: Number(values.latency) }) },
});
const end = () => process.exit(0);
process.on('SIGTERM', end).on('SIGINT', end);
process.stdin.on('end', end).resume();

console.log(JSON.stringify(store.credentials));
