import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createServices } from '../../bot/services.ts';
import { PaymentType } from '../../db/entities/payment-type.ts';
import { meant } from '../../dialogs/about-store.ts';
import { confirmProposals } from '../../dialogs/confirm-proposals.ts';
import { testDatabase } from '../database.ts';
import { makePayments, type Payments } from './payments-world.ts';
import { type Played, play } from './play.ts';
import { noon } from './world.ts';

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
  play({ dialog: confirmProposals, given: meant(await world.services.stores()) }, world.services, ...turns);
const goOn = ({ conversation }: Played, ...turns: Record<string, unknown>[]) =>
  play({ dialog: confirmProposals, at: conversation }, world.services, ...turns);
const endAgain = ({ conversation }: Played) =>
  play({ dialog: confirmProposals, at: { ...conversation, step: confirmProposals.steps.length - 1 } }, world.services);
const yes = {};

it('lists each clear proposal with its reason, and what is left out with why', async () => {
  await world.orders('moj_nacin', 2, 'held', { paidAt: noon });
  const { form } = await talk();
  expect(form?.form).toMatchObject({ title: 'Confirm 3 proposals for Demo Shop', submit: 'Confirm all 3' });
  const items = form?.form.notice?.items ?? [];
  expect(items.map(({ tone, label }) => [tone, label])).toEqual([
    ['good', 'Bank transfer: marked as paid with Bank transfer, Standard delivery, in Processing and Completed'],
    ['good', 'Cash on delivery: not marked paid, Standard delivery, in Processing and Completed'],
    ['good', 'Credit card (Stripe): marked as paid with Credit card, Standard delivery, in Processing and Completed'],
    ['warning', 'Left out: Moj način'],
  ]);
  expect(items[1]?.text).toContain('Its code “cod” says cash on delivery');
  expect(items[3]).toMatchObject({
    text: expect.stringContaining('Neither its code nor its name tells what it is. The store itself had marked 2 of 2 orders as paid.'),
    actions: [{ label: 'Map Moj način', command: 'map moj-nacin demo-shop' }],
  });
  expect(await world.history()).toEqual([]);
});

it('confirms them all at once, a line of history each and one release, and leaves out the others', async () => {
  await world.orders('cod', 2);
  await world.orders('stripe', 1, 'held', { paidAt: noon });
  await world.orders('moj_nacin', 4);
  const { card, conversation } = await talk(yes);
  expect(card).toMatchObject({
    title: '3 rows are confirmed',
    text: 'Payment instruments of Demo Shop. 3 orders waited for them. I let in those that fit now, and tell you how many. 1 row needs you.',
  });
  expect(card?.items?.map(({ tone }) => tone)).toEqual(['good', 'good', 'good', 'warning']);
  expect(card?.items?.at(-1)?.actions?.[0]?.command).toBe('map moj-nacin demo-shop');
  for (const method of ['cod', 'stripe', 'bacs'] as const)
    expect(await world.mapping(method)).toMatchObject({ confirmedBy: 'Ana', version: 1, savedIn: conversation.id });
  expect((await world.mapping('cod')).paymentType).toBeNull();
  expect((await world.mapping('moj_nacin')).confirmedAt).toBeNull();
  expect((await world.history()).map(({ subject, person }) => [subject, person]).sort()).toEqual([
    ['Bank transfer', 'Ana'],
    ['Cash on delivery', 'Ana'],
    ['Credit card (Stripe)', 'Ana'],
  ]);
  expect(world.releases()).toMatchObject([
    { id: `release-held-orders:${conversation.id}`, data: { release: conversation.id, cause: { kind: 'rows' } } },
  ]);
});

it('is done once however often its ending runs, and tells the same', async () => {
  await world.orders('cod', 2);
  const played = await talk(yes);
  expect((await endAgain(played)).card).toEqual(played.card);
  expect(await world.history()).toHaveLength(3);
  expect(new Set(world.releases().map(({ id }) => id)).size).toBe(1);
});

it('leaves out what somebody else set meanwhile', async () => {
  const open = await talk();
  const bine = createServices(world.context, { ...world.who, person: 'Bine' });
  await bine.saveRow({
    ...{ store: 'demo-shop', instrument: 'cod', version: 0, turn: randomUUID() },
    row: { statuses: ['completed'], cod: true },
  });
  const { card } = await goOn(open, yes);
  expect(card?.title).toBe('2 rows are confirmed');
  expect(card?.items).toContainEqual(expect.objectContaining({ label: 'Cash on delivery', text: 'Somebody set it meanwhile.' }));
  expect(await world.mapping('cod')).toMatchObject({ statuses: ['completed'], confirmedBy: 'Bine' });
});

it('confirms nothing that would be proposed otherwise by now', async () => {
  const open = await talk();
  const card = await world.type('payment', 'Credit card');
  await world.orm.em.fork().nativeUpdate(PaymentType, card, { retiredAt: new Date() });
  const ended = await goOn(open, yes);
  expect(ended.card?.title).toBe('2 rows are confirmed');
  expect((await world.mapping('stripe')).confirmedAt).toBeNull();
});

it('says so when no proposal is clear, with a button for each', async () => {
  for (const method of ['cod', 'stripe', 'bacs'] as const) await world.change(method, { confirmedAt: new Date() });
  const { card } = await talk();
  expect(card?.title).toBe('No proposal is clear enough');
  expect(card?.items?.map(({ actions }) => actions?.[0]?.command)).toEqual(['map moj-nacin demo-shop']);
});

it('says so when all are confirmed, and when none is there', async () => {
  for (const method of ['cod', 'stripe', 'bacs', 'moj_nacin'] as const) await world.change(method, { confirmedAt: new Date() });
  expect((await talk()).card?.title).toBe('All rows of Demo Shop are confirmed');
  await world.orm.em.getConnection().execute('delete from payment_mapping where store_id = ?', [world.store]);
  expect((await talk()).card?.actions?.[0]?.command).toBe('payments demo-shop');
});
