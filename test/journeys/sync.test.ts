import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Connection } from '../../db/entities/connection.ts';
import { Order } from '../../db/entities/order.ts';
import { Product } from '../../db/entities/product.ts';
import { connectSampleStore, daysAgo, goodOrder, type Journey, startJourney } from './app.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.close());

const find = () => journey.database.orm.em.fork();

it('reports the products by SKU, and switches the orders on', async () => {
  const report = await connectSampleStore(journey);
  expect(report.text).toMatch(/without SKU/);
  expect(report.text).toMatch(/share an SKU/);
  expect(report.text).toMatch(/every 5 minutes/);
  expect(await find().count(Product, { archivedAt: null })).toBe(250);
  await vi.waitFor(async () => expect((await find().findOneOrFail(Connection, { disabledBy: null })).ordersSyncedAt).toBeTruthy(), {
    timeout: 20_000,
  });
});

it('says when a sync is running already, and archives what the store no longer has', async () => {
  const { chat, store } = journey;
  const [gone] = store.shop.products.filter(({ family, state, sku }) => !family && state === 'on sale' && sku);
  store.deleteProduct(gone?.id ?? 0);
  const before = await chat.latest();
  await chat.say('sync');
  await chat.card('the second report', ({ title }) => /are synced/.test(title), before);
  expect(await find().findOneOrFail(Product, { externalId: String(gone?.id) })).toMatchObject({ archivedAt: expect.any(Date) });
});

it('brings in an order that is placed afterwards, within the next round', async () => {
  const { store } = journey;
  // Long enough ago that the store has settled, as the next round 5 minutes later would find it.
  const created = daysAgo(20 / 86_400);
  const placed = store.addOrder({ ...goodOrder(store), created, modified: created });
  await journey.syncOrders();
  await vi.waitFor(async () => expect(await find().count(Order, { externalId: String(placed.id) })).toBe(1), { timeout: 20_000 });
});
