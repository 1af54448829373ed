import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createServices } from '../../bot/services.ts';
import { Channel } from '../../db/entities/channel.ts';
import { Order } from '../../db/entities/order.ts';
import { Workspace } from '../../db/entities/workspace.ts';
import { testDatabase } from '../database.ts';
import { line } from '../db/sample-order.ts';
import { ago, makeOrders, type Orders } from '../dialogs/orders-world.ts';
import { noon } from '../dialogs/world.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let world: Orders;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await makeOrders(database);
});

const list = async (filter: 'all' | 'today' | 'held' | 'unpaid' | 'cod') => {
  const found = await world.services.orders({ store: 'demo-shop', filter });
  if (!found) throw new Error('There is no demo shop.');
  return { ...found, numbers: found.orders.map(({ number }) => number) };
};
/** What of the database a question could have changed. */
const kept = async () => JSON.stringify(await world.orm.em.fork().find(Order, { store: world.store }, { orderBy: { number: 'asc' } }));

describe('a list of orders', () => {
  beforeEach(async () => {
    await world.write([
      world.record({ number: '1' }),
      // Ljubljana’s 23 November begins at 23:00 UTC the day before.
      world.record({ number: '2', placedAt: new Date('2026-11-22T23:00:00Z') }),
      world.record({ number: '3', placedAt: new Date('2026-11-22T22:59:59Z') }),
      world.record({ number: '4', paymentMethod: 'klarna', paymentMethodTitle: 'Klarna', placedAt: ago(2) }),
      world.record({ number: '5', currency: 'USD', placedAt: ago(3) }),
      world.record({ number: '6', refunded: '5.25', placedAt: ago(4) }),
    ]);
    await world.look([world.record({ number: '7' })]);
    await world.settings({ payment: 'never' });
    await world.write([world.record({ number: '8', paymentMethod: 'bacs', paymentMethodTitle: 'Bank transfer', placedAt: ago(5) })]);
    await world.settings({ payment: 'adjusted' });
  });

  it('has the newest first, and none that were only looked at', async () => {
    const { numbers, orders } = await list('all');
    expect(numbers).toEqual(['2', '3', '1', '4', '5', '6', '8']);
    expect(orders[0]).toEqual({
      ...{ number: '2', omNumber: 'D-2', placedAt: new Date('2026-11-22T23:00:00Z'), buyer: 'Ana Žagar' },
      ...{ total: '15.25', currency: 'EUR', state: 'imported', paid: false, codAmount: '15.25' },
    });
  });

  it.each([
    ['today', ['2'], { orders: 1, sums: { EUR: '15.25' } }],
    ['held', ['4'], { orders: 1, sums: { EUR: '15.25' } }],
    ['unpaid', ['8'], { orders: 1, sums: { EUR: '15.25' } }],
    // What was given back is not collected.
    ['cod', ['2', '3', '1', '5', '6'], { orders: 5, sums: { EUR: '55.75', USD: '15.25' } }],
  ] as const)('of “%s” has those, and counts them by currency', async (filter, wanted, counted) => {
    const { numbers, groups } = await list(filter);
    expect(numbers).toEqual(wanted);
    expect(groups[filter]).toEqual(counted);
  });

  it('counts all groups, whichever is listed', async () => {
    const { groups } = await list('held');
    expect(Object.entries(groups).map(([name, { orders }]) => [name, orders])).toEqual([
      ['all', 7],
      ['today', 1],
      ['held', 1],
      ['unpaid', 1],
      ['cod', 5],
    ]);
  });

  it('tells why an order waits', async () => {
    expect((await list('held')).orders).toMatchObject([{ state: 'held', reason: { kind: 'no row', method: 'klarna', title: 'Klarna' } }]);
  });

  it('has nothing to collect, and nothing unpaid, where the store has cancelled', async () => {
    const cancelled = { updatedAt: noon, status: 'cancelled' };
    const record = (await world.orm.em.fork().findOneOrFail(Order, { store: world.store, number: '5' })).externalId;
    await world.write([world.record({ id: record, number: '5', currency: 'USD', placedAt: ago(3), ...cancelled })]);
    expect((await list('cod')).groups.cod.sums).toEqual({ EUR: '55.75' });
    expect((await list('all')).numbers).toContain('5');
  });

  it('has nothing that waits where the store has cancelled what its row does not let in', async () => {
    await world.settings({ payment: 'never' });
    await world.write([world.record({ number: '9', paymentMethod: 'bacs', status: 'cancelled', placedAt: ago(1) })]);
    const { numbers, groups } = await list('held');
    expect([numbers, groups.held.orders, groups.all.orders]).toEqual([['4'], 1, 8]);
  });

  it('has nothing to collect where the store says that it was delivered', async () => {
    const record = (await world.orm.em.fork().findOneOrFail(Order, { store: world.store, number: '5' })).externalId;
    await world.write([world.record({ id: record, number: '5', currency: 'USD', placedAt: ago(3), updatedAt: noon, status: 'completed' })]);
    const { numbers, groups } = await list('cod');
    expect([numbers, groups.cod.sums]).toEqual([['2', '3', '1', '6'], { EUR: '55.75' }]);
  });

  it('has at most 50', async () => {
    await world.write(Array.from({ length: 60 }, () => world.record({ placedAt: ago(6) })));
    const { numbers, groups } = await list('all');
    expect([numbers.length, groups.all.orders]).toEqual([50, 67]);
  });

  it('is nothing where there is no such store, or it is another workspace’s', async () => {
    const em = world.orm.em.fork();
    const workspace = em.create(Workspace, { chat: 'web', externalId: randomUUID(), name: 'Elsewhere' });
    const channel = em.create(Channel, { workspace, key: 'main', name: 'Main' });
    await em.flush();
    const elsewhere = createServices(world.context, { workspace: workspace.id, channel: channel.id, person: 'Eve', userId: 'eve' });
    const asked = { store: 'demo-shop', number: '1' };
    expect(await world.services.orders({ store: 'nobody', filter: 'all' })).toBeUndefined();
    expect(await elsewhere.orders({ store: 'demo-shop', filter: 'all' })).toBeUndefined();
    expect([await elsewhere.order(asked), await elsewhere.trace(asked), await elsewhere.simulate(asked)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect([await elsewhere.storesWithOrder('1'), await elsewhere.stock(asked), await elsewhere.history('demo-shop')]).toEqual([
      [],
      undefined,
      undefined,
    ]);
  });
});

describe('an order', () => {
  it('is found by the store’s number, by ours and by the store’s id, in this order', async () => {
    await world.write([
      world.record({ id: '77', number: 'SPLET-5' }),
      world.record({ id: '5', number: '9' }),
      world.record({ id: '6', number: '77' }),
    ]);
    const found = async (number: string) => (await world.services.order({ store: 'demo-shop', number }))?.number;
    const said = ['SPLET-5', 'splet-5', 'D-SPLET-5', 'd-9', '9', '77', '5', ' 9 ', '6', 'LET-5', 'D-', '', '%', '9999999999'];
    expect(await Promise.all(said.map(found))).toEqual([
      ...['SPLET-5', 'SPLET-5', 'SPLET-5', '9', '9', '77', '9', '9', '77'],
      ...[undefined, undefined, undefined, undefined, undefined],
    ]);
  });

  it('is found by the number it got here, whatever the prefix is now', async () => {
    await world.write([world.record({ number: '12' })]);
    await world.changeStore({ orderPrefix: 'X-' });
    expect(await world.services.order({ store: 'demo-shop', number: 'D-12' })).toMatchObject({ number: '12', omNumber: 'D-12' });
  });

  it('is told to be in those stores that have that number', async () => {
    const other = await world.connectAnother();
    await world.write([world.record({ number: '31' }), world.record({ id: '33', number: '32' })]);
    await world.write([world.record({ id: '900', number: '33' })], { into: other });
    const handles = async (number: string) => (await world.services.storesWithOrder(number)).map(({ handle }) => handle);
    expect(await handles('31')).toEqual(['demo-shop']);
    expect(await handles('33')).toEqual(['olive-oil']);
    expect(await handles('O-33')).toEqual(['olive-oil']);
    expect(await handles('o33')).toEqual(['olive-oil']);
    expect(await handles('34')).toEqual([]);
    // It is not here yet, but only one store's orders begin so.
    expect(await handles('d-34')).toEqual(['demo-shop']);
  });

  it('is as it came in, whatever the settings are now', async () => {
    const record = world.record({
      number: '40',
      note: 'Ring twice',
      descriptions: [{ label: 'Gift', value: 'Yes' }],
      lines: [{ ...line('A-1'), descriptions: [{ label: 'Gravura', value: 'Žiga' }] }],
    });
    await world.write([record]);
    await world.settings({
      payment: 'never',
      orderDescriptions: false,
      productDescriptions: false,
      buyerContact: false,
      transferStatus: 'confirmed',
    });
    expect(await world.services.order({ store: 'demo-shop', number: '40' })).toMatchObject({
      ...{ omNumber: 'D-40', state: 'imported', simulated: false, storeStatus: 'Processing', payment: 'Cash on delivery' },
      ...{ omStatus: 'received', paid: false, codAmount: '15.25', placedAt: record.placedAt, mode: 'adjusted' },
      order: {
        notes: ['Ring twice', 'Gift: Yes'],
        recipient: { email: 'ana@example.com' },
        lines: [{ sku: 'A-1', description: 'Gravura: Žiga' }],
        total: '15.25',
      },
      history: [{ what: 'imported', by: { job: 'import-orders', person: 'Ana' } }],
    });
  });

  it('that waits is told with its reason, and what its number would be', async () => {
    await world.write([world.record({ number: '41', lines: [line('X-1')] })]);
    const order = await world.services.order({ store: 'demo-shop', number: '41' });
    expect(order).toMatchObject({ state: 'held', omNumber: 'D-41', reason: { kind: 'unknown SKU', skus: ['X-1'] } });
    expect(order).not.toHaveProperty('paid');
  });
});

describe('simulating an order', () => {
  const simulate = (number: string) => world.services.simulate({ store: 'demo-shop', number });

  it('tells what it would become by the settings and rows of now, and changes nothing', async () => {
    world.shop.orders?.push(world.record({ number: '50', note: 'Ring twice' }));
    await world.settings({ transferStatus: 'on hold', orderDescriptions: false });
    const before = await kept();
    expect(await simulate('50')).toMatchObject({
      ...{ simulated: true, state: 'imported', omNumber: 'D-50', omStatus: 'on hold', paid: false, codAmount: '15.25', history: [] },
      order: { notes: [] },
    });
    expect(await kept()).toBe(before);
  });

  it('tells why it would wait', async () => {
    world.shop.orders?.push(world.record({ number: '51', paymentMethod: 'klarna', paymentMethodTitle: 'Klarna' }));
    expect(await simulate('51')).toMatchObject({ state: 'held', reason: { kind: 'no row', title: 'Klarna' }, unmet: true });
    world.shop.orders?.push(world.record({ number: '52', lines: [line('MAJ-9')] }));
    await world.addProduct('MAJ-9', 'Majica', { skuInherited: true });
    expect(await simulate('52')).toMatchObject({ problems: [{ kind: 'inherited', products: [{ title: 'Majica' }] }], mode: 'adjusted' });
    expect(await simulate('52')).not.toHaveProperty('unmet');
  });

  it('goes by the store, not by what is kept here, and says when it came in before', async () => {
    const record = world.record({ number: '52' });
    await world.write([record]);
    world.shop.orders?.push({ ...record, status: 'cancelled' });
    expect(await simulate('52')).toMatchObject({ already: 'D-52', state: 'held', reason: { kind: 'status', status: 'cancelled' } });
  });

  it('takes our own number, too', async () => {
    world.shop.orders?.push(world.record({ number: '53' }));
    for (const said of ['d-53', 'd53']) expect(await simulate(said)).toMatchObject({ number: '53' });
  });

  it('tells nothing of an order that the store does not show, and why it could not be asked', async () => {
    world.shop.orders?.push({ id: '9', number: '54', reason: 'total: is not a decimal number', raw: {} });
    expect(await simulate('999')).toBeUndefined();
    expect(await simulate('54')).toEqual({ problem: { kind: 'unreadable', reason: 'total: is not a decimal number' } });
    world.shops.length = 0;
    expect(await simulate('55')).toMatchObject({ problem: { kind: 'trouble', advice: ['Check the spelling.'] } });
    await world.services.disable('demo-shop');
    expect(await simulate('55')).toEqual({ problem: { kind: 'off', disabledBy: 'Ana' } });
  });
});

describe('stock', () => {
  const stock = async (said?: string) => {
    const found = await world.services.stock({ store: 'demo-shop', said });
    if (!found) throw new Error('There is no demo shop.');
    return found;
  };
  const sold = (sku: string, quantity: string, given = {}) =>
    world.record({ lines: [{ ...line(sku), quantity }], total: '15.25', ...given });
  beforeEach(async () => {
    await world.addProduct('B-1', 'Blue plate', { stock: '10', variant: 'Size: L' });
    await world.addProduct('B-2', 'Red plate', { stock: '1' });
    await world.write([
      ...[sold('B-1', '2'), sold('B-1', '1.5'), sold('B-2', '3'), sold('B-1', '4', { status: 'completed' })],
      ...[sold('B-1', '5', { paymentMethod: 'klarna' }), sold('B-1', '6', { status: 'pending' })],
    ]);
    await world.look([sold('B-1', '7')]);
    const shipped = sold('B-1', '8');
    await world.write([shipped]);
    await world.orm.em.fork().nativeUpdate(Order, { store: world.store, externalId: shipped.id }, { omStatus: 'shipped' });
  });

  it('is told without what orders hold that came in and are not shipped', async () => {
    expect(await stock('plate')).toEqual({
      ...{ store: { name: 'Demo Shop', handle: 'demo-shop' }, said: 'plate', reservations: true, total: 2 },
      items: [
        { sku: 'B-1', title: 'Blue plate, Size: L', inStore: '10', reserved: '3.5', told: '6.5' },
        { sku: 'B-2', title: 'Red plate', inStore: '1', reserved: '3', told: '0' },
      ],
    });
  });

  it('is told as it is while reservations are not included', async () => {
    await world.settings({ reservations: false });
    expect((await stock('b-1')).items).toMatchObject([{ inStore: '10', reserved: '3.5', told: '10' }]);
  });

  it('has no number where the store does not count', async () => {
    expect((await stock('mug')).items).toEqual([{ sku: 'A-1', title: 'Mug', reserved: '0' }]);
  });

  it('is found by SKU or a part of the title, the SKU in full first', async () => {
    await world.addProduct('Plate', 'A thing');
    expect((await stock('PLATE')).items.map(({ sku }) => sku)).toEqual(['Plate', 'B-1', 'B-2']);
    expect((await stock('size: l')).items.map(({ sku }) => sku)).toEqual(['B-1']);
    for (const nothing of ['%', '_', '\\', 'nothing like it']) expect((await stock(nothing)).items).toEqual([]);
  });

  it('is shown of 20 products at most, and of none that is gone or has no SKU of its own', async () => {
    for (let at = 0; at < 25; at++) await world.addProduct(`C-${at}`, `Cup ${at}`);
    await world.addProduct('G-1', 'Gone cup', { archivedAt: noon });
    await world.addProduct('I-1', 'Inherited cup', { skuInherited: true });
    const found = await stock('cup');
    expect([found.items.length, found.total]).toEqual([20, 25]);
    expect((await stock()).total).toBe(28);
  });
});

it('tells no stock of products that share an SKU, because they are not synced', async () => {
  await world.addProduct('D-1', 'Double mug', { stock: '4' });
  const stock = async () => (await world.services.stock({ store: 'demo-shop' }))?.items.map(({ sku }) => sku);
  expect(await stock()).toEqual(['D-1', 'A-1']);
  await world.addProduct('D-1', 'The other double mug', { stock: '5', externalId: 'D-1 again' });
  expect(await stock()).toEqual(['A-1']);
});

describe('the history', () => {
  it('has the newest first, of one store with what belongs to all, or of all stores', async () => {
    const other = await world.connectAnother();
    await world.services.addType({ kind: 'payment', name: 'Klarna' });
    await world.services.disable('demo-shop');
    const subjects = async (store?: string) => (await world.services.history(store))?.lines.map(({ store, subject }) => [store, subject]);
    expect(await subjects('demo-shop')).toEqual([
      ['Demo Shop', 'disabled'],
      [undefined, 'Klarna'],
      ['Demo Shop', 'connected'],
    ]);
    expect(await subjects()).toEqual([
      ['Demo Shop', 'disabled'],
      [undefined, 'Klarna'],
      ['Olive & Oil', 'connected'],
      ['Demo Shop', 'connected'],
    ]);
    expect(other).toBeTruthy();
    expect(await world.services.history('nobody')).toBeUndefined();
  });

  it('has at most 50 lines, and says that there are more', async () => {
    for (let at = 0; at < 49; at++) await world.services.addType({ kind: 'payment', name: `Type ${at}` });
    expect(await world.services.history()).toMatchObject({ more: false, timeZone: 'Europe/Ljubljana' });
    await world.services.addType({ kind: 'payment', name: 'One more' });
    const { lines, more } = (await world.services.history()) ?? { lines: [] };
    expect([lines.length, more, lines[0]?.subject, lines[0]?.person]).toEqual([50, true, 'One more', 'Ana']);
  });
});
