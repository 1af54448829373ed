import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createServices } from '../../bot/services.ts';
import { PermissionError } from '../../connectors/errors.ts';
import { Channel } from '../../db/entities/channel.ts';
import { Connection } from '../../db/entities/connection.ts';
import { MalformedRecord } from '../../db/entities/malformed-record.ts';
import { Order } from '../../db/entities/order.ts';
import { Product } from '../../db/entities/product.ts';
import { Store } from '../../db/entities/store.ts';
import { SyncRun } from '../../db/entities/sync-run.ts';
import { Workspace } from '../../db/entities/workspace.ts';
import { readDeciding, stampOf } from '../../db/payment-rows.ts';
import { emptyResult } from '../../db/rules/run-result.ts';
import type { HeldReason } from '../../db/rules/transfer.ts';
import { inTransaction } from '../../db/sql.ts';
import { testDatabase } from '../database.ts';
import { order as sampleOrder } from '../db/sample-order.ts';
import { credentialsOf, demoShop, makeWorld, noon, otherShop, type World } from '../dialogs/world.ts';

const demo = demoShop();
const refuses = { orders: new PermissionError('The key may not read orders.', { advice: ['Edit the key.'] }) };
const alerts = ({ jobs }: World) => jobs.filter(({ name }) => name === 'post-card').map(({ data }) => data);

let database: Awaited<ReturnType<typeof testDatabase>>;
let world: World;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
let store: string;
beforeEach(async () => {
  world = await makeWorld(database, { ...demo }, otherShop());
  store = await world.connect(demo);
});

describe('the stores', () => {
  it('are those of the workspace, oldest first', async () => {
    await world.connect(otherShop(), { prefix: 'O-' });
    const em = world.orm.em.fork();
    const workspace = em.create(Workspace, { chat: 'web', externalId: randomUUID(), name: 'Elsewhere' });
    const channel = em.create(Channel, { workspace, key: 'main', name: 'Main' });
    await em.flush();
    const elsewhere = createServices(world.context, { workspace: workspace.id, channel: channel.id, person: 'Eve', userId: 'eve' });
    expect((await world.services.stores()).map(({ handle }) => handle)).toEqual(['demo-shop', 'olive-oil']);
    expect(await elsewhere.stores()).toEqual([]);
    expect(await elsewhere.store('demo-shop')).toBeUndefined();
    expect(await elsewhere.storeAt(demo.url)).toBeUndefined();
    await expect(elsewhere.disable('demo-shop')).rejects.toThrow();
  });

  it.each(['https://demo.example', 'http://www.demo.example/', 'DEMO.example/wp-admin/index.php'])(
    'are known by the address %s',
    async (url) => {
      expect((await world.services.storeAt(url))?.handle).toBe('demo-shop');
    },
  );

  it('never show their credentials', async () => {
    const told = JSON.stringify([
      await world.services.stores(),
      await world.services.store('demo-shop'),
      await world.services.disable('demo-shop'),
    ]);
    expect(told).not.toContain(demo.consumerKey);
    expect(told).not.toContain(demo.consumerSecret);
  });
});

describe('what a store holds', () => {
  const order = (externalId: string, placed: string, state: 'imported' | 'held' = 'imported') => {
    const placedAt = new Date(placed);
    const record = sampleOrder({ id: externalId, number: externalId, placedAt });
    const { number, status, currency, total, paymentMethod, updatedAt } = record;
    const heldReason: HeldReason | undefined = state === 'held' ? { kind: 'no lines' } : undefined;
    return {
      ...{ id: randomUUID(), store, externalId, number, status, currency, total, paymentMethod },
      ...{ placedAt, updatedAt, record, state, heldReason, seenAt: noon },
    };
  };

  it('counts the orders of today by the store’s own day', async () => {
    // Ljubljana's 23 November begins at 23:00 UTC the day before.
    await world.orm.em
      .fork()
      .insertMany(Order, [
        order('1', '2026-11-22T22:59:59Z'),
        order('2', '2026-11-22T23:00:00Z'),
        order('3', '2026-11-23T09:00:00Z'),
        order('4', '2026-11-23T09:01:00Z', 'held'),
      ]);
    expect((await world.services.stores())[0]?.today).toEqual({ imported: 2, held: 1 });
  });

  it('is counted, with what waits by its reason', async () => {
    const em = world.orm.em.fork();
    await em.insertMany(Order, [
      order('1', '2026-11-01T10:00:00Z'),
      order('2', '2026-11-01T10:00:00Z', 'held'),
      order('3', '2026-11-01T10:00:00Z', 'held'),
    ]);
    const product = () => ({ id: randomUUID(), store, title: 'Mug', active: true, skuInherited: false, updatedAt: noon, seenAt: noon });
    await em.insertMany(Product, [
      { ...product(), externalId: '1' },
      { ...product(), externalId: '2', archivedAt: noon },
    ]);
    await em.insert(MalformedRecord, { id: randomUUID(), seenAt: noon, store, kind: 'order', key: '9', reason: 'no total', raw: {} });
    expect(await world.services.store('demo-shop')).toMatchObject({
      products: 1,
      orders: 1,
      held: { 'no lines': 2 },
      malformed: { orders: 1, products: 0 },
    });
  });
});

