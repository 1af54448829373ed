import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { PaymentMapping } from '../../db/entities/payment-mapping.ts';
import { meant } from '../../dialogs/about-store.ts';
import { addInstrument } from '../../dialogs/add-instrument.ts';
import { testDatabase } from '../database.ts';
import { makePayments, type Payments } from './payments-world.ts';
import { play } from './play.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let world: Payments;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await makePayments(database);
});

const talk = async (...turns: Record<string, unknown>[]) =>
  play({ dialog: addInstrument, given: meant(await world.services.stores()) }, world.services, ...turns);
const klarna = { title: ' Klarna ', method: 'klarna_payments' };

it('keeps what was typed in, and offers its row next', async () => {
  const { card } = await talk(klarna);
  expect(card?.title).toBe('Klarna is added');
  expect(card?.actions?.[0]).toMatchObject({ command: 'map klarna-payments demo-shop', style: 'primary' });
  const added = await world.orm.em.fork().findOneOrFail(PaymentMapping, { store: world.store, method: 'klarna_payments' });
  expect(added).toMatchObject({ title: 'Klarna', byHand: true, confirmedAt: null });
});

it('adds one however often its ending runs', async () => {
  const { conversation } = await talk(klarna);
  const again = await play({ dialog: addInstrument, at: { ...conversation, step: addInstrument.steps.length - 1 } }, world.services);
  expect(again.card?.actions?.[0]?.command).toBe('map klarna-payments demo-shop');
  expect(await world.orm.em.fork().count(PaymentMapping, { store: world.store })).toBe(5);
});

it('leads to the row that is there already', async () => {
  const { card } = await talk({ title: 'My cash', method: 'cod' });
  expect(card?.title).toBe('Cash on delivery is in the table already');
  expect(card?.actions?.[0]?.command).toBe('map cod demo-shop');
});

it.each([
  [{ title: 'Klarna', method: ' ' }, { method: 'Please fill this in.' }],
  [{ title: '', method: 'k' }, { title: 'Please fill this in.' }],
  [{ title: 'x'.repeat(101), method: 'k' }, { title: 'Please use at most 100 characters.' }],
])('asks again for %j', async (given, errors) => {
  const { form } = await talk(given);
  expect(form?.errors).toEqual(errors);
  expect(form?.given).toEqual(given);
});
