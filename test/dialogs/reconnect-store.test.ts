import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { SyncRun } from '../../db/entities/sync-run.ts';
import { meant } from '../../dialogs/about-store.ts';
import { reconnectStore } from '../../dialogs/reconnect-store.ts';
import { testDatabase } from '../database.ts';
import { play } from './play.ts';
import { demoShop, makeWorld, otherShop, type World } from './world.ts';

const demo = demoShop();
const olives = otherShop();
const newKeys = { consumerKey: `ck_${'c'.repeat(40)}`, consumerSecret: `cs_${'c'.repeat(40)}` };

let database: Awaited<ReturnType<typeof testDatabase>>;
let world: World;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
let store: string;
beforeEach(async () => {
  world = await makeWorld(database, { ...demo }, { ...olives });
  store = await world.connect(demo);
});

const talk = async (...turns: Record<string, unknown>[]) =>
  play({ dialog: reconnectStore, given: meant(await world.services.stores()) }, world.services, ...turns);

it('asks only for the keys, with the way to them', async () => {
  const { form } = await talk();
  expect(form?.form.title).toBe('Reconnect Demo Shop');
  expect(Object.keys(form?.form.fields ?? {})).toEqual(['consumerKey', 'consumerSecret']);
  expect(form?.form.steps?.length).toBeGreaterThan(2);
});

it('keeps the new keys and everything else of the store, and turns it green', async () => {
  const before = await world.connection(store);
  Object.assign(world.shops[0] ?? {}, newKeys);
  await world.services.checkNow('demo-shop');
  expect((await world.services.store('demo-shop'))?.health).toBe('red');

  const { card } = await talk(newKeys);
  expect(card).toMatchObject({ title: 'Demo Shop is reconnected', tone: 'good' });
  const { credentials, health, store: kept } = await world.connection(store);
  expect(credentials).toEqual({ url: demo.url, ...newKeys });
  expect(health).toBe('green');
  expect(kept).toMatchObject({ id: before.store.id, handle: 'demo-shop', url: demo.url });
  expect(world.scheduled.has(before.id)).toBe(true);
});

it('says why keys do not work, and leaves the old ones in place', async () => {
  const { form } = await talk(newKeys);
  expect(form?.form.notice?.text).toContain('The consumer secret is not the right one.');
  expect(form?.form.title).toBe('Reconnect Demo Shop');
  expect((await world.connection(store)).credentials).toMatchObject({ consumerKey: demo.consumerKey });
});

it('refuses when another shop answers at the address', async () => {
  world.shops[0] = { ...demo, home: olives.url };
  const { form } = await talk({ consumerKey: demo.consumerKey, consumerSecret: demo.consumerSecret });
  expect(form?.form.notice?.text).toContain('These keys open another shop: https://olives.example/shop.');
  expect((await world.connection(store)).credentials).toMatchObject({ consumerKey: demo.consumerKey });
});

it('switches a disabled store on', async () => {
  await world.services.disable('demo-shop');
  const { card } = await talk({ consumerKey: demo.consumerKey, consumerSecret: demo.consumerSecret });
  expect(card?.title).toBe('Demo Shop is reconnected');
  expect(await world.services.store('demo-shop')).toMatchObject({ health: 'green', disabledBy: undefined });
});

it('begins the first product sync again if it never came through', async () => {
  const id = await world.connect(olives, { synced: false, prefix: 'O-' });
  const [run] = (await world.runs('products')).filter((one) => one.store.id === id);
  await world.orm.em.fork().nativeUpdate(SyncRun, { id: run?.id }, { state: 'failed' });
  const [, second] = await world.services.stores();
  const keys = { consumerKey: olives.consumerKey, consumerSecret: olives.consumerSecret };
  await play({ dialog: reconnectStore, given: meant(second ? [second] : []) }, world.services, keys);
  expect(world.jobs.filter(({ name }) => name === 'sync-products')).toHaveLength(1);
});

it('asks which store when there are several', async () => {
  await world.connect(olives, { prefix: 'O-' });
  const { form } = await talk();
  expect(form?.form.fields.handle?.options).toEqual([
    { value: 'demo-shop', label: 'Demo Shop (demo-shop)' },
    { value: 'olive-oil', label: 'Olive & Oil (olive-oil)' },
  ]);
  expect((await talk({ handle: 'olive-oil' })).form?.form.title).toBe('Reconnect Olive & Oil');
});
