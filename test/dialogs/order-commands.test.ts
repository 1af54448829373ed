import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { command } from '../../dialogs/commands.ts';
import type { Services } from '../../dialogs/services.ts';
import { testDatabase } from '../database.ts';
import { ago, makeOrders, type Orders } from './orders-world.ts';
import { play } from './play.ts';
import { makeWorld } from './world.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let world: Orders;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await makeOrders(database);
  await world.write([
    world.record({ number: '1234' }),
    world.record({ number: 'SPLET-1034' }),
    world.record({ number: '24', status: 'on-hold', placedAt: ago(2) }),
  ]);
});

/** What a line is answered with in the end; a dialog is played with these turns. */
async function say(text: string, turns: Record<string, unknown>[] = [], services: Services = world.services) {
  const reply = await command(text, services);
  const played = reply.kind === 'dialog' ? await play(reply, services, ...turns) : undefined;
  const card = reply.kind === 'card' ? reply.card : played?.card;
  return {
    title: card?.title,
    text: card?.text,
    buttons: card?.actions?.map((action) => action.command) ?? [],
    rows: card?.table?.rows ?? [],
    asks: played?.form && Object.keys(played.form.form.fields),
    waits: played?.screens.flatMap((screen) => (screen.kind === 'waiting' ? [screen.text] : [])),
  };
}

describe('“why”', () => {
  it.each([
    ...['why 1234', 'why #1234', '/om why 1234 demo-shop', 'why demo-shop 1234', 'why did order #1234 not come?', 'why D-1234'],
    ...[
      'Why didn’t order 1234 from demo arrive?',
      "why hasn't 1234 come yet",
      'why is order no. 1234 not here in Demo Shop?',
      'why d-1234?',
    ],
  ])('traces the order as “%s”', async (text) => {
    expect(await say(text)).toMatchObject({ title: 'Order 1234 of Demo Shop is here', waits: ['Looking into it…'] });
  });

  it('takes numbers with letters, as plugins give them', async () => {
    expect(await say('why splet-1034')).toMatchObject({ title: 'Order SPLET-1034 of Demo Shop is here' });
  });

  it('asks for the number when none is said, and keeps the store', async () => {
    expect(await say('why')).toMatchObject({ asks: ['number'] });
    expect(await say('why demo-shop')).toMatchObject({ asks: ['number'] });
    expect(await say('why did it not come?', [{ number: ' #1234 ' }])).toMatchObject({ title: 'Order 1234 of Demo Shop is here' });
  });

  it('asks which store, unless one is said, or only one has that number', async () => {
    const other = await world.connectAnother();
    expect(await say('why 1234')).toMatchObject({ title: 'Order 1234 of Demo Shop is here' });
    expect(await say('why 777')).toMatchObject({ asks: ['handle'] });
    expect(await say('why 777', [{ handle: 'olive-oil' }])).toMatchObject({ title: 'Olive & Oil shows no order 777' });
    expect(await say('why 1234 olive')).toMatchObject({ title: 'Olive & Oil shows no order 1234' });
    await world.write([world.record({ number: '1234' })], { into: other });
    expect(await say('why 1234')).toMatchObject({ asks: ['handle'] });
    expect(await say('why O-1234')).toMatchObject({ title: 'Order 1234 of Olive & Oil is here' });
  });

  it('finds the number beside a store whose name has one', async () => {
    await world.changeStore({ name: 'Shop 24', handle: 'shop-24' });
    for (const text of ['why 1234 shop 24', 'why shop 24 1234', 'why shop-24 1234'])
      expect(await say(text)).toMatchObject({ title: 'Order 1234 of Shop 24 is here' });
  });

  it('offers the stores beside an order when nobody is called so', async () => {
    expect(await say('why 1234 nowhere')).toMatchObject({ title: 'I know no store “nowhere”', buttons: ['why 1234 demo-shop', 'stores'] });
  });

  it('asks the store for one that is not here', async () => {
    world.shop.orders?.push(world.record({ number: '2000', paymentMethod: 'klarna', paymentMethodTitle: 'Klarna' }));
    expect(await say('why 2000')).toMatchObject({ title: 'Order 2000 of Demo Shop is not here yet' });
    expect((await say('why 2001')).buttons).toEqual(['check demo-shop', 'orders demo-shop']);
  });

  it('needs a store', async () => {
    const { services } = await makeWorld(database);
    for (const text of ['why 1', 'order 1', 'simulate 1', 'orders', 'history', 'stock mug'])
      expect(await say(text, [], services)).toMatchObject({ title: 'No store is connected yet' });
  });

  it('tells when the store went away meanwhile', async () => {
    const gone = { ...world.services, trace: async () => undefined };
    expect(await say('why 1234', [], gone)).toMatchObject({ title: 'This store is gone' });
  });
});