it('counts what waits in a store by payment method, by status and by kind, whatever else differs', async () => {
  const reasons: HeldReason[] = [
    { kind: 'no row', method: 'klarna', title: 'Klarna' },
    { kind: 'no row', method: 'klarna', title: 'Klarna' },
    { kind: 'status', status: 'on-hold' },
    { kind: 'status', status: 'on-hold', method: 'cod' },
    { kind: 'unknown SKU', skus: ['A'] },
    { kind: 'unknown SKU', skus: ['B'] },
    { kind: 'amounts', difference: '0.50' },
  ];
  const orders = reasons.map((heldReason, at) => {
    const record = sampleOrder({ id: String(at) });
    const { number, status, currency, total, paymentMethod, placedAt, updatedAt } = record;
    const columns = { id: randomUUID(), store, externalId: record.id, number, status, currency, total, paymentMethod, placedAt, updatedAt };
    return { ...columns, record, state: 'held' as const, heldReason, seenAt: noon };
  });
  await world.orm.em.fork().insertMany(Order, orders);
  expect(await world.services.store('demo-shop')).toMatchObject({
    held: { 'no row:klarna': 2, 'status:on-hold': 2, 'unknown SKU': 2, amounts: 1 },
    methods: { klarna: 'Klarna' },
  });
});

