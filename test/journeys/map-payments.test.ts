import { afterAll, beforeAll, expect, it } from 'vitest';
import { Order } from '../../db/entities/order.ts';
import { PaymentMapping } from '../../db/entities/payment-mapping.ts';
import { realOrders } from '../fakes/shop.ts';
import { connectSampleStore, daysAgo, type Journey, startJourney } from './app.ts';

const own = { code: 'moj_nacin', title: 'Moj način', transaction: '' };

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
  for (const days of [2, 3, 4]) {
    const created = daysAgo(days);
    journey.store.addOrder({ payment: own, created, modified: created, paid: undefined });
  }
  await connectSampleStore(journey);
});
afterAll(() => journey.close());

/** The store's orders of the last days that can be read, as the store itself knows them. */
const inStore = (days: number) => realOrders(journey.store.shop).filter(({ created, broken }) => created > daysAgo(days) && !broken);
const stored = (where = {}) => journey.database.orm.em.fork().count(Order, where);
const rowOf = (method: string) =>
  journey.database.orm.em.fork().findOneOrFail(PaymentMapping, { method }, { populate: ['paymentType', 'deliveryType'] });
/** The value of an option by its label, as the form offers it. */
async function typeIn(field: 'paymentType' | 'deliveryType', label: string): Promise<string> {
  const { form } = await journey.chat.question('the row', ({ form }) => field in form.fields);
  const option = form.fields[field]?.options?.find((one) => one.label === label);
  if (!option) throw new Error(`There is no ${field} ${label}.`);
  return option.value;
}

it('reads the instruments as the next step after the sync, from the list and from the orders, and lets nothing in by that', async () => {
  const { chat } = journey;
  await chat.press('Read payment instruments');
  const card = await chat.card('the table', ({ table }) => table?.columns[0] === 'Instrument');
  expect(card.text).toMatch(/^\*None of the 6 is confirmed yet\.\*/);
  for (const { code, title } of [...journey.store.shop.payments.filter(({ enabled }) => enabled), own]) {
    const orders = inStore(60).filter(({ payment }) => payment.code === code).length;
    expect(card.table?.rows.find(([name]) => name === title)?.[1]).toMatch(new RegExp(`^${orders} \\(.*€`));
  }
  expect(await stored({ state: { $ne: 'seen' } })).toBe(0);
  expect(await stored({ state: 'seen' })).toBe(inStore(60).length);
});

it('confirms every clear proposal at once, each with its reason, and leaves what only a person knows', async () => {
  const { chat } = journey;
  await chat.press('Confirm all proposals');
  const { form } = await chat.question('what would be confirmed', ({ form }) => /^Confirm 5 proposals/.test(form.title));
  expect(form.notice?.items?.find(({ label }) => /^Plačilo po povzetju: not marked paid/.test(label))?.text).toMatch(/“cod”/);
  expect(form.notice?.items?.some(({ label }) => label === 'Left out: Moj način')).toBe(true);
  expect(await rowOf('cod')).toMatchObject({ confirmedAt: null });
  await chat.fill({});
  const done = await chat.card('what was confirmed', ({ title }) => title === '5 rows are confirmed');
  expect(done.items?.at(-1)).toMatchObject({ tone: 'warning', label: 'Moj način' });
  expect(await rowOf('cod')).toMatchObject({ cod: true, paymentType: null, statuses: ['processing', 'completed'] });
  expect((await rowOf('paypal')).paymentType?.name).toBe('PayPal');
});

