import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Change } from '../../db/entities/change.ts';
import { testDatabase } from '../database.ts';
import { credentialsOf, demoShop, makeWorld, type World } from '../dialogs/world.ts';

const demo = demoShop();
let database: Awaited<ReturnType<typeof testDatabase>>;
let world: World;
let store: string;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await makeWorld(database, { ...demo });
  store = await world.connect(demo, { prefix: 'D-' });
});

/** What people did; the turns of the light stand beside it. */
const lines = async () => {
  const done = { $in: ['connected', 'reconnected', 'disabled', 'enabled'] };
  const found = await world.orm.em.fork().find(Change, { store, kind: 'connection', subject: done }, { orderBy: { id: 'asc' } });
  return found.map(({ subject, person, before, after }) => ({ subject, person, before, after }));
};
const reconnect = async (turn: string) => {
  const credentials = credentialsOf(demo);
  const { store: facts } = await world.services.checkStore({ platform: 'woocommerce', credentials, plainHttp: false });
  if (!facts) throw new Error('not reached');
  return world.services.reconnectStore({ store: 'demo-shop', credentials, plainHttp: false, facts, refused: [], turn });
};
const connected = {
  ...{ subject: 'connected', person: 'Ana', before: {} },
  after: { store: 'Demo Shop', address: 'https://demo.example', 'order prefix': 'D-' },
};

it('The history keeps who connected a store', async () => {
  expect(await lines()).toEqual([connected]);
});

it('The history keeps who switched a store off and on, once each', async () => {
  await world.services.disable('demo-shop');
  await world.services.disable('demo-shop');
  await world.services.enable('demo-shop');
  await world.services.enable('demo-shop');
  expect(await lines()).toEqual([
    connected,
    { subject: 'disabled', person: 'Ana', before: { connection: 'on' }, after: { connection: 'off' } },
    { subject: 'enabled', person: 'Ana', before: { connection: 'off' }, after: { connection: 'on' } },
  ]);
});

it('The history keeps who gave new keys, once however often that ends, and never the keys', async () => {
  const turn = randomUUID();
  await reconnect(turn);
  await reconnect(turn);
  expect(await lines()).toEqual([connected, { subject: 'reconnected', person: 'Ana', before: {}, after: { keys: 'new' } }]);
  const all = await world.orm.em.fork().find(Change, { store });
  expect(JSON.stringify(all)).not.toContain(demo.consumerSecret);
  await reconnect(randomUUID());
  expect(await lines()).toHaveLength(3);
});

it('New keys for a store that was switched off switch it on, and the history says so', async () => {
  await world.services.disable('demo-shop');
  await reconnect(randomUUID());
  expect((await lines()).at(-1)).toEqual({
    ...{ subject: 'reconnected', person: 'Ana' },
    before: { connection: 'off' },
    after: { connection: 'on', keys: 'new' },
  });
});

it('A turn of the light that a person brought about has the person’s name', async () => {
  await world.services.disable('demo-shop');
  await world.services.enable('demo-shop');
  const turns = await world.orm.em.fork().find(Change, { store, key: { $like: 'health:%' } });
  expect(turns.map(({ person, job }) => ({ person, job }))).toEqual([{ person: 'Ana', job: null }]);
});
