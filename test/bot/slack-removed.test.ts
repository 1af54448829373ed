import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Channel } from '../../db/entities/channel.ts';
import { Connection } from '../../db/entities/connection.ts';
import { Product } from '../../db/entities/product.ts';
import { SyncRun } from '../../db/entities/sync-run.ts';
import { Workspace } from '../../db/entities/workspace.ts';
import { postCard } from '../../jobs/post-card.ts';
import { openQueue } from '../../jobs/queue.ts';
import { reconcile } from '../../jobs/reconcile.ts';
import { createLog } from '../../log.ts';
import { buttonsOf } from '../fakes/slack.ts';
import { type FakeStore, startWooCommerce } from '../fakes/woocommerce.ts';
import { connectStore } from '../journeys/slack-app.ts';
import { type Person, sitDown } from '../slack-client.ts';
import { type Product as Running, startProduct } from './slack-product.ts';
import { createVisitor, isQuestion } from './visitor.ts';

let product: Running;
let slack: Running['slack'];
let store: FakeStore;
let ana: Person;
let queue: ReturnType<typeof openQueue>;
beforeAll(async () => {
  product = await startProduct({
    teams: [
      { id: 'T1', installed: false },
      { id: 'T2', installed: false },
    ],
  });
  slack = product.slack;
  store = await startWooCommerce({ orders: { count: 1_000 } });
  await product.install();
  ana = sitDown({ slack });
  queue = openQueue({ databaseUrl: product.database.url, log: createLog('silent') });
  await connectStore({ ana, store });
});
afterAll(async () => {
  await queue.close();
  await product.close();
  await store.close();
});

const em = () => product.database.orm.em.fork();
const connection = () => em().findOneOrFail(Connection, { store: { workspace: { externalId: 'T1' } } });
const workspace = () => em().findOneOrFail(Workspace, { externalId: 'T1' });
/** What runs by itself for the store. */
async function schedules() {
  const { id } = await connection();
  const all = await Promise.all(Object.values(queue.backend.queues).map((one) => one.getJobSchedulers(0, -1, true)));
  return all
    .flat()
    .flatMap(({ key }) => (key.endsWith(id) ? [key.replace(`:${id}`, '')] : []))
    .sort();
}
const idle = async () => {
  const counts = await Promise.all(Object.values(queue.backend.queues).map((one) => one.getJobCounts('wait', 'active')));
  return counts.every(({ wait, active }) => !wait && !active);
};
const everything = ['check-health', 'sync-nightly', 'sync-orders'];
const whoever = 'whoever removed OM Bot from Slack';
type Told = 'tokens_revoked' | 'app_uninstalled';

/** Slack takes our token away, and tells so in this order. */
async function remove(order: Told[] = ['tokens_revoked', 'app_uninstalled'], bot: string[] = ['UBOT']) {
  const team = slack.team();
  team.oldTokens.set(team.token, 'account_inactive');
  team.installed = false;
  const told = [];
  for (const type of order) told.push(await slack.event({ type, ...(type === 'tokens_revoked' && { tokens: { oauth: [], bot } }) }));
  expect(told.map(({ status }) => status)).toEqual(order.map(() => 200));
  return told;
}

/** It is installed again, and all that ran before runs on. */
async function comeBack() {
  await product.install();
  expect(await workspace()).toMatchObject({ uninstalledAt: null });
  await expect.poll(async () => (await connection()).health).toBe('green');
  expect(await schedules()).toEqual(everything);
}

describe('When Slack says that we were taken out', () => {
  const orders: Told[][] = [
    ['tokens_revoked', 'app_uninstalled'],
    ['app_uninstalled', 'tokens_revoked'],
    ['app_uninstalled'],
    ['app_uninstalled', 'app_uninstalled', 'tokens_revoked', 'tokens_revoked'],
  ];
  const each = orders.map((order) => ({ order, words: order.join(', ') }));
  it.each(each)('nothing runs any more, all is kept, and goes on when we are back ($words)', async ({ order }) => {
    await expect.poll(schedules).toEqual(everything);
    const kept = await em().count(Product);
    await remove(order);
    expect(await schedules()).toEqual([]);
    expect(await connection()).toMatchObject({ disabledBy: whoever, health: 'red', alertDue: false });
    expect(await workspace()).toMatchObject({ installation: null, uninstalledAt: expect.any(Date) });
    expect(await em().count(Product)).toBe(kept);
    await comeBack();
    expect(await connection()).toMatchObject({ disabledBy: null });
  });

  it('to each of several workers at once, it is done once', async () => {
    const [told] = await remove(['app_uninstalled']);
    const { uninstalledAt } = await workspace();
    if (told) await Promise.all([slack.again(told), slack.again(told, { retry: { num: 1, reason: 'http_timeout' } })]);
    expect((await workspace()).uninstalledAt).toEqual(uninstalledAt);
    await comeBack();
  });

  it('late, after we were let in again, nothing is switched off', async () => {
    const [told] = await remove(['app_uninstalled']);
    await comeBack();
    if (!told) throw new Error('Nothing was told.');
    const late = await slack.forged(told, (payload) => {
      Object.assign(payload, { event_id: 'Ev-late', event_time: Number(payload.event_time) - 60 });
    });
    expect(late.status).toBe(200);
    expect(await workspace()).toMatchObject({ uninstalledAt: null });
    expect(await schedules()).toEqual(everything);
  });

  it('late, and we are still out, all is switched off', async () => {
    const [told] = await remove(['tokens_revoked'], []);
    expect(await schedules()).toEqual(everything);
    if (!told) throw new Error('Nothing was told.');
    const change = { event: { type: 'app_uninstalled' }, event_id: 'Ev-later' };
    slack.down(503);
    const late = await slack.forged(told, (payload) => Object.assign(payload, change, { event_time: Number(payload.event_time) - 60 }));
    expect(late.status).toBe(503);
    expect(await schedules()).toEqual(everything);
    slack.down(false);
    await em().execute(`update receipt set at = at - interval '1 minute' where key = 'event:Ev-later'`);
    expect((await slack.retry(late)).status).toBe(200);
    expect(await schedules()).toEqual([]);
    await comeBack();
  });

  it('of a person’s token alone, nothing changes', async () => {
    const revoked = await slack.event({ type: 'tokens_revoked', tokens: { oauth: ['U1'], bot: [] } });
    expect(revoked.status).toBe(200);
    expect(await workspace()).toMatchObject({ uninstalledAt: null });
    expect(await schedules()).toEqual(everything);
  });

  it('while nobody was there to hear of it, all is switched off at the next start', async () => {
    await remove([]);
    expect(await schedules()).toEqual(everything);
    await product.restart();
    await expect.poll(schedules).toEqual([]);
    expect(await connection()).toMatchObject({ disabledBy: whoever });
    await comeBack();
  });

  it('of a workspace that we do not know, nothing happens', async () => {
    const [told] = await slack.uninstall('T2');
    expect(told?.status).toBe(200);
    expect(await em().count(Workspace, { chat: 'slack' })).toBe(1);
  });
});

