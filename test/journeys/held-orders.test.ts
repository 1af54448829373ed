import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Order } from '../../db/entities/order.ts';
import type { ShopOrder } from '../fakes/shop.ts';
import { confirmPayments, connectSampleStore, daysAgo, goodOrder, type Journey, startJourney } from './app.ts';

const klarna = { code: 'klarna_payments', title: 'Klarna', transaction: '' };

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
  await connectSampleStore(journey);
  await confirmPayments(journey);
});
afterAll(() => journey.close());

/** An order that the next sync finds: placed long enough ago that the store has settled. */
async function place(order: Partial<ShopOrder>): Promise<string> {
  const created = daysAgo(20 / 86_400);
  const { id } = journey.store.addOrder({ ...goodOrder(journey.store), created, modified: created, ...order });
  await journey.syncOrders();
  return String(id);
}
const order = (externalId: string) => journey.database.orm.em.fork().findOneOrFail(Order, { externalId });
const until = (id: string, state: Order['state']) =>
  vi.waitFor(async () => expect(await order(id)).toMatchObject({ state }), { timeout: 15_000 });
const messages = async (key: RegExp) => (await journey.chat.stream()).filter((one) => key.test(one.key));
let first: string;
let second: string;

it('tells once of a payment instrument that nobody mapped, and its orders wait', async () => {
  const { chat } = journey;
  first = await place({ payment: klarna });
  const alert = await chat.card('the alert', ({ title }) => title === 'Klarna appeared in 1 order');
  expect(alert).toMatchObject({ tone: 'warning', actions: [{ label: 'Map Klarna' }, { label: 'Payment instruments' }] });
  expect(await order(first)).toMatchObject({ state: 'held', heldReason: { kind: 'no row', title: 'Klarna' } });
  second = await place({ payment: klarna });
  await until(second, 'held');
  await journey.syncOrders();
});

it('lets all of them in once its row is confirmed, and says so once', async () => {
  const { chat } = journey;
  await chat.press('Map Klarna');
  const { given } = await chat.question('its row', ({ form }) => /^Klarna/.test(form.title) && 'statuses' in form.fields);
  const row = { statuses: ['processing', 'completed'], cod: 'no', paymentType: String(given.paymentType), deliveryType: 'none' };
  await chat.fill(row);
  const trial = await chat.question('the trial', ({ form }) => form.fields.choice !== undefined);
  expect(trial.form.notice?.text).toMatch(/^Of 2 orders of the last 60 days \*2 would come in\*/);
  await chat.fill({ choice: 'confirm' });
  const saved = await chat.card('it is saved', ({ title }) => /^Klarna is set/.test(title));
  expect(saved.text).toMatch(/^2 orders waited for it\./);
  const released = await chat.card('they came in', ({ title }) => title === '2 orders of Sample Shop came in');
  expect(released.text).toMatch(/^They had waited for \*Klarna\* to be confirmed/);
  for (const id of [first, second]) expect(await order(id)).toMatchObject({ state: 'imported', paid: true, omStatus: 'received' });
});

it('lets the next one in by itself, and does not tell again of what was told', async () => {
  const { chat } = journey;
  await until(await place({ payment: klarna }), 'imported');
  await chat.say('map klarna');
  await chat.question('its row', ({ form }) => /^Klarna/.test(form.title) && 'statuses' in form.fields);
  await chat.fill({ statuses: ['processing'], cod: 'no', paymentType: 'none', deliveryType: 'none' });
  await chat.question('the trial', ({ form }) => form.fields.choice !== undefined);
  await chat.fill({ choice: 'confirm' });
  await chat.card('it is saved', ({ title }) => /^Klarna is set: not marked paid/.test(title));
  // Orders that came in stay as they came in.
  expect(await order(first)).toMatchObject({ state: 'imported', paid: true });
});

it('lets an order in that waited for an SKU when the product has been synced', async () => {
  const { chat, store } = journey;
  const product = store.shop.products.find(({ family, state, sku }) => !family && state === 'on sale' && sku);
  if (!product) throw new Error('The sample shop has no such product.');
  const sku = 'NOVO-1';
  const id = await place({ payment: klarna, lines: goodOrder(store).lines.map((line) => ({ ...line, sku })) });
  await until(id, 'held');
  expect(await order(id)).toMatchObject({ heldReason: { kind: 'unknown SKU', skus: [sku] } });
  Object.assign(product, { sku, modified: new Date() });
  await chat.say('sync');
  const released = await chat.card('it came in', ({ title }) => title === '1 order of Sample Shop came in');
  expect(released.text).toMatch(/^It had waited for a product with their SKU/);
  expect(await order(id)).toMatchObject({ state: 'imported' });
  expect((await messages(/^instruments:/)).map(({ card }) => card?.title)).toEqual(['Klarna appeared in 1 order']);
  expect((await messages(/^release:/)).map(({ card }) => card?.title)).toEqual([
    '2 orders of Sample Shop came in',
    '1 order of Sample Shop came in',
  ]);
});
