import { parseArgs } from 'node:util';
import { startPrestaShop } from './prestashop.ts';

/**
 * The sample store as a process of its own:
 *   node test/fakes/prestashop-server.ts [--port 0] [--https] [--version 8.1.7] [--orders 20000 --days 10] [--products 100000] [--latency 20]
 * Prints one line of JSON, { url, key }, and ends with its standard input or on SIGTERM.
 */
const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: { port: text, https: { type: 'boolean' }, version: text, orders: text, days: text, products: text, latency: text },
});
const numberOf = (value: string | undefined) => (value === undefined ? undefined : Number(value));

const store = await startPrestaShop({
  port: Number(values.port ?? 0),
  https: values.https,
  version: values.version,
  many: { orders: numberOf(values.orders), products: numberOf(values.products), days: numberOf(values.days) },
  misbehave: { latency: numberOf(values.latency) },
});
// Whoever reads a hundred thousand orders asks ten thousand times.
store.onRequest = () => {
  store.requests.length = 0;
};
const end = () => process.exit(0);
process.on('SIGTERM', end).on('SIGINT', end);
process.stdin.on('end', end).resume();

console.log(JSON.stringify(store.credentials));
