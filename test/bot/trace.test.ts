import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Malformed } from '../../connectors/connector.ts';
import { PermissionError } from '../../connectors/errors.ts';
import type { OrderRecord } from '../../connectors/records.ts';
import { Order } from '../../db/entities/order.ts';
import { redecideHeld } from '../../db/redecide-held.ts';
import { command } from '../../dialogs/commands.ts';
import type { TracedOrder } from '../../dialogs/services/orders.ts';
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

const inStore = (...orders: (OrderRecord | Malformed)[]) => world.shop.orders?.push(...orders);

describe('the trace of an order', () => {
  it('tells the store’s connection, since when orders are brought, and how often', async () => {
    expect(await world.trace('1')).toEqual({
      store: { name: 'Demo Shop', handle: 'demo-shop', timeZone: 'Europe/Ljubljana' },
      ...{ number: '1', found: 'nowhere', connection: { health: 'green' }, since: ago(10), syncedUntil: noon, automatic: 5 },
    });
  });

  it('tells of one that came in: as what, when, and by whom', async () => {
    await world.write([world.record({ number: '1' })]);
    expect(await world.trace('D-1')).toMatchObject({
      ...{ number: '1', found: 'here', firstSeenAt: noon },
      order: { state: 'imported', omNumber: 'D-1', importedAt: noon, importedBy: { job: 'import-orders', person: 'Ana' } },
    });
  });

  it('tells who let one in that had waited', async () => {
    await world.write([world.record({ number: '1', lines: [line('B-1')] })]);
    await world.addProduct('B-1', 'Plate');
    const release = {
      store: world.store,
      release: world.run,
      by: { job: 'release-held-orders' },
      now: noon,
      signal: AbortSignal.timeout(9999),
    };
    await redecideHeld(world.orm.em.fork(), release);
    expect((await world.trace('1')).order).toMatchObject({ state: 'imported', importedBy: { job: 'release-held-orders' } });
  });

  const waiting: [name: string, given: Partial<OrderRecord>, told: Partial<TracedOrder>][] = [
    [
      'a row',
      { paymentMethod: 'klarna', paymentMethodTitle: 'Klarna' },
      {
        reason: { kind: 'no row', method: 'klarna', title: 'Klarna' },
        row: { handle: 'klarna', title: 'Klarna', confirmed: false, cod: false },
        wanted: [],
      },
    ],
    [
      'its status',
      { status: 'on-hold' },
      {
        reason: { kind: 'status', status: 'on-hold', method: 'cod' },
        status: 'On hold',
        wanted: ['Processing', 'Completed'],
        statusFits: false,
      },
    ],
    [
      'a product without SKU',
      { lines: [line(undefined, '10.00', 'Gift card')] },
      {
        reason: { kind: 'no SKU', lines: ['Gift card'] },
        lines: [{ title: 'Gift card', sku: undefined, problem: { kind: 'deleted', line: 'Gift card', products: [] } }],
      },
    ],
    [
      'an SKU that is not known',
      { lines: [line('A-1', '5.00'), line('B-1', '5.00')] },
      {
        reason: { kind: 'unknown SKU', skus: ['B-1'] },
        lines: [
          { title: 'Thing A-1', sku: 'A-1' },
          { title: 'Thing B-1', sku: 'B-1', problem: { kind: 'unknown', line: 'Thing B-1', sku: 'B-1', products: [] } },
        ],
      },
    ],
    ['products at all', { lines: [] }, { reason: { kind: 'no lines' }, lines: [] }],
    ['amounts that add up', { total: '20.00' }, { reason: { kind: 'amounts', difference: '4.75' }, difference: '4.75', currency: 'EUR' }],
  ];

  it.each(waiting)('tells of one that waits for %s', async (_name, given, told) => {
    await world.write([world.record({ number: '1', ...given })]);
    expect(await world.trace('1')).toMatchObject({ found: 'here', order: { state: 'held', daysBack: 2, ...told } });
  });

  it.each(waiting)('judges one the same that only the store has, and would wait for %s', async (_name, given, told) => {
    inStore(world.record({ number: '1', ...given }));
    const { row, ...rest } = told;
    expect(await world.trace('1')).toMatchObject({ found: 'store', order: { state: 'unknown', ...rest } });
  });

  it('judges by the rows, settings and products of now, not by those of then', async () => {
    await world.write([world.record({ number: '1', lines: [line('B-1')] })]);
    await world.addProduct('B-1', 'Plate');
    expect((await world.trace('1')).order).not.toHaveProperty('reason');
    await world.changeRow({ statuses: ['completed'] });
    expect((await world.trace('1')).order).toMatchObject({ reason: { kind: 'status' }, wanted: ['Completed'] });
    await world.changeRow({ confirmedAt: null });
    expect((await world.trace('1')).order).toMatchObject({ reason: { kind: 'no row' }, row: { handle: 'cod', confirmed: false } });
    await world.settings({ payment: 'never' });
    expect((await world.trace('1')).order).toMatchObject({ wanted: ['Processing', 'Completed'], statusFits: true, mode: 'never' });
  });

  it('gives a line that waits the SKU that its product has by now', async () => {
    const nameless = { ...line(undefined), productId: 'B-1' };
    await world.write([world.record({ number: '1', lines: [nameless] })]);
    await world.addProduct('B-1', 'Plate');
    expect((await world.trace('1')).order).toMatchObject({ lines: [{ sku: 'B-1' }] });
  });

  it('tells of one that was only looked at', async () => {
    await world.look([world.record({ number: '1', placedAt: ago(20) })]);
    expect(await world.trace('1')).toMatchObject({ found: 'here', order: { state: 'seen', placedAt: ago(20), daysBack: 21 } });
  });

  it.each([0, 0.5, 1, 13.999])('counts the days that an import must reach back for one of %s days ago', async (days) => {
    inStore(world.record({ number: '1', placedAt: ago(days) }));
    const { order } = await world.trace('1');
    // A minute later it is still among them.
    expect(ago(order?.daysBack ?? 0).getTime() + 60_000).toBeLessThanOrEqual(ago(days).getTime());
    expect(order?.daysBack).toBe(Math.floor(days) + 1);
  });

  it('tells what is in the way of asking the store', async () => {
    Object.assign(world.shop, { refuses: { orders: new PermissionError('The key may not read orders.', { advice: ['Edit the key.'] }) } });
    expect(await world.trace('1')).toMatchObject({
      found: 'untold',
      problem: { kind: 'trouble', text: expect.stringContaining('may not read orders'), advice: ['Edit the key.'] },
    });
  });

  it('does not ask a store whose connection is red', async () => {
    inStore(world.record({ number: '1' }));
    const reason = { kind: 'network', text: 'It is down.', advice: ['Wait.'] };
    await world.change({ health: 'red', healthReason: reason });
    expect(await world.trace('1')).toMatchObject({
      ...{ found: 'untold', problem: { kind: 'off', text: 'It is down.', advice: ['Wait.'] } },
      connection: { health: 'red', text: 'It is down.' },
    });
    await world.services.disable('demo-shop');
    expect(await world.trace('1')).toMatchObject({ problem: { kind: 'off', disabledBy: 'Ana' }, connection: { disabledBy: 'Ana' } });
  });

  it('tells of one that the store shows and nobody can read', async () => {
    inStore({ id: '1', number: '1', reason: 'total: is not a decimal number', raw: {} });
    expect(await world.trace('1')).toMatchObject({
      found: 'untold',
      problem: { kind: 'unreadable', reason: 'total: is not a decimal number' },
    });
  });

  it('knows no window before the products are synced', async () => {
    await world.change({ firstSyncedAt: null, ordersSyncedAt: null });
    expect(await world.trace('1')).not.toHaveProperty('since');
  });

  it('says of an SKU that is not known why, and which products are to be mended', async () => {
    await world.addProduct('MAJ-9', 'Majica', { variant: 'Size: M', skuInherited: true });
    for (const title of ['One', 'Two']) await world.addProduct('DVOJ-1', title, { externalId: title });
    await world.addProduct('OLD-1', 'Old', { archivedAt: noon });
    const lines = [line('MAJ-9'), line('DVOJ-1'), { ...line('OLD-1'), productId: 'OLD-1' }, line('NEW-1'), line('A-1')];
    inStore(world.record({ number: '1', lines }));
    const order = (await world.trace('1')).order;
    expect(order?.lines.map(({ problem }) => problem && [problem.kind, ...problem.products.map(({ title }) => title)])).toEqual([
      ...[['inherited', 'Majica'], ['shared', 'One', 'Two'], ['deleted'], ['unknown'], undefined],
    ]);
  });

  it('gives a method that was never met its row, so that its button opens it', async () => {
    inStore(world.record({ number: '1', paymentMethod: 'klarna_payments', paymentMethodTitle: 'Klarna' }));
    const told = { row: { handle: 'klarna-payments', title: 'Klarna', confirmed: false } };
    expect((await world.trace('1')).order).toMatchObject(told);
    expect((await world.trace('1')).order).toMatchObject(told);
    expect(await command('map klarna-payments demo-shop', world.services)).toMatchObject({ kind: 'dialog' });
  });

  it('tells by which payment transfer one came in, and what it had waited for', async () => {
    await world.settings({ payment: 'always' });
    await world.write([world.record({ number: '1' })]);
    await world.settings({ payment: 'adjusted' });
    expect((await world.trace('1')).order).toMatchObject({ cameInBy: 'always', mode: 'adjusted' });
  });

  it('changes nothing', async () => {
    inStore(world.record({ number: '2' }));
    await world.write([world.record({ number: '1', lines: [line('B-1')] })]);
    const kept = async () => JSON.stringify(await world.orm.em.fork().find(Order, { store: world.store }));
    const before = await kept();
    for (const number of ['1', '2', '3']) await world.trace(number);
    expect(await kept()).toBe(before);
    expect([world.jobs, world.posted]).toEqual([[], []]);
  });
});
