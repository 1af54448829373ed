import { afterAll, beforeAll, expect, it } from 'vitest';
import { Order } from '../../db/entities/order.ts';
import { PaymentMapping } from '../../db/entities/payment-mapping.ts';
import { Product } from '../../db/entities/product.ts';
import { type FakeStore, startMagento1 } from '../fakes/magento1.ts';
import { shopWithout } from '../fakes/shop/lacks.ts';
import { realOrders, sellables } from '../fakes/shop.ts';
import { confirmPayments, daysAgo, type Journey, startJourney } from './app.ts';

// Another platform takes the same way: nothing outside of its connector knows of it.

let journey: Journey;
let shop: FakeStore;
beforeAll(async () => {
  journey = await startJourney();
  shop = await startMagento1({ shop: shopWithout(['fees', 'products without SKU']), version: '1.9.4.5' });
});
afterAll(async () => {
  await journey.close();
  await shop.close();
});

const em = () => journey.database.orm.em.fork();
const inStore = (days: number) => realOrders(shop.shop).filter(({ created, broken }) => created > daysAgo(days) && !broken);

it('a Magento 1 shop is connected by its address, user and key, and its products come', async () => {
  const { chat } = journey;
  await chat.say('connect magento1');
  await chat.fill(shop.credentials);
  const { form } = await chat.question('what the store is to be called', ({ form }) => 'name' in form.fields);
  const lines = form.notice?.items?.map(({ tone }) => tone) ?? [];
  expect(lines.slice(0, 6)).toEqual(Array(6).fill('good'));
  expect(JSON.stringify(form.notice)).toContain('June 2020');
  await chat.fill({ name: 'Stara trgovina', orderPrefix: 'M1-' });
  await chat.card('the SKU report', ({ title }) => /are synced/.test(title));
  expect(await em().count(Product, { archivedAt: null })).toBe(sellables(shop.shop).length);
  expect(await em().findOne(Product, { externalId: '501' })).toMatchObject({ sku: 'MAJ-1-S' });
});

it('its payment methods are read from its orders, and what is plain about them confirmed', async () => {
  await confirmPayments(journey);
  const rows = await em().find(PaymentMapping, {}, { populate: ['paymentType'] });
  expect(rows.find(({ method }) => method === 'cashondelivery')).toMatchObject({
    cod: true,
    statuses: expect.arrayContaining(['processing', 'complete']),
  });
  expect(rows.find(({ method }) => method === 'paypal_express')?.paymentType?.name).toBe('PayPal');
});

it('its orders of the last days come in', async () => {
  const { chat } = journey;
  const before = await chat.latest();
  await chat.say('import 14 now');
  await chat.card('the end', ({ title }) => /came in$/.test(title), before);
  const orders = await em().find(Order, { state: 'imported' });
  expect(orders.length).toBeGreaterThan(20);
  expect(await em().count(Order)).toBeGreaterThanOrEqual(inStore(14).length);
});