describe('“order”', () => {
  it.each(['order 1234', 'order #1234 demo-shop', 'order D-1234'])('shows one as “%s”', async (text) => {
    expect(await say(text)).toMatchObject({ title: 'Order D-1234', rows: [['A-1', 'Thing A-1', '1', '€10.00', '€10.00']] });
  });

  it('says so when it is not here, and offers to ask why', async () => {
    expect(await say('order 777')).toMatchObject({
      title: 'Order 777 of Demo Shop is not here',
      buttons: ['why 777 demo-shop', 'orders demo-shop'],
    });
  });

  it('asks which, and of which store', async () => {
    await world.connectAnother();
    expect(await say('order', [{ handle: 'demo-shop' }, { number: '#24' }])).toMatchObject({
      title: 'Order 24 of Demo Shop is not in yet',
    });
  });
});

describe('“simulate”', () => {
  it('tells what an order of the store would become', async () => {
    world.shop.orders?.push(world.record({ number: '2000' }));
    expect(await say('simulate 2000')).toMatchObject({
      title: 'What order 2000 of Demo Shop would become',
      text: expect.stringContaining('It would come in'),
    });
    expect(await say('simulate 2001')).toMatchObject({ title: 'Demo Shop shows no order 2001' });
    await world.services.disable('demo-shop');
    expect(await say('simulate 2000')).toMatchObject({
      title: 'Order 2000 of Demo Shop cannot be looked up',
      buttons: ['enable demo-shop', 'check demo-shop'],
    });
  });
});

describe('“orders”', () => {
  it.each([
    ['orders', 'Orders of Demo Shop', ['D-SPLET-1034', 'D-1234', '24']],
    ['orders all demo', 'Orders of Demo Shop', ['D-SPLET-1034', 'D-1234', '24']],
    ['orders held', 'Orders of Demo Shop that wait', ['24']],
    ['orders demo-shop waiting', 'Orders of Demo Shop that wait', ['24']],
    ['orders today', 'Today’s orders of Demo Shop', []],
    ['orders unpaid demo-shop', 'Orders of Demo Shop that are not paid', []],
    ['orders cod', 'Cash on delivery of Demo Shop', ['D-SPLET-1034', 'D-1234']],
  ])('lists them as “%s”', async (text, title, numbers) => {
    const shown = await say(text);
    expect(shown.title).toBe(title);
    expect(shown.rows.map(([number]) => number)).toEqual(numbers);
  });

  it('asks which store, and keeps which orders', async () => {
    await world.connectAnother();
    expect(await say('orders held', [{ handle: 'demo-shop' }])).toMatchObject({ title: 'Orders of Demo Shop that wait' });
    expect(await say('orders held nowhere')).toMatchObject({
      buttons: expect.arrayContaining(['orders held demo-shop', 'orders held olive-oil']),
    });
  });

  it('takes a store that is called like a filter', async () => {
    await world.changeStore({ name: 'Today', handle: 'today' });
    expect(await say('orders today')).toMatchObject({ title: 'Orders of Today' });
    expect(await say('orders held today')).toMatchObject({ title: 'Orders of Today that wait' });
  });
});

describe('“history”', () => {
  it('is that of the only store, of one that is named, or of all', async () => {
    expect(await say('history')).toMatchObject({ title: 'History of Demo Shop' });
    await world.connectAnother();
    expect(await say('history')).toMatchObject({ title: 'History of all stores' });
    expect(await say('history olive')).toMatchObject({ title: 'History of Olive & Oil' });
    expect(await say('history nowhere')).toMatchObject({ buttons: expect.arrayContaining(['history demo-shop']) });
    await world.changeStore({ name: 'Olive shop', handle: 'olive-shop' });
    expect(await say('history oliv', [{ handle: 'olive-shop' }])).toMatchObject({ title: 'History of Olive shop' });
  });
});

describe('“stock”', () => {
  beforeEach(async () => {
    await world.addProduct('B-1', 'Demo plate', { stock: '3' });
  });

  it.each([
    ['stock', 'Stock of Demo Shop', ['B-1', 'A-1']],
    ['stock demo-shop', 'Stock of Demo Shop', ['B-1', 'A-1']],
    ['stock mug', 'Stock of “mug” in Demo Shop', ['A-1']],
    ['stock a-1 demo', 'Stock of “a-1” in Demo Shop', ['A-1']],
    ['stock demo-shop plate', 'Stock of “plate” in Demo Shop', ['B-1']],
    ['stock demo plate', 'Stock of “demo plate” in Demo Shop', ['B-1']],
    ['stock nothing like it', 'Demo Shop has no product “nothing like it”', []],
  ])('is shown as “%s”', async (text, title, skus) => {
    const shown = await say(text);
    expect(shown.title).toBe(title);
    expect(shown.rows.map(([sku]) => sku)).toEqual(skus);
  });

  it('is that of the store that has the product, or asked for', async () => {
    await world.connectAnother();
    expect(await say('stock plate')).toMatchObject({ title: 'Stock of “plate” in Demo Shop' });
    expect(await say('stock mug', [{ handle: 'olive-oil' }])).toMatchObject({ title: 'Stock of “mug” in Olive & Oil' });
    expect(await say('stock', [{ handle: 'olive-oil' }])).toMatchObject({ title: 'Stock of Olive & Oil' });
  });
});