describe('starting', () => {
  it('begins one run of a double click', async () => {
    const clicks = [1, 2, 3].map(() => world.services.startImport({ store: 'demo-shop', days: 14, dryRun: false }));
    const states = (await Promise.all(clicks)).map(({ state }) => state);
    expect(states.sort()).toEqual(['running', 'running', 'started']);
    expect(await world.runs('import')).toHaveLength(1);
  });

  it('asks again for the job of a run that goes on, so that none is left without', async () => {
    await world.services.startSync({ store: 'demo-shop' });
    await world.services.startSync({ store: 'demo-shop' });
    const ids = world.jobs.map(({ id }) => id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('tells the progress of a nightly sync to who asks for one meanwhile', async () => {
    const run = { id: randomUUID(), store, kind: 'products' as const, result: { ...emptyResult(), read: 40 }, dryRun: false };
    await world.orm.em.fork().insert(SyncRun, { ...run, state: 'running', startedAt: noon });
    expect(await world.services.startSync({ store: 'demo-shop' })).toEqual({ state: 'started' });
    expect(world.posted).toMatchObject([{ key: `run:${run.id}`, card: { progress: { done: 40 } } }]);
    expect(await world.orm.em.fork().findOne(SyncRun, run.id)).toMatchObject({ channel: { id: world.who.channel }, startedBy: 'Ana' });
  });

  it('imports nothing before the products are known', async () => {
    await world.connect(otherShop(), { synced: false, prefix: 'O-' });
    const wanted = { store: 'olive-oil', days: 14, dryRun: true };
    expect(await world.services.startImport(wanted)).toEqual({ state: 'no products', syncing: true });
    await world.orm.em.fork().nativeUpdate(SyncRun, { store: { workspace: world.who.workspace }, state: 'running' }, { state: 'failed' });
    expect(await world.services.startImport(wanted)).toEqual({ state: 'no products', syncing: false });
  });

  it('is not done for a red store', async () => {
    await world.services.disable('demo-shop');
    expect(await world.services.startSync({ store: 'demo-shop' })).toMatchObject({ state: 'red', store: { disabledBy: 'Ana' } });
    expect(world.jobs.filter(({ name }) => name !== 'post-card')).toEqual([]);
  });

  it('looks again instead of importing when what was looked at no longer holds', async () => {
    const em = world.orm.em.fork();
    const { id } = await em.findOneOrFail(Store, { workspace: world.who.workspace, handle: 'demo-shop' });
    const stamp = stampOf(await inTransaction(em, (sql) => readDeciding(sql, id)));
    const wanted = { store: 'demo-shop', days: 14, dryRun: false, stamp };
    await world.services.startImport(wanted);
    await world.services.startImport(wanted);
    expect(await world.runs('import')).toMatchObject([{ dryRun: false }]);
    await em.nativeUpdate(SyncRun, { store: id, kind: 'import' }, { state: 'done' });
    await em.nativeUpdate(Store, { id }, { orderPrefix: 'NEW-' });
    await world.services.startImport(wanted);
    const [again] = (await world.runs('import')).filter(({ state }) => state === 'running');
    expect(again).toMatchObject({ dryRun: true, result: { stale: true } });
  });

  it('shows a message that no progress is older than', async () => {
    await world.services.startImport({ store: 'demo-shop', days: 14, dryRun: true });
    expect(world.posted).toMatchObject([{ revision: 0, card: { title: 'Looking at the orders of Demo Shop', progress: { done: 0 } } }]);
  });
});

describe('the light', () => {
  it('turns red with its reason when a check fails, and the alert channel is told once', async () => {
    Object.assign(world.shops[0] ?? {}, { refuses });
    await world.services.checkNow('demo-shop');
    await world.services.checkNow('demo-shop');
    expect(await world.services.store('demo-shop')).toMatchObject({
      health: 'red',
      reason: { kind: 'permission', advice: ['Edit the key.'] },
      refused: ['orders'],
      checkedAt: noon,
    });
    expect(alerts(world)).toMatchObject([{ channel: world.who.channel, card: { title: 'Demo Shop is not connected' } }]);
  });

  it('turns green again when the check is passed, and that is told once', async () => {
    Object.assign(world.shops[0] ?? {}, { refuses });
    await world.services.checkNow('demo-shop');
    Object.assign(world.shops[0] ?? {}, { refuses: {} });
    await world.services.enable('demo-shop');
    await world.services.enable('demo-shop');
    expect((await world.services.store('demo-shop'))?.health).toBe('green');
    expect(alerts(world)).toMatchObject([
      { card: { title: 'Demo Shop is not connected' } },
      { card: { title: 'Demo Shop is connected again' } },
      { card: { title: expect.stringMatching(/^Solved/) } },
    ]);
  });

  it('is red while a person has switched it off, and told once', async () => {
    await world.services.disable('demo-shop');
    await world.services.disable('demo-shop');
    await world.services.checkNow('demo-shop');
    expect(await world.services.store('demo-shop')).toMatchObject({
      health: 'red',
      disabledBy: 'Ana',
      reason: { text: 'Disabled by Ana.' },
    });
    expect(alerts(world)).toMatchObject([{ card: { title: 'Demo Shop is switched off' } }]);
  });

  it('is told by the same key when it was saved and not told before', async () => {
    Object.assign(world.shops[0] ?? {}, { refuses });
    const { enqueue } = world.context;
    world.context.enqueue = async () => {
      throw new Error('the queue is away');
    };
    await createServices(world.context, world.who).checkNow('demo-shop');
    world.context.enqueue = enqueue;
    await createServices(world.context, world.who).checkNow('demo-shop');
    expect(alerts(world)).toMatchObject([{ card: { title: 'Demo Shop is not connected' } }]);
  });

  it('lets what it stopped go on, once it is green', async () => {
    await world.services.startImport({ store: 'demo-shop', days: 14, dryRun: false });
    const [waiting] = world.jobs;
    Object.assign(world.shops[0] ?? {}, { refuses });
    await world.services.checkNow('demo-shop');
    world.jobs.length = 0;
    Object.assign(world.shops[0] ?? {}, { refuses: {} });
    await world.services.checkNow('demo-shop');
    expect(world.jobs).toContainEqual(waiting);
  });

  it('goes on with schedules once a store is enabled', async () => {
    const { id } = await world.connection(store);
    await world.services.disable('demo-shop');
    expect(world.scheduled.has(id)).toBe(false);
    await world.services.enable('demo-shop');
    expect(world.scheduled.has(id)).toBe(true);
  });
});

describe('connecting', () => {
  const reached = async () => {
    const { store } = await world.services.checkStore({
      platform: 'woocommerce',
      credentials: credentialsOf(otherShop()),
      plainHttp: false,
    });
    if (!store) throw new Error('not reached');
    return { platform: 'woocommerce' as const, credentials: credentialsOf(otherShop()), plainHttp: false, facts: store, refused: [] };
  };

  it('finds a handle of its own for a name that is taken', async () => {
    const { store } = await world.services.connectStore({ ...(await reached()), id: randomUUID(), name: 'Demo Shop', orderPrefix: 'O-' });
    expect(store).toMatchObject({ name: 'Demo Shop', handle: 'demo-shop-2', orderPrefix: 'O-' });
  });

  it('lets many people at once connect one store, one of them', async () => {
    const given = await reached();
    const all = [1, 2, 3, 4].map(() => world.services.connectStore({ ...given, id: randomUUID(), name: 'Olives', orderPrefix: 'O-' }));
    const states = (await Promise.all(all)).map(({ state }) => state);
    expect(states.sort()).toEqual(['connected', 'taken', 'taken', 'taken']);
    expect(await world.storeCount()).toBe(2);
  });

  it('does not begin the first sync again when it is through', async () => {
    const given = { ...(await reached()), id: randomUUID(), name: 'Olives', orderPrefix: 'O-' };
    await world.services.connectStore(given);
    await world.orm.em.fork().nativeUpdate(SyncRun, given.id, { state: 'done' });
    world.jobs.length = 0;
    expect((await world.services.connectStore(given)).state).toBe('connected');
    expect(world.jobs).toEqual([]);
  });

  it('keeps the merchant’s word that plain http is accepted', async () => {
    const given = { ...(await reached()), plainHttp: true };
    const store = randomUUID();
    await world.services.connectStore({ ...given, id: store, name: 'Olives', orderPrefix: 'O-' });
    await world.services.reconnectStore({ ...given, plainHttp: false, store: 'olives' });
    expect((await world.orm.em.fork().findOneOrFail(Connection, { store })).plainHttp).toBe(true);
  });
});
