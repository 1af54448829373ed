import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Connection } from '../../db/entities/connection.ts';
import { Message } from '../../db/entities/message.ts';
import { Order } from '../../db/entities/order.ts';
import { Store } from '../../db/entities/store.ts';
import { SyncRun } from '../../db/entities/sync-run.ts';
import type { App } from '../../main.ts';
import { type FakeStore, startWooCommerce } from '../fakes/woocommerce.ts';
import { prepareSlackJourney } from './slack-app.ts';

let journey: Awaited<ReturnType<typeof prepareSlackJourney>>;
let other: FakeStore;
let bot: ChildProcess;
let worker: App;

/** The bot as a process of its own, once it answers. */
async function startBot(): Promise<ChildProcess> {
  const { settings, folder } = journey;
  const main = join(import.meta.dirname, '..', '..', 'main.ts');
  const child = spawn(process.execPath, [main, 'bot'], { cwd: folder, env: { ...process.env, ...settings }, stdio: 'ignore' });
  const ready = async () => expect((await fetch(`${settings.PUBLIC_URL}/readyz`)).status).toBe(200);
  await vi.waitFor(ready, { timeout: 20_000, interval: 50 });
  return child;
}
async function killBot() {
  const gone = once(bot, 'exit');
  bot.kill('SIGKILL');
  await gone;
}

beforeAll(async () => {
  [journey, other] = await Promise.all([prepareSlackJourney(), startWooCommerce()]);
  [bot, worker] = await Promise.all([startBot(), journey.start(['worker'])]);
});
afterAll(async () => {
  await killBot();
  await worker.stop();
  await other.close();
  await journey.close();
});
const find = () => journey.database.orm.em.fork();

it('goes on in the same window, and on the same private page, after the bot was killed in between', async () => {
  const { ana, store } = journey;
  await ana.command('connect woocommerce');
  const { place } = await ana.asked(/private page/);
  const kept = async () => expect(await find().count(Message, { address: place.id, due: false })).toBe(1);
  await vi.waitFor(kept, { timeout: 10_000 });
  await killBot();
  bot = await startBot();
  await ana.enter(store.credentials);
  await ana.asked(/What shall we call it\?/);
  await ana.fill({ 'What shall we call it?': 'Sample Shop', 'Order prefix': 'SS-' });
  const connected = await ana.asked(/Sample Shop is connected/);
  expect(connected.place.id).toBe(place.id);
  await ana.leave();
});

it('goes on looking at a store by itself when the bot was killed while it looked, and with an import whose worker was stopped', async () => {
  const { ana } = journey;
  await ana.command('change settings');
  await ana.asked(/Payment transfer/);
  await ana.fill({ 'Payment transfer': 'Always' });
  await ana.asked(/are saved/);
  await ana.leave();
  const synced = async () => expect(await find().count(Connection, { firstSyncedAt: { $ne: null } })).toBe(1);
  await vi.waitFor(synced, { timeout: 10_000 });
  await ana.command('connect woocommerce');
  const { place } = await ana.asked(/private page/);
  other.misbehave({ silence: true });
  await ana.enter(other.credentials);
  await ana.asked(/Checking your store…/);
  await killBot();
  other.misbehave();
  bot = await startBot();

  await ana.command('import 60 now');
  const begun = async () => expect(await find().count(Order, { state: 'imported' })).toBeGreaterThan(0);
  await vi.waitFor(begun, { timeout: 10_000, interval: 5 });
  await worker.stop();
  expect(await find().count(SyncRun, { kind: 'import', state: 'running' })).toBe(1);
  worker = await journey.start(['worker']);
  const { words } = await ana.answered(/^\d+ orders of Sample Shop came in/);
  const [{ sum } = {}] = await find().execute<{ sum: string }[]>(
    `select sum(total)::numeric(19, 2) as sum from "order" where state = 'imported' and currency = 'EUR'`,
  );
  expect(words.replaceAll(',', '')).toContain(`Came in: ${await find().count(Order, { state: 'imported' })} (€${sum} and`);
  expect(ana.messages().filter(({ words }) => /orders of Sample Shop/.test(words))).toHaveLength(1);

  const found = await ana.asked(/What shall we call it\?/);
  expect(found.place.id).toBe(place.id);
  await ana.fill({ 'What shall we call it?': 'Olive Oil', 'Order prefix': 'OO-' });
  await ana.asked(/Olive Oil is connected/);
  expect(await find().count(Store)).toBe(2);
});
