import { afterAll, beforeAll, expect, it } from 'vitest';
import { Connection } from '../../db/entities/connection.ts';
import { Order } from '../../db/entities/order.ts';
import { PaymentMapping } from '../../db/entities/payment-mapping.ts';
import type { ShopOrder } from '../fakes/shop.ts';
import { daysAgo, goodOrder } from './app.ts';
import { type SlackJourney, startSlackJourney } from './slack-app.ts';

const own = { code: 'moj_nacin', title: 'Moj način', transaction: '' };
const klarna = { code: 'klarna_payments', title: 'Klarna', transaction: '' };
const cod = 'Plačilo po povzetju';

let journey: SlackJourney;
beforeAll(async () => {
  journey = await startSlackJourney();
  for (const days of [2, 3, 4]) {
    const created = daysAgo(days);
    journey.store.addOrder({ payment: own, created, modified: created, paid: undefined });
  }
});
afterAll(() => journey.close());

const find = () => journey.database.orm.em.fork();
const orders = (where = {}) => find().count(Order, where);
/** How many messages all people in the channel see. */
const posted = () => journey.ana.messages().filter(({ place }) => place.bot && !place.ephemeral).length;

it('leads from /om connect over a wrong key, entered on a private page, to a connected store: the window goes on by itself', async () => {
  const { ana, store } = journey;
  await ana.command('connect');
  await ana.asked(/Where is your store\?/);
  await ana.fill({ 'Where is your store?': 'WooCommerce' });
  const credentials = await ana.asked(/Keys are never typed into Slack/);
  expect(credentials.words).toMatch(/WooCommerce → Settings → Advanced → REST API.*What will be asked: • Store address.*• Consumer secret/);
  expect(credentials.place).toMatchObject({ submit: '' });
  expect(await ana.enter({ ...store.credentials, consumerSecret: `cs_${'0'.repeat(40)}` })).toMatch(/Go back to Slack/);

  const refused = await ana.asked(/🔴 Problem: The store does not accept our key\./);
  expect(refused.words).toMatch(/wrong consumer secret\. ✅ Reach the store:? yes 🔴 Read products/);
  expect(refused.words).toMatch(
    /• Consumer key \(given already: it may stay blank\) • Consumer secret ⚠️ The store does not accept this one\./,
  );
  await ana.enter({ consumerSecret: store.credentials.consumerSecret });
  const found = await ana.asked(/✅ Good: We found your store, and all we need is allowed\./);
  expect(found.words).not.toContain('🔴');
  await ana.fill({ 'What shall we call it?': 'Sample <!channel> *Shop*', 'Order prefix': '' });
  await ana.asked(/is connected ✅ Good/);
  await ana.leave();

  const report = await ana.sees(/^The products of .* are synced/);
  expect(report.words).toMatch(/Sample <!channel> ∗Shop∗ are synced ⚠️ Attention 250 products, 240 synced, 3 without SKU/);
  expect(report.place).toMatchObject({ ephemeral: false });
  expect(posted()).toBe(1);
  expect(await find().findOneOrFail(Connection, { plainHttp: false })).toMatchObject({ health: 'green', credentials: store.credentials });
});

it('maps payments: a row of the table opens its window, refuses a mistake beside its field, tries it, and then all proposals at once', async () => {
  const { ana } = journey;
  await ana.press('Read payment instruments');
  const table = await ana.answered(/^Payment instruments of .*None of the 6 is confirmed yet/);
  expect(table.words).toMatch(/Moj način Orders \(60 days\): 3 \(€[\d.,]+\) Payment type: to be chosen/);
  expect(await orders({ state: { $ne: 'seen' } })).toBe(0);

  await ana.press('Set up', cod);
  await ana.asked(/^Plačilo po povzetju of…/);
  await ana.fill({ 'Store statuses': ['Processing', 'Poslano'], 'Payment type': 'PayPal', 'Delivery type': 'Post' });
  await ana.asked(/must be empty/);
  const refused = Object.fromEntries((await ana.fields()).map(({ label, value, error }) => [label, { value, error }]));
  expect(refused).toMatchObject({
    'Store statuses': { value: ['Processing', 'Poslano'], error: '' },
    'Payment type': { value: 'PayPal', error: 'For cash on delivery the payment type must be empty: the order is not paid yet.' },
    'Delivery type': { value: 'Post', error: '' },
  });
  await ana.fill({ 'Payment type': 'None: not paid yet' });
  const trial = await ana.asked(
    /Nothing is changed yet\. ✅ Good: Of 87 orders of the last 60 days \d+ would come in: \d+ not paid, to be collected/,
  );
  expect(trial.words).toMatch(/It would be: not marked paid, Post, in Processing and Poslano/);
  expect(await rowOf('cod')).toMatchObject({ confirmedAt: null });
  await ana.fill({ 'Shall it be so?': 'Confirm' });
  await ana.asked(/Plačilo po povzetju is set: not marked paid, Post/);

  await ana.command('payments confirm');
  const all = await ana.asked(/4 rows have a clear proposal\. 1 other one is left out/);
  expect(all.words).toMatch(/✅ PayPal: marked as paid with PayPal.*⚠️ Left out: Moj način/);
  await ana.fill();
  await ana.asked(/4 rows are confirmed/);
  await ana.press('Map Moj način');
  await ana.asked(/Moj način of/);
  await ana.fill({
    'Store statuses': ['Processing'],
    'This is cash on delivery': 'No',
    'Payment type': 'Bank transfer',
    'Delivery type': 'None',
  });
  await ana.asked(/Of 3 orders of the last 60 days 3 would come in: 3 marked as paid/);
  await ana.fill();
  await ana.asked(/Moj način is set: marked as paid with Bank transfer/);
  await ana.leave();
  expect(await rowOf('cod')).toMatchObject({ cod: true, paymentType: null, statuses: ['processing', 'poslano'], confirmedBy: 'ana' });
});

