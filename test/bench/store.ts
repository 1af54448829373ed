import { join } from 'node:path';
import { z } from 'zod';
import type { Ground } from './ground.ts';

export const credentials = z.object({ url: z.string(), consumerKey: z.string(), consumerSecret: z.string() });
export type Credentials = z.infer<typeof credentials>;

/** The days over which the sample store's orders are spread; an import of so many brings them all. */
export const days = 10;

const server = join(import.meta.dirname, '../fakes/woocommerce-server.ts');

/** A sample store with so many orders, as a process of its own. */
export async function startStore(ground: Ground, orders: number) {
  const store = ground.start(server, ['--orders', String(orders), '--days', String(days)]);
  return { credentials: credentials.parse(JSON.parse(await store.line())), stop: store.stop };
}
