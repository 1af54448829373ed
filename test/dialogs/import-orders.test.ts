import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { meant } from '../../dialogs/about-store.ts';
import { importOrders } from '../../dialogs/import-orders.ts';
import { testDatabase } from '../database.ts';
import { play } from './play.ts';
import { demoShop, makeWorld, otherShop, type World } from './world.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let world: World;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await makeWorld(database, demoShop(), otherShop());
  await world.connect(demoShop());
});

const talk = async (given: Record<string, Record<string, unknown>>, ...turns: Record<string, unknown>[]) =>
  play({ dialog: importOrders, given: { ...meant(await world.services.stores()), ...given } }, world.services, ...turns);

it('asks how many days, and then looks first', async () => {
  const { form } = await talk({});
  expect(form?.given).toEqual({ days: 14 });
  const { card } = await talk({}, { days: '30' });
  expect(card?.text).toContain('Nothing is imported before you say so.');
  const [run] = await world.runs('import');
  expect(run).toMatchObject({ kind: 'import', days: 30, dryRun: true, state: 'running', startedBy: 'Ana' });
  expect(run?.since).toEqual(new Date('2026-10-24T09:15:00Z'));
  expect(world.jobs).toEqual([{ name: 'import-orders', data: { run: run?.id }, id: `import-orders:${run?.id}` }]);
});

it.each([['0'], ['366'], ['1.5'], ['-3'], ['abc'], ['']])('asks again when %j are the days', async (days) => {
  const { form } = await talk({}, { days });
  expect(form?.errors).toEqual({ days: 'Please give a whole number from 1 to 365.' });
  expect(form?.given).toEqual({ days });
  expect(await world.runs('import')).toEqual([]);
});

it('asks which store when there are several, and keeps the days that were said', async () => {
  await world.connect(otherShop(), { prefix: 'O-' });
  const { form } = await talk({ days: { days: 7 } });
  expect(form?.form.title).toBe('Which store?');
  const { card } = await talk({ days: { days: 7 } }, { handle: 'olive-oil' });
  expect(card?.title).toBe('Import of 7 days from Olive & Oil');
});

it.each(['0', 'abc'])('with several stores says first that “%s” is no number of days', async (days) => {
  await world.connect(otherShop(), { prefix: 'O-' });
  const { form } = await talk({ days: { days } });
  expect(form).toMatchObject({ errors: { days: 'Please give a whole number from 1 to 365.' }, given: { days } });
  const { card } = await talk({ days: { days } }, { days: '7' }, { handle: 'olive-oil' });
  expect(card?.title).toBe('Import of 7 days from Olive & Oil');
});

it('imports without looking first when “now” was said', async () => {
  await talk({ now: { now: true } }, { days: '7' });
  expect((await world.runs('import')).at(-1)).toMatchObject({ dryRun: false, days: 7 });
});

it('starts one run however often its ending runs', async () => {
  const { conversation } = await talk({}, { days: '7' });
  await play({ dialog: importOrders, at: { ...conversation, step: importOrders.steps.length - 1 } }, world.services);
  expect(await world.runs('import')).toHaveLength(1);
});
