import { afterAll, beforeAll, expect, it } from 'vitest';
import { Order } from '../../db/entities/order.ts';
import { confirmPayments, connectSampleStore, type Journey, startJourney } from './app.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
  await connectSampleStore(journey);
  await confirmPayments(journey);
});
afterAll(() => journey.close());

const orders = (where = {}) => journey.database.orm.em.fork().count(Order, where);

it('tells what would come in before anything comes in', async () => {
  await journey.chat.say('/om import 14');
  const preview = await journey.chat.card('the preview', ({ title, progress }) => /^The last 14 days/.test(title) && !progress);
  expect(preview.text).toMatch(/^60 orders: .*Nothing is imported yet/);
  expect(preview.items?.map(({ label }) => label).join(' ')).toMatch(/status|SKU/i);
  expect(await orders({ state: { $ne: 'seen' } })).toBe(0);
});

it('brings in what it told, with sums, and names what waits', async () => {
  const [offer] = (await journey.chat.stream()).flatMap(({ card }) => card?.actions ?? []).filter(({ label }) => /^Import \d/.test(label));
  await journey.chat.press(offer?.label ?? '');
  const end = await journey.chat.card('the end', ({ title }) => /came in$/.test(title));
  const facts = Object.fromEntries(end.facts ?? []);
  expect(offer?.label).toBe(`Import ${await orders({ state: 'imported' })} orders`);
  expect(facts['Came in']).toMatch(new RegExp(`^${await orders({ state: 'imported' })} \\(.*(€|EUR).*\\)`));
  expect(facts['Could not be read']).toBe('1');
  // What is over in the store waits for nothing.
  const over = await orders({ state: 'held', heldReason: { kind: 'status' }, status: { $in: ['cancelled', 'failed', 'refunded'] } });
  expect(over).toBeGreaterThan(0);
  expect(Number(facts.Waiting)).toBe((await orders({ state: 'held' })) - over);
});

it('brings nothing new the second time', async () => {
  const before = await orders();
  const after = await journey.chat.latest();
  await journey.chat.say('import now 14');
  const end = await journey.chat.card('the end', ({ title }) => /^Nothing new/.test(title), after);
  expect(Object.fromEntries(end.facts ?? [])).toMatchObject({
    'Came in': '0',
    'Already there': String(await orders({ state: 'imported' })),
  });
  expect(await orders()).toBe(before);
});

it('asks again when the days make no sense, with what was typed', async () => {
  await journey.chat.say('import 400');
  const asked = await journey.chat.question('the days', ({ form }) => 'days' in form.fields);
  expect(asked.given.days).toBe('400');
  await journey.chat.fill({ days: '0' });
  const again = await journey.chat.question('the days again', ({ errors }) => errors.days !== undefined);
  expect(again.errors.days).toMatch(/1 to 365/);
  await journey.chat.say('cancel');
});
