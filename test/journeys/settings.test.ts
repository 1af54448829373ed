import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Card } from '../../dialogs/card.ts';
import type { ShopContact } from '../fakes/shop.ts';
import { confirmPayments, connectSampleStore, daysAgo, goodOrder, type Journey, startJourney } from './app.ts';

const paypal = { code: 'paypal', title: 'PayPal', transaction: '' };
const note = 'Prosim, pokličite pred dostavo!';
const recipient: ShopContact = {
  ...{ firstName: 'Tina', lastName: 'Potokar', company: '', street: 'Cesta 1', street2: '', city: 'Kranj', postcode: '4000', state: '' },
  ...{ country: 'SI', email: '', phone: '' },
};
const allOn = ['reservations', 'orderDescriptions', 'productDescriptions', 'buyerContact'];

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
  await connectSampleStore(journey);
  await confirmPayments(journey);
});
afterAll(() => journey.close());

/** An order to somebody without phone, with a note and with something engraved; and how it is shown once it came in. */
async function bring(): Promise<{ number: string; card: Card; phone: string }> {
  const { chat, store } = journey;
  const { lines, ...good } = goodOrder(store);
  const created = daysAgo(20 / 86_400);
  const engraved = lines.map((line) => ({ ...line, options: {}, personal: { Gravura: 'Vse najboljše' } }));
  const order = store.addOrder({ ...good, lines: engraved, note, recipient, payment: paypal, created, modified: created });
  await journey.syncOrders();
  return { number: order.number, card: await shown(order.number), phone: order.buyer.phone };

  function shown(number: string): Promise<Card> {
    return chat.until(`order ${number}`, async () => {
      const before = await chat.latest();
      await chat.say(`order ${number}`);
      return (await chat.stream(before)).findLast(
        ({ card }) => card?.title === `Order SS-${number}` || card?.title === `Order NEW-${number}`,
      )?.card;
    });
  }
}

async function openSettings() {
  const { chat } = journey;
  await chat.say('settings');
  await chat.card('the settings', ({ title }) => title === 'Settings of Sample Shop');
  await chat.press('Change');
  return chat.question('the settings', ({ form }) => 'additional' in form.fields);
}

/** They are saved, and this is how one of them is told. */
const savedWith = (setting: string, value: RegExp) =>
  journey.chat.card(
    'they are saved',
    ({ title, facts }) => / are saved$/.test(title) && value.test(Object.fromEntries(facts ?? [])[setting] ?? ''),
  );

const itemOf = ({ items }: Card, label: string) => items?.find((item) => item.label === label)?.text;
const lineOf = ({ table }: Card) => table?.rows[0]?.[1];

it('brings the note, what is engraved and the buyer’s phone along while they are on, as they are at the start', async () => {
  const { card, phone } = await bring();
  expect(lineOf(card)).toMatch(/\(.*Gravura: Vse najboljše.*\)$/);
  expect(itemOf(card, 'Notes')).toContain(note);
  expect(phone).not.toBe('');
  expect(itemOf(card, 'Recipient')).toMatch(/^Tina Potokar/);
  expect(itemOf(card, 'Recipient')).toContain(phone);
  expect(Object.fromEntries(card.facts ?? [])).toMatchObject({ 'Status here': 'Received', Payment: 'Paid: PayPal' });
});

it('leaves all of it in the store once none is chosen, and begins the order as it is told', async () => {
  const { chat } = journey;
  const { given } = await openSettings();
  expect(given).toMatchObject({ additional: allOn, transferStatus: 'received', orderPrefix: 'SS-', automatic: '5', payment: 'adjusted' });
  await chat.fill({ additional: [], transferStatus: 'on hold', orderPrefix: 'NEW-', automatic: '15', payment: 'adjusted' });
  const saved = await savedWith('Order prefix', /^NEW-/);
  expect(Object.fromEntries(saved.facts ?? [])['Additional product descriptions']).toMatch(/^No/);
  const { card, phone, number } = await bring();
  expect(card.title).toBe(`Order NEW-${number}`);
  expect(lineOf(card)).not.toContain('Gravura');
  expect(itemOf(card, 'Notes')).toBeUndefined();
  expect(itemOf(card, 'Recipient')).toMatch(/^Tina Potokar/);
  expect(itemOf(card, 'Recipient')).not.toContain(phone);
  expect(Object.fromEntries(card.facts ?? [])).toMatchObject({ 'Status here': 'On hold' });
});

it('warns before cash on delivery is marked as paid, loses nothing that was typed, and keeps who changed what', async () => {
  const { chat } = journey;
  await openSettings();
  await chat.fill({ additional: ['buyerContact'], transferStatus: 'received', orderPrefix: 'NEW-', automatic: '60', payment: 'always' });
  const sure = await chat.question('the warning', ({ form }) => 'choice' in form.fields);
  expect(sure.form.notice?.items?.[0]?.label).toBe('*Plačilo po povzetju*');
  await chat.fill({ choice: 'change' });
  const again = await chat.question('the settings again', ({ form }) => 'additional' in form.fields);
  expect(again.given).toMatchObject({ additional: ['buyerContact'], automatic: '60', payment: 'always' });
  await chat.fill({ additional: ['buyerContact'], transferStatus: 'received', orderPrefix: 'NEW-', automatic: '60', payment: 'never' });
  await savedWith('Payment transfer', /^Never/);
  const { card } = await bring();
  expect(Object.fromEntries(card.facts ?? [])).toMatchObject({ Payment: 'Not paid' });
  await chat.say('history');
  const history = await chat.card('the history', ({ title }) => /History/i.test(title));
  expect(JSON.stringify(history)).toMatch(/Payment transfer.*Adjusted.*Never/);
});
