import { afterAll, beforeAll, expect, it } from 'vitest';
import { Order } from '../../db/entities/order.ts';
import { PaymentMapping } from '../../db/entities/payment-mapping.ts';
import { Product } from '../../db/entities/product.ts';
import { type FakeStore, startPrestaShop } from '../fakes/prestashop.ts';
import { realOrders } from '../fakes/shop.ts';
import { confirmPayments, daysAgo, type Journey, startJourney } from './app.ts';

// Another platform takes the same way: nothing outside of its connector knows of it.

let journey: Journey;
let shop: FakeStore;
beforeAll(async () => {
  journey = await startJourney();
  shop = await startPrestaShop();
});
afterAll(async () => {
  await journey.close();
  await shop.close();
});

const em = () => journey.database.orm.em.fork();
const inStore = (days: number) => realOrders(shop.shop).filter(({ created, broken }) => created > daysAgo(days) && !broken);

it('a PrestaShop is connected by its address and key, and its products come', async () => {
  const { chat } = journey;
  await chat.say('connect prestashop');
  await chat.fill(shop.credentials);
  const { form } = await chat.question('what the store is to be called', ({ form }) => 'name' in form.fields);
  expect(form.notice?.items?.map(({ tone }) => tone)).toEqual(Array(6).fill('good'));
  await chat.fill({ name: 'Presta', orderPrefix: 'PS-' });
  await chat.card('the SKU report', ({ title }) => /are synced/.test(title));
  expect(await em().count(Product, { archivedAt: null })).toBe(250);
  expect(await em().findOne(Product, { externalId: '500-501' })).toMatchObject({ sku: 'MAJ-1-S', parentId: '500' });
});

it('its payment modules are read from its orders, and what is plain about them confirmed', async () => {
  await confirmPayments(journey);
  const rows = await em().find(PaymentMapping, {}, { populate: ['paymentType'] });
  expect(rows.find(({ method }) => method === 'cod')).toMatchObject({ cod: true, statuses: ['2', '3', '4', '5'] });
  expect(rows.find(({ method }) => method === 'paypal')?.paymentType?.name).toBe('PayPal');
});

it('its orders of the last days come in, by its own states', async () => {
  const { chat } = journey;
  const before = await chat.latest();
  await chat.say('import 14 now');
  await chat.card('the end', ({ title }) => /came in$/.test(title), before);
  const orders = await em().find(Order, { state: 'imported' });
  expect(orders.length).toBeGreaterThan(20);
  expect(new Set(orders.map(({ status }) => status))).toEqual(new Set(['3', '5']));
  expect(await em().count(Order)).toBeGreaterThanOrEqual(inStore(14).length);
});
