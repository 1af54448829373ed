import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../config.ts';
import { Connection } from '../../db/entities/connection.ts';
import { openQueue } from '../../jobs/queue.ts';
import { syncOrders } from '../../jobs/sync-orders.ts';
import { createLog } from '../../log.ts';
import { start } from '../../main.ts';
import { openChat } from '../chat-client.ts';
import { testDatabase, testKey } from '../database.ts';
import type { ShopOrder } from '../fakes/shop.ts';
import { type Options, startWooCommerce } from '../fakes/woocommerce.ts';

/** The whole product in this process with a sample store beside it, and a person at its web chat. `close` ends all of it. */
export async function startJourney({ store: options, redisUrl = '' }: { store?: Options; redisUrl?: string } = {}) {
  const database = await testDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'om-journey-'));
  const logFile = join(folder, 'log');
  const config = readConfig({
    DATABASE_URL: database.url,
    REDIS_URL: redisUrl,
    SECRET_KEY: testKey,
    PORT: '0',
    ALLOW_PRIVATE_STORES: 'on',
    OM_DIR: folder,
  });
  const store = await startWooCommerce(options);
  const app = await start(config, ['bot', 'worker'], createLog('debug', logFile));
  const chat = await openChat({ url: app.url ?? '', orm: database.orm });
  return {
    app,
    chat,
    store,
    database,
    /** What the schedule does every 5 minutes. */
    async syncOrders() {
      const queue = openQueue({ databaseUrl: database.url, redisUrl, log: createLog('silent') });
      const [connection] = await database.orm.em.fork().findAll(Connection);
      if (connection) await queue.enqueue(syncOrders, { connection: connection.id }, { id: `sync-orders:${connection.id}` });
      await queue.close();
    },
    log: () => readFileSync(logFile, 'utf8'),
    async close() {
      await app.stop();
      await store.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Journey = Awaited<ReturnType<typeof startJourney>>;

/** Connects the sample store by dialog, and waits until its products are there. */
export async function connectSampleStore({ chat, store }: Pick<Journey, 'chat' | 'store'>) {
  await chat.say('connect woocommerce');
  await chat.fill(store.credentials);
  await chat.question('what the store is to be called', ({ form }) => 'name' in form.fields);
  await chat.fill({ name: 'Sample Shop', orderPrefix: 'SS-' });
  return chat.card('the SKU report', ({ title }) => /are synced/.test(title));
}

/** What an order consists of whose products are all known: for new ones like it. */
export function goodOrder({ shop }: Journey['store']): Pick<ShopOrder, 'lines' | 'shipping' | 'fees' | 'coupons' | 'total' | 'totalTax'> {
  const model = shop.orders.find(({ status, lines }) => status === 'processing' && lines.every(({ sku }) => sku));
  if (!model) throw new Error('The sample shop has no such order.');
  const { lines, shipping, fees, coupons, total, totalTax } = structuredClone(model);
  return { lines, shipping, fees, coupons, total, totalTax };
}

/** So many days ago, to the second as stores tell it. */
export const daysAgo = (days: number) => new Date(Math.floor(Date.now() / 1000) * 1000 - days * 86_400_000);

/** Reads its payment instruments, and confirms all that is proposed, as a merchant would. */
export async function confirmPayments({ chat }: Pick<Journey, 'chat'>) {
  const before = await chat.latest();
  await chat.say('payments');
  await chat.card('the table', ({ table }) => table?.columns[0] === 'Instrument', before);
  await chat.press('Confirm all proposals');
  await chat.question('what would be confirmed', ({ form }) => /^Confirm /.test(form.title));
  await chat.fill({});
  return chat.card('what was confirmed', ({ title }) => /confirmed$/.test(title), before);
}
