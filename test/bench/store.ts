import { join } from 'node:path';
import { z } from 'zod';
import type { Platform } from '../../connectors/connector.ts';
import type { Ground } from './ground.ts';

export const credentials = z.object({ url: z.string(), consumerKey: z.string(), consumerSecret: z.string() });
export type Credentials = z.infer<typeof credentials>;

/** How a sample store is paid, and in which statuses its orders come in, in its own codes. */
export const instruments = z.object({ methods: z.array(z.string()), cod: z.string(), statuses: z.array(z.string()) });
export type Instruments = z.infer<typeof instruments>;

/** A sample store of another platform that remembers its answers: recorder.ts. */
export const recorded = z.object({
  platform: z.enum(['prestashop', 'magento2', 'magento1'] satisfies Platform[]),
  credentials: z.record(z.string(), z.string()),
  instruments,
});
export type Recorded = z.infer<typeof recorded>;

/** From now on it answers from memory (the first time it fills that), or as it is. */
export const tellRecorder = (url: string, what: 'import' | 'live') => fetch(`${url}/bench/${what}`, { method: 'POST' });

/** How many requests it remembers, how much it answered, and how many came since then that it did not know. */
export async function readMemory({ credentials: { url = '' } }: Recorded) {
  const { requests, bytes, unknown } = z
    .object({ requests: z.array(z.unknown()), bytes: z.number(), unknown: z.number() })
    .parse(await (await fetch(`${url}/bench/requests`)).json());
  return { requests: requests.length, megabytes: Math.round(bytes / 1_000_000), unknown };
}

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
