import { afterAll, beforeAll, expect, it } from 'vitest';
import { Order } from '../../db/entities/order.ts';
import { PaymentMapping } from '../../db/entities/payment-mapping.ts';
import { Product } from '../../db/entities/product.ts';
import { type FakeMagento, startMagento2 } from '../fakes/magento2.ts';
import { shopWithout } from '../fakes/shop/lacks.ts';
import { realOrders } from '../fakes/shop.ts';
import { confirmPayments, daysAgo, type Journey, startJourney } from './app.ts';

// Another platform takes the same way: nothing outside of its connector knows of it.

let journey: Journey;
let shop: FakeMagento;
beforeAll(async () => {
  journey = await startJourney();
  shop = await startMagento2({ https: false, shop: shopWithout(['products without SKU', 'duplicate SKUs', 'lines without SKU']) });
});
afterAll(async () => {
  await journey.close();
  await shop.close();
});

const em = () => journey.database.orm.em.fork();

it('a Magento shop is connected by the four values of an integration, and its products come', async () => {
  const { chat } = journey;
  await chat.say('connect magento2');
  const { form } = await chat.question('the credentials', ({ form }) => 'accessTokenSecret' in form.fields);
  expect(form.steps?.join(' ')).toMatch(/System → Extensions → Integrations.*Save & Activate/);
  expect(JSON.stringify(form)).not.toMatch(/password.*(give|tell) us/i);
  await chat.fill({ ...shop.credentials, consumerSecret: 'q'.repeat(32) });
  const refused = await chat.question('the refusal', ({ form }) => form.notice?.tone === 'bad');
  expect(JSON.stringify(refused.form.notice)).toMatch(/refuses our signature.*standalone Bearer tokens/);
  await chat.fill(shop.credentials);
  const found = await chat.question('what the store is to be called', ({ form }) => 'name' in form.fields);
  expect(found.form.notice?.items?.map(({ tone }) => tone)).toEqual(Array(6).fill('good'));
  expect(found.given.name).toBe(shop.shop.name);
  await chat.fill({ name: 'Magento', orderPrefix: 'M-' });
  await chat.card('the SKU report', ({ title }) => /are synced/.test(title));
  expect(await em().count(Product, { archivedAt: null })).toBe(250);
  expect(await em().findOne(Product, { externalId: '501' })).toMatchObject({ sku: 'MAJ-1-S', parentId: '500', variant: 'Velikost: S' });
});

it('its ways to pay are read out of its orders, and what is plain about them confirmed', async () => {
  await confirmPayments(journey);
  const rows = await em().find(PaymentMapping, {}, { populate: ['paymentType'] });
  expect(rows.find(({ method }) => method === 'cashondelivery')).toMatchObject({ cod: true, paymentType: null });
  expect(rows.find(({ method }) => method === 'cashondelivery')?.statuses).toEqual(['processing', 'complete', 'poslano']);
  expect(rows.find(({ method }) => method === 'paypal_express')?.paymentType?.name).toBe('PayPal');
});

it('its orders of the last days come in, each line once', async () => {
  const { chat } = journey;
  const before = await chat.latest();
  await chat.say('import 14 now');
  await chat.card('the end', ({ title }) => /came in$/.test(title), before);
  const orders = await em().find(Order, { state: 'imported' });
  expect(orders.length).toBeGreaterThan(20);
  expect(new Set(orders.map(({ status }) => status))).toEqual(new Set(['processing', 'complete', 'poslano']));
  const placed = realOrders(shop.shop).filter(({ created, broken }) => created > daysAgo(14) && !broken);
  expect(await em().count(Order)).toBeGreaterThanOrEqual(placed.length);
});
