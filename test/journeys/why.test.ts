import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Card } from '../../dialogs/card.ts';
import type { ShopOrder } from '../fakes/shop.ts';
import { confirmPayments, connectSampleStore, daysAgo, goodOrder, type Journey, startJourney } from './app.ts';

const paypal = { code: 'paypal', title: 'PayPal', transaction: '' };

let journey: Journey;
/** The numbers of orders that wait, each for another reason. */
let number: Record<'fine' | 'onHold' | 'noSku' | 'amounts' | 'old', string>;

beforeAll(async () => {
  journey = await startJourney();
  const good = goodOrder(journey.store);
  const place = (days: number, order: Partial<ShopOrder> = {}) => {
    const created = daysAgo(days);
    return String(journey.store.addOrder({ ...good, payment: paypal, created, modified: created, ...order }).id);
  };
  number = {
    fine: place(3),
    onHold: place(3, { status: 'on-hold' }),
    noSku: place(3, { lines: good.lines.map((line) => ({ ...line, sku: null, productId: 0, variantId: 0 })) }),
    amounts: place(3, { total: good.total + 500 }),
    old: place(400),
  };
  await connectSampleStore(journey);
});
afterAll(() => journey.close());

async function why(order: string): Promise<Card> {
  const before = await journey.chat.latest();
  await journey.chat.say(`why ${order}`);
  return journey.chat.card('the answer', ({ items }) => items?.some(({ label }) => label === 'Connection') ?? false, before);
}
const mending = ({ actions }: Card) => actions?.find(({ style }) => style === 'primary');
const signOf = ({ items }: Card, label: string) => items?.find((item) => item.label.startsWith(label))?.tone;

it('asks the store for an order that is not here, and offers the import that brings it', async () => {
  const { chat } = journey;
  const answer = await why(number.fine);
  expect(answer.title).toBe(`Order ${number.fine} of Sample Shop is not here yet`);
  expect(answer.text).toMatch(/^It was placed before new orders began to be brought .* An import of 4 days brings it\..*\*PayPal\*/);
  expect(mending(answer)).toMatchObject({ label: 'Import 4 days', command: 'import 4 sample-shop' });
  const before = await chat.latest();
  await chat.press('Import 4 days');
  await chat.card('the preview', ({ title, progress }) => /^The last 4 days/.test(title) && !progress, before);
  await chat.say('import 4 now');
  await chat.card('the end', ({ title, progress }) => /^Nothing new/.test(title) && !progress, before);
});

it('names the row that is not confirmed, and its button opens it', async () => {
  const { chat } = journey;
  const answer = await why(number.fine);
  expect(answer).toMatchObject({ title: `Order ${number.fine} of Sample Shop waits`, tone: 'warning' });
  expect(answer.text).toBe('It is not confirmed yet how orders with *PayPal* come in.');
  expect([signOf(answer, 'Connection'), signOf(answer, 'SKU'), signOf(answer, 'Payment')]).toEqual(['good', 'good', 'bad']);
  expect(mending(answer)).toMatchObject({ label: 'Map PayPal' });
  await chat.press('Map PayPal');
  await chat.question('its row', ({ form }) => /^PayPal of/.test(form.title) && 'statuses' in form.fields);
  await chat.say('cancel');
  await confirmPayments(journey);
  await chat.card('they came in', ({ title }) => /of Sample Shop came in$/.test(title));
  const after = await why(number.fine);
  expect(after).toMatchObject({ title: `Order ${number.fine} of Sample Shop is here`, tone: 'good' });
  expect(after.text).toMatch(/^It came in as \*SS-\d+\* on .*, with the release of waiting orders that you asked for\.$/);
});

it('names the status, and the row lets it in when that is added', async () => {
  const { chat } = journey;
  const answer = await why(number.onHold);
  expect(answer.text).toBe(
    'Its status in the store is *On hold*, and orders of its payment instrument in that status are not transferred.',
  );
  expect(signOf(answer, 'Status')).toBe('bad');
  await chat.press(mending(answer)?.label ?? '');
  const { given } = await chat.question('its row', ({ form }) => /^PayPal of/.test(form.title) && 'statuses' in form.fields);
  const row = { cod: 'no', paymentType: String(given.paymentType), deliveryType: String(given.deliveryType) };
  await chat.fill({ ...row, statuses: ['processing', 'completed', 'on-hold'] });
  const trial = await chat.question('the trial', ({ form }) => form.fields.choice !== undefined);
  expect(trial.form.notice).toMatchObject({ tone: 'warning' });
  expect(trial.form.notice?.items?.[0]?.text).toMatch(/^“On hold” usually means that the money has not come yet/);
  const before = await chat.latest();
  await chat.fill({ choice: 'confirm' });
  await chat.card('they came in', ({ title }) => /of Sample Shop came in$/.test(title), before);
  expect((await why(number.onHold)).title).toBe(`Order ${number.onHold} of Sample Shop is here`);
});

it('names the product without SKU, the amounts that do not add up, and the age', async () => {
  const { chat } = journey;
  const withoutSku = await why(number.noSku);
  expect(withoutSku.text).toMatch(/no SKU in the store\.$/);
  expect(mending(withoutSku)).toMatchObject({ label: 'Sync products', command: 'sync sample-shop' });

  const amounts = await why(number.amounts);
  expect(amounts.text).toBe('Its total is €5.00 more than its lines, shipping, fees and taxes come to.');
  expect(signOf(amounts, 'Amounts')).toBe('bad');
  await chat.press('Look at it');
  const shown = await chat.card('the order', ({ table }) => table?.columns[0] === 'SKU');
  expect(shown.title).toBe(`Order ${number.amounts} of Sample Shop is not in yet`);

  const old = await why(number.old);
  expect(old.text).toMatch(/^It is too old: it was placed on .*, and an import reaches 365 days back\./);
});

it('says when the store shows no such order, and when it cannot be asked', async () => {
  const { chat } = journey;
  const nowhere = await why('99999');
  expect(nowhere.title).toBe('Sample Shop shows no order 99999');
  expect(mending(nowhere)).toMatchObject({ label: 'Check the connection' });
  await chat.say('disable sample-shop');
  const off = await why('99999');
  expect(off).toMatchObject({ title: 'Order 99999 of Sample Shop cannot be looked up', tone: 'bad' });
  const before = await chat.latest();
  await chat.press('Switch on');
  await chat.card('it is on', ({ items }) => items?.length === 6, before);
  expect((await why('99999')).title).toBe('Sample Shop shows no order 99999');
});