it('tells in the channel what an import would bring, and brings it by the button: one message that tells the progress and ends with the sums', async () => {
  const { ana } = journey;
  const before = posted();
  await ana.command('import 14');
  const preview = await ana.answered(/^The last 14 days of .*Nothing is imported yet\./);
  const [, come = '', paid = '', collected = ''] = /(\d+) come in \((\d+) paid, (\d+) COD/.exec(preview.words) ?? [];
  expect(preview.place).toMatchObject({ ephemeral: false });
  expect(await orders({ state: { $ne: 'seen' } })).toBe(0);

  await ana.press(`Import ${come} orders`);
  const end = await ana.answered(new RegExp(`^${come} orders of .* came in`));
  const brought = { 'Came in': come, 'Marked as paid': paid, 'Cash on delivery': collected };
  for (const [label, count] of Object.entries(brought)) expect(end.words).toMatch(new RegExp(`${label}: ${count}\\b.*€`));
  expect(await orders({ state: 'imported' })).toBe(Number(come));
  expect(await orders({ state: 'imported', paid: true })).toBe(Number(paid));
  expect(posted()).toBe(before + 2);
});

it('brings nothing new the second time, and asks again when the days make no sense, with what was typed', async () => {
  const { ana } = journey;
  const before = await orders();
  await ana.say('import now 14');
  await ana.command('import 400');
  await ana.asked(/How many days back\?/);
  expect(await ana.fields()).toMatchObject([{ value: '400', error: 'Please give a whole number from 1 to 365.' }]);
  await ana.fill({ 'How many days back?': 'zero' });
  const again = await ana.asked(/How many days back\?/);
  expect(again.words.match(/Please give a whole number/g)).toHaveLength(1);
  expect(await ana.fields()).toMatchObject([{ value: 'zero' }]);
  await ana.leave();
  const end = await ana.sees(/^Nothing new from/);
  expect(end.words).toMatch(new RegExp(`Came in: 0 .*Already there: ${await orders({ state: 'imported' })}`));
  expect(await orders()).toBe(before);
});

it('tells once of a payment instrument that nobody mapped, says why its order waits, and lets it in when the row is confirmed', async () => {
  const { ana } = journey;
  const number = await place({ payment: klarna });
  const alert = await ana.sees(/^Klarna appeared in 1 order/);
  expect(alert.place).toMatchObject({ ephemeral: false });
  await ana.command('orders held');
  await ana.answered(/^Orders of/);
  await ana.press('Why?', number);
  const why = await ana.answered(/^Order \d+ of .* waits/);
  expect(why.words).toMatch(/It is not confirmed yet how orders with Klarna come in\..*🔴 Payment: Klarna Its row is not confirmed\./);
  expect(why.place).toMatchObject({ ephemeral: true });

  await ana.press('Map Klarna');
  await ana.asked(/^Klarna of/);
  await ana.fill({ 'Store statuses': ['Processing', 'Completed'] });
  await ana.asked(/Of 1 order of the last 60 days 1 would come in: 1 marked as paid/);
  await ana.fill();
  await ana.asked(/Klarna is set: marked as paid with Pay later.*1 order waited for it/);
  await ana.leave();
  const released = await ana.sees(/^1 order of .* came in/);
  expect(released.words).toMatch(/It had waited for Klarna to be confirmed\. In all: €/);
  expect(released.place).toMatchObject({ ephemeral: false });
  expect(await find().findOneOrFail(Order, { number })).toMatchObject({ state: 'imported', paid: true });

  await ana.command(`order ${number}`);
  expect((await ana.answered(/^Order/)).words).toMatch(/Payment: Paid: Pay later .*It came in when ana confirmed Klarna\./);
  await ana.command(`why ${number}`);
  await ana.answered(/^Order \d+ of .* is here ✅ Good/);
  await ana.command(`simulate ${number}`);
  await ana.answered(/would become ✅ Good It would come in as paid with Pay later\. Nothing was changed\./);
  expect(ana.messages().filter(({ words }) => /^Klarna appeared/.test(words))).toHaveLength(1);
});

const rowOf = (method: string) => find().findOneOrFail(PaymentMapping, { method });

/** An order that the next sync finds: placed long enough ago that the store has settled. */
async function place(order: Partial<ShopOrder>): Promise<string> {
  const created = daysAgo(20 / 86_400);
  const { number } = journey.store.addOrder({ ...goodOrder(journey.store), created, modified: created, ...order });
  await journey.syncOrders();
  return number;
}
