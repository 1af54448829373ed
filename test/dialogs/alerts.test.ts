import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createServices } from '../../bot/services.ts';
import type { Reach } from '../../bot/surface.ts';
import { alertsHere } from '../../dialogs/alerts-here.ts';
import { command, dialogs } from '../../dialogs/commands.ts';
import type { Services } from '../../dialogs/services.ts';
import { testDatabase } from '../database.ts';
import { play } from './play.ts';
import { demoShop, makeWorld, otherShop, type World } from './world.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let world: World;
let services: Services;
let reached: Parameters<Reach>[1][];
let answer: Awaited<ReturnType<Reach>>;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  [reached, answer] = [[], 'posted'];
  world = await makeWorld(database, demoShop(), otherShop());
  await world.connect(demoShop());
  const reach: Reach = async (_, message) => {
    reached.push(message);
    return answer;
  };
  services = createServices({ ...world.context, reach }, world.who);
});

const say = (text: string, how = services) => command(text, how);
/** Says it, and answers what is asked. */
async function talk(text: string, ...turns: Record<string, unknown>[]) {
  const reply = await say(text);
  if (reply.kind !== 'dialog') throw new Error(`“${text}” began ${reply.kind}`);
  return play({ dialog: reply.dialog, given: reply.given }, services, ...turns);
}
const both = () => world.connect(otherShop(), { prefix: 'O-' });

describe('“alerts here”', () => {
  it('asks nothing with one store, posts a test message, and says where alerts go now', async () => {
    const { screens, card } = await talk('alerts here');
    expect(screens.map(({ kind }) => kind)).toEqual(['waiting', 'done']);
    expect(reached).toMatchObject([{ card: { title: 'Alerts of Demo Shop come here now', tone: 'good' } }]);
    expect(card).toMatchObject({ title: 'Alerts of Demo Shop go to Main', tone: 'good' });
  });

  it('asks of which store, one or all, where there are several', async () => {
    await both();
    const { form } = await talk('alerts here');
    expect(form?.form.fields.handle?.options?.map(({ label }) => label)).toEqual([
      'All stores',
      'Demo Shop (demo-shop)',
      'Olive & Oil (olive-oil)',
    ]);
    expect((await talk('alerts here', { handle: 'olive-oil' })).card?.title).toBe('Alerts of Olive & Oil go to Main');
    expect((await talk('alerts here', { handle: '*' })).card?.title).toBe('Alerts of Demo Shop and Olive & Oil go to Main');
    expect((await talk('alerts here', { handle: 'nobody' }, { handle: 'olive-oil' })).card?.title).toBe('Alerts of Olive & Oil go to Main');
  });

  it.each([
    ['alerts here olive-oil', 'Alerts of Olive & Oil go to Main'],
    ['alert here Olive', 'Alerts of Olive & Oil go to Main'],
    ['alerts here all', 'Alerts of Demo Shop and Olive & Oil go to Main'],
    ['Alerts here all stores!', 'Alerts of Demo Shop and Olive & Oil go to Main'],
  ])('asks nothing with “%s”', async (text, title) => {
    await both();
    expect((await talk(text)).card?.title).toBe(title);
  });

  it('does not offer all where a part of a name was said', async () => {
    await world.connect({ ...otherShop(), name: 'Demo Outlet' }, { prefix: 'O-' });
    const { form } = await talk('alerts here demo');
    expect(form?.form.fields.handle?.options?.map(({ value }) => value)).toEqual(['demo-shop', 'demo-outlet']);
  });

  it('offers the nearest for a store that nobody knows', async () => {
    const reply = await say('alerts here olvie');
    expect(reply).toMatchObject({ kind: 'card', card: { title: 'I know no store “olvie”' } });
  });

  it('says how to invite the bot where it is not in the channel', async () => {
    answer = 'not in channel';
    const { card } = await talk('alerts here');
    expect(card).toMatchObject({ title: 'I am not in this channel yet', tone: 'warning' });
    expect(card?.text).toMatch(/nothing was changed.*private channel/);
    expect(card?.steps?.join(' ')).toMatch(/\/invite @OM Bot.*alerts here/);
    expect(card?.actions).toMatchObject([{ command: 'alerts here demo-shop' }]);
  });

  it('tries all stores again where all were meant', async () => {
    await both();
    answer = 'not in channel';
    expect((await talk('alerts here all')).card?.actions).toMatchObject([{ command: 'alerts here all' }]);
  });

  it('has nothing to do on a chat of one channel', async () => {
    await both();
    for (const text of ['alerts here', 'alerts here demo-shop', 'alerts'])
      expect(await say(text, world.services)).toMatchObject({ kind: 'card', card: { title: 'Alerts already come here' } });
  });

  it('takes the role of a manager, and “alerts” does not', async () => {
    const people = { admins: 'admins', isAdmin: async () => false, find: async () => undefined, installer: async () => 'Bine' };
    const guest = createServices({ ...world.context, people, reach: async () => 'posted' as const }, world.who);
    expect(await say('alerts here', guest)).toMatchObject({ kind: 'card', card: { title: 'Only managers may do this' } });
    expect(await say('alerts', guest)).toMatchObject({ kind: 'card', card: { title: 'Where alerts go' } });
    expect(dialogs['alerts-here']).toBe(alertsHere);
    expect(alertsHere.role).toBe('manager');
  });
});

describe('“alerts”', () => {
  it('tells where the alerts of each store go, with a button for those that go elsewhere', async () => {
    await both();
    const places = [
      { store: { name: 'Demo Shop', handle: 'demo-shop' }, channel: 'Main', here: true },
      { store: { name: 'Olive & Oil', handle: 'olive-oil' }, channel: '#ops', here: false },
    ];
    const reply = await say('alerts', { ...services, alertPlaces: async () => ({ oneChannel: false, places }) });
    expect(reply).toMatchObject({
      kind: 'card',
      card: {
        table: {
          rows: [
            ['Demo Shop', 'this channel'],
            ['Olive & Oil', '#ops'],
          ],
          actions: [null, { command: 'alerts here olive-oil' }],
        },
      },
    });
  });

  it.each(['alerts', 'alerts here'])('offers to connect a store where there is none and one says “%s”', async (text) => {
    const empty = await makeWorld(database);
    expect(await say(text, empty.services)).toMatchObject({ kind: 'card', card: { title: 'No store is connected yet' } });
  });
});
