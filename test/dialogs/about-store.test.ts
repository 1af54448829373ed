import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PermissionError } from '../../connectors/errors.ts';
import { meant } from '../../dialogs/about-store.ts';
import { checkStore, enableStore } from '../../dialogs/check-store.ts';
import type { Dialog } from '../../dialogs/dialog.ts';
import { disableStore } from '../../dialogs/disable-store.ts';
import type { Services } from '../../dialogs/services.ts';
import { showStore } from '../../dialogs/show-store.ts';
import { syncStore } from '../../dialogs/sync-store.ts';
import { testDatabase } from '../database.ts';
import { play } from './play.ts';
import { demoShop, makeWorld, otherShop, type World } from './world.ts';

const demo = demoShop();

let database: Awaited<ReturnType<typeof testDatabase>>;
let world: World;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await makeWorld(database, { ...demo }, otherShop());
  await world.connect(demo);
});

const talk = async (dialog: Dialog<Services>, ...turns: Record<string, unknown>[]) =>
  play({ dialog, given: meant(await world.services.stores()) }, world.services, ...turns);
const breakShop = () =>
  Object.assign(world.shops[0] ?? {}, {
    refuses: { orders: new PermissionError('The key may not read orders.', { advice: ['Edit the key.'] }) },
  });

describe('every dialog about a store', () => {
  it.each([checkStore, enableStore, disableStore, showStore, syncStore])('$name asks which, when several may be meant', async (dialog) => {
    await world.connect(otherShop(), { prefix: 'O-' });
    const { form } = await talk(dialog);
    expect(form?.form.title).toBe('Which store?');
    const { card } = await talk(dialog, { handle: 'olive-oil' });
    expect(card?.title).toContain('Olive & Oil');
  });

  it.each([checkStore, enableStore, disableStore, showStore, syncStore])('$name asks nothing when one is meant', async (dialog) => {
    const { screens } = await talk(dialog);
    expect(screens.map(({ kind }) => kind)).toEqual(['waiting', 'done']);
  });

  it('does not take a store that is not among those', async () => {
    await world.connect(otherShop(), { prefix: 'O-' });
    const { form } = await talk(checkStore, { handle: 'somebody-else' });
    expect(form?.errors).toEqual({ handle: 'Please choose one of these.' });
  });
});

describe('checking', () => {
  it('tells each right, and that the store works', async () => {
    const { card } = await talk(checkStore);
    expect(card).toMatchObject({ title: 'Demo Shop works', tone: 'good' });
    expect(card?.items).toHaveLength(6);
  });

  it('turns the store red when a needed right is gone, and says why, what it means and how to mend it', async () => {
    breakShop();
    const { card } = await talk(checkStore);
    expect(card).toMatchObject({ title: 'Demo Shop did not pass the check', tone: 'bad', steps: ['Edit the key.'] });
    expect(card?.text).toContain('The key may not read orders. New orders are not coming in.');
    expect(card?.actions?.map(({ command }) => command)).toEqual(['reconnect demo-shop', 'check demo-shop']);
    expect((await world.services.stores())[0]?.health).toBe('red');
  });

  it('does not switch on what a person switched off', async () => {
    await world.services.disable('demo-shop');
    const { card } = await talk(checkStore);
    expect(card).toMatchObject({ title: 'Demo Shop works, but is switched off', actions: [{ command: 'enable demo-shop' }] });
  });
});

describe('switching off and on', () => {
  it('says who disabled it, and stops its schedules', async () => {
    const { card } = await talk(disableStore);
    expect(card).toMatchObject({ title: 'Demo Shop is switched off', tone: 'bad' });
    expect(card?.text).toContain('Disabled by Ana.');
    expect(world.scheduled.size).toBe(0);
  });

  it('checks before it switches on', async () => {
    await world.services.disable('demo-shop');
    const { card } = await talk(enableStore);
    expect(card?.title).toBe('Demo Shop works');
    expect((await world.services.stores())[0]).toMatchObject({ health: 'green', disabledBy: undefined });
    expect(world.scheduled.size).toBe(1);
  });

  it('says why not, and leaves it off, when the check fails', async () => {
    await world.services.disable('demo-shop');
    breakShop();
    const { card } = await talk(enableStore);
    expect(card).toMatchObject({ title: 'Demo Shop did not pass the check', tone: 'bad', steps: ['Edit the key.'] });
    expect((await world.services.stores())[0]).toMatchObject({ health: 'red', disabledBy: 'Ana' });
  });
});

describe('syncing', () => {
  it('begins a run that tells its own progress', async () => {
    const { card } = await talk(syncStore);
    expect(card?.title).toBe('Sync of Demo Shop');
    expect(world.posted).toMatchObject([{ card: { title: 'Syncing the products of Demo Shop' } }]);
  });

  it('says when it is running already', async () => {
    await talk(syncStore);
    const { card } = await talk(syncStore);
    expect(card).toMatchObject({ title: 'Demo Shop is busy', text: expect.stringContaining('running already') });
    expect(await world.runs('products')).toHaveLength(2);
  });

  it('says what is in the way of a red store', async () => {
    await world.services.disable('demo-shop');
    const { card } = await talk(syncStore);
    expect(card).toMatchObject({ title: 'Demo Shop is switched off', actions: [{ command: 'enable demo-shop' }] });
  });
});
