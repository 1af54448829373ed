import { join } from 'node:path';
import { z } from 'zod';
import type { Ground } from './ground.ts';

export const credentials = z.object({ url: z.string(), consumerKey: z.string(), consumerSecret: z.string() });
export type Credentials = z.infer<typeof credentials>;

/** An import of so many days brings all orders of a sample store. */
export const days = 10;
/** They are spread over a day less, so that none grows too old while a bench runs. */
export const spread = days - 1;

const server = join(import.meta.dirname, '../fakes/woocommerce-server.ts');

/** A sample store with so many orders, as a process of its own. */
export async function startStore(ground: Ground, orders: number) {
  const store = ground.start(server, ['--orders', String(orders), '--days', String(spread)]);
  return { credentials: credentials.parse(JSON.parse(await store.line())), stop: store.stop };
}
