import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Product } from '../../db/entities/product.ts';
import { Store } from '../../db/entities/store.ts';
import { inTransaction } from '../../db/sql.ts';
import { tryRow } from '../../db/try-row.ts';
import { testDatabase } from '../database.ts';
import { makePayments, type Payments } from '../dialogs/payments-world.ts';
import { noon } from '../dialogs/world.ts';
import { line } from './sample-order.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let world: Payments;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await makePayments(database);
});

const cod = { method: 'cod', title: 'Cash on delivery', statuses: ['processing', 'completed'], cod: true, confirmed: true };
const since = new Date(noon.getTime() - 60 * 86_400_000);
const attempt = (row = cod) => inTransaction(world.orm.em.fork(), (sql) => tryRow(sql, { store: world.store, row, since }));
const none = { orders: 0, sums: {} };

it('decides every order of the method, page by page', async () => {
  await world.orders('cod', 1_003);
  await world.orders('cod', 7, 'imported');
  expect(await attempt()).toEqual({
    ...{ orders: 1_010, alreadyIn: 7, held: {} },
    ways: { paid: none, cod: { orders: 1_003, sums: { EUR: '15295.75' } }, unpaid: none },
  });
});

it('says why orders would still wait', async () => {
  await world.orders('cod', 2, 'seen', { status: 'on-hold' });
  await world.orders('cod', 1, 'held', { lines: [line('X-9')] });
  await world.orders('cod', 1, 'held', { lines: [line(undefined)] });
  await world.orders('cod', 1, 'held', { total: '99.00' });
  expect((await attempt()).held).toEqual({ 'status:on-hold': 2, 'unknown SKU': 1, 'no SKU': 1, amounts: 1 });
});

it('gives lines the SKU that their product has by now, as a release does', async () => {
  await world.orders('cod', 1, 'held', { lines: [{ ...line(undefined), productId: '1' }] });
  expect((await attempt()).ways.cod.orders).toBe(1);
  await world.orm.em.fork().nativeUpdate(Product, { store: world.store }, { archivedAt: noon });
  expect((await attempt()).held).toEqual({ 'no SKU': 1 });
});

it('keeps currencies apart, and goes by the store’s mode', async () => {
  await world.orders('cod', 1);
  await world.orders('cod', 2, 'held', { currency: 'USD' });
  expect((await attempt()).ways.cod.sums).toEqual({ EUR: '15.25', USD: '30.50' });
  const { settings } = await world.orm.em.fork().findOneOrFail(Store, world.store);
  await world.orm.em.fork().nativeUpdate(Store, world.store, { settings: { ...settings, payment: 'always' } });
  expect(await attempt()).toMatchObject({ ways: { paid: { orders: 3 }, cod: none } });
});

it('leaves everything as it is', async () => {
  await world.orders('cod', 2);
  const look = () => world.orm.em.getConnection().execute('select * from "order" where store_id = ? order by id', [world.store]);
  const before = await look();
  await attempt();
  expect(await look()).toEqual(before);
});