it('refuses a payment type for cash on delivery beside its field, and keeps everything that was chosen', async () => {
  const { chat, database } = journey;
  await chat.say('map cod');
  const chosen = {
    statuses: ['processing', 'poslano'],
    cod: 'yes',
    paymentType: await typeIn('paymentType', 'PayPal'),
    deliveryType: await typeIn('deliveryType', 'Post'),
  };
  await chat.fill(chosen);
  const refused = await chat.question('the refusal', ({ errors }) => errors.paymentType !== undefined);
  expect(refused.errors).toEqual({ paymentType: 'For cash on delivery the payment type must be empty: the order is not paid yet.' });
  expect(refused.given).toEqual(chosen);
  expect(await rowOf('cod')).toMatchObject({ paymentType: null, statuses: ['processing', 'completed'] });
  const forced = database.orm.em
    .fork()
    .execute("update payment_mapping set payment_type_id = (select id from payment_type limit 1) where method = 'cod'");
  await expect(forced).rejects.toThrow(/violates check constraint/);

  await chat.fill({ ...chosen, paymentType: 'none' });
  const trial = await chat.question('the trial', ({ form }) => form.fields.choice !== undefined);
  const cod = inStore(60).filter(({ payment }) => payment.code === 'cod').length;
  expect(trial.form.notice?.text).toMatch(new RegExp(`^Of ${cod} orders of the last 60 days \\*\\d+ would come in\\*: .*to be collected`));
  await chat.fill({ choice: 'confirm' });
  await chat.card('it is saved', ({ title }) => /^Plačilo po povzetju is set: not marked paid, Post, in/.test(title));
  expect(await rowOf('cod')).toMatchObject({ cod: true, paymentType: null, statuses: ['processing', 'poslano'] });
  expect((await rowOf('cod')).deliveryType?.name).toBe('Post');
});

it('opens the row that is left from the table, and has no row to confirm after that', async () => {
  const { chat } = journey;
  const before = await chat.latest();
  await chat.say('payments');
  await chat.card('the table', ({ table }) => table?.rows[0]?.[0] === own.title, before);
  await chat.press('Set up', own.title);
  const { given } = await chat.question('its row', ({ form }) => /^Moj način/.test(form.title) && 'statuses' in form.fields);
  expect(given.paymentType).toBeUndefined();
  const paymentType = await typeIn('paymentType', 'Bank transfer');
  await chat.fill({ statuses: ['processing'], cod: 'no', paymentType, deliveryType: 'none' });
  const trial = await chat.question('the trial', ({ form }) => form.fields.choice !== undefined && /^Moj način/.test(form.title));
  expect(trial.form.notice?.text).toMatch(/^Of 3 orders of the last 60 days \*3 would come in\*: 3 marked as paid/);
  await chat.fill({ choice: 'confirm' });
  const saved = await chat.card('it is saved', ({ title }) => /^Moj način is set/.test(title));
  expect(saved.actions?.[0]).toMatchObject({ label: 'Import past orders' });
});

it('tells by payment and by reason what an import would bring, and brings just that', async () => {
  const { chat, database } = journey;
  const before = await chat.latest();
  await chat.say('import 14');
  const preview = await chat.card('the preview', ({ title, progress }) => /^The last 14 days/.test(title) && !progress, before);
  const [, come = '', paid = '', cod = ''] = /\*(\d+) come in\* \((\d+) paid, (\d+) COD/.exec(preview.text ?? '') ?? [];
  const others = inStore(14).filter(({ payment, status }) => payment.code !== 'cod' && !['processing', 'completed'].includes(status));
  const codOthers = inStore(14).filter(({ payment, status }) => payment.code === 'cod' && !['processing', 'poslano'].includes(status));
  const over = [...others, ...codOthers].filter(({ status }) => ['cancelled', 'failed', 'refunded'].includes(status));
  expect(preview.text).toContain(`${others.length + codOthers.length - over.length} wait for their status`);
  expect(preview.text).toContain(`${over.length} stay in the store`);

  await chat.press(`Import ${come} orders`);
  const end = await chat.card('the end', ({ title }) => title === `${come} orders of Sample Shop came in`);
  const [row] = await database.orm.em.fork().execute<{ paid: number; cod: number; sums: number }[]>(
    `select count(*) filter (where paid)::int as paid, count(*) filter (where cod_amount > 0 and not paid)::int as cod,
       coalesce(sum(cod_amount) filter (where currency = 'EUR'), 0)::numeric(19, 2) as sums
     from "order" where state = 'imported'`,
  );
  expect(row).toMatchObject({ paid: Number(paid), cod: Number(cod) });
  const facts = Object.fromEntries(end.facts ?? []);
  expect(facts['Cash on delivery']?.replaceAll(',', '')).toContain(`€${row?.sums}`);
  expect(await stored({ state: 'imported', paymentMethod: own.code, paid: true })).toBe(3);
  expect(await stored({ state: 'imported', paymentMethod: 'cod', status: 'completed' })).toBe(0);
});