describe('What was going on when we were taken out', () => {
  it('an import stops before its next page, and goes on from there when we are back', async () => {
    const pages = () => store.requests.filter(({ path, query }) => path.endsWith('/orders') && Number(query.get('per_page')) > 1).length;
    store.requests.length = 0;
    store.misbehave({ only: /orders\?/, latency: 200 });
    const removed = Promise.withResolvers<unknown>();
    store.onRequest = () => {
      if (pages() !== 3) return;
      store.onRequest = undefined;
      removed.resolve(remove());
    };
    await ana.command('import 14');
    await removed.promise;
    await expect.poll(idle).toBe(true);
    const run = () => em().findOneOrFail(SyncRun, { kind: 'import' });
    const asked = pages();
    const { state, cursor } = await run();
    expect([state, asked <= 4]).toEqual(['running', true]);
    expect(cursor).toBeTruthy();
    store.misbehave();
    await queue.enqueue(reconcile, {}, { id: reconcile.name });
    await expect.poll(idle).toBe(true);
    expect(pages()).toBe(asked);

    await comeBack();
    await queue.enqueue(reconcile, {}, { id: reconcile.name });
    await expect.poll(async () => (await run()).state).toBe('done');
    expect((await run()).result).toMatchObject({ read: 1_000 });
  });

  it('a question has nobody left to answer it, and its private page says so', async () => {
    await ana.command('connect woocommerce');
    const link = await ana.until('a link', () => buttonsOf(slack.screen('U1').view?.blocks).find(({ url }) => url)?.url);
    const [opened, late] = [createVisitor(link), createVisitor(link)];
    await opened.go(link);
    const stores = await em().count(Connection);
    const view = slack.screen('U1').view;
    await remove();
    await opened.submit(isQuestion, { 'f.url': store.url, 'f.consumerKey': 'ck_1', 'f.consumerSecret': 'cs_1' });
    expect(opened.status()).toBe(410);
    expect(opened.source()).toContain('This question is closed');
    await late.go(link);
    expect(late.status()).toBe(410);
    if (view) for (const { status } of await slack.closeView(view)) expect(status).toBe(200);
    expect(await em().count(Connection)).toBe(stores);
    await comeBack();
  });

  it('what was about to be sent is not sent, also not when we are back', async () => {
    slack.limit('chat.postMessage', { retryAfter: 5 });
    const [{ id: channel } = { id: '' }] = await em().find(Channel, { key: 'C1' });
    await queue.enqueue(postCard, { channel, key: 'late', revision: 1, card: { title: 'Of yesterday' } });
    await expect.poll(() => slack.callsOf('chat.postMessage').some(({ error }) => error === 'ratelimited')).toBe(true);
    await remove();
    await comeBack();
    await queue.enqueue(postCard, { channel, key: 'next', revision: 1, card: { title: 'Of today' } });
    await ana.sees(/Of today/);
    expect(ana.messages().filter(({ words }) => words.includes('Of yesterday'))).toEqual([]);
  });

  it('nobody is told of an error, and none is in the log', () => {
    const errors = product
      .log()
      .split('\n')
      .filter((line) => /"level":(50|60)/.test(line));
    expect(errors).toEqual([]);
    expect(slack.takeProblems()).toEqual([]);
  });
});

describe('A connection that a person switched off', () => {
  it('stays off when we are back', async () => {
    await ana.command('disable sample-shop');
    await ana.answered(/Sample Shop is switched off/);
    await remove();
    await product.install();
    await expect.poll(idle).toBe(true);
    expect(await connection()).toMatchObject({ disabledBy: 'ana', health: 'red' });
    expect(await schedules()).toEqual([]);
    await ana.command('enable sample-shop');
    await expect.poll(schedules).toEqual(everything);
  });
});
