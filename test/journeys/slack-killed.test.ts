import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Order } from '../../db/entities/order.ts';
import { Store } from '../../db/entities/store.ts';
import { SyncRun } from '../../db/entities/sync-run.ts';
import type { App } from '../../main.ts';
import { confirmPayments, prepareSlackJourney, type SlackJourney } from './slack-app.ts';

const main = join(import.meta.dirname, '..', '..', 'main.ts');

let journey: Awaited<ReturnType<typeof prepareSlackJourney>>;
let bot: ChildProcess;
let worker: App;

/** The bot as a process of its own, once it answers. */
async function startBot(): Promise<ChildProcess> {
  const { settings, folder } = journey;
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
  journey = await prepareSlackJourney();
  [bot, worker] = await Promise.all([startBot(), journey.start(['worker'])]);
});
afterAll(async () => {
  await killBot();
  await worker.stop();
  await journey.close();
});
const find = () => journey.database.orm.em.fork();

it('goes on in the same window after the bot was killed while it looked at the store, and after it was killed before an answer', async () => {
  const { ana, store } = journey;
  await ana.command('connect woocommerce');
  await ana.asked(/private page/);
  const window = ana.modal()?.place;
  store.misbehave({ silence: true });
  await ana.enter(store.credentials);
  await ana.asked(/Checking your store…/);
  await killBot();
  store.misbehave();
  bot = await startBot();
  await ana.asked(/What shall we call it\?/);
  await killBot();
  bot = await startBot();
  await ana.fill({ 'What shall we call it?': 'Sample Shop', 'Order prefix': 'SS-' });
  await ana.asked(/Sample Shop is connected/);
  expect(ana.modal()?.place).toMatchObject({ id: window && 'id' in window ? window.id : '' });
  await ana.leave();
  expect(await find().count(Store)).toBe(1);
}, 60_000);

it('ends an import whose worker was stopped in the middle, in its one message, with the sums of all of it', async () => {
  const { ana, store } = journey;
  await ana.sees(/products of Sample Shop are synced/);
  await confirmPayments(journey);
  const before = ana.messages().length;
  store.onRequest = undefined;
  await ana.command('import 60 now');
  await vi.waitFor(async () => expect(await find().count(Order, { state: 'imported' })).toBeGreaterThan(0), { timeout: 10_000, interval: 5 });
  await worker.stop();
  console.log(await find().find(SyncRun, { kind: 'import' }));
  worker = await journey.start(['worker']);
  const end = await ana.answered(/^\d+ orders of Sample Shop came in/);
  console.log(end.words);
  expect(ana.messages().length).toBe(before + 1);
}, 60_000);
