import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Card } from '../../dialogs/card.ts';
import { command, commands, dialogs } from '../../dialogs/commands.ts';
import { changing } from '../bot/changing-services.ts';
import { testDatabase } from '../database.ts';
import { makePeople, type Name, type PeopleWorld } from './people-world.ts';
import { play } from './play.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let world: PeopleWorld;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await makePeople(database);
});

const refused = 'Only managers may do this';

/** What somebody is answered; a dialog that begins is told by its name. */
async function say(name: Name | 'anybody', text: string): Promise<Card> {
  const reply = await command(text, name === 'anybody' ? world.services : world.as(name));
  if (reply.kind === 'card') return reply.card;
  return { title: reply.kind === 'dialog' ? reply.dialog.name : reply.kind };
}
const title = async (name: Name | 'anybody', text: string) => (await say(name, text)).title;
const buttons = ({ actions = [] }: Card) => actions.map((action) => action.command);

/** Every command that takes the role, by all its words; and those that take it for some of what may follow. */
const taking = commands.filter(({ role }) => role === 'manager').flatMap(({ words }) => words);
const types = [
  'add',
  'add Barter',
  'new Barter',
  'rename',
  'rename Cheque to Check',
  'retire Cheque',
  'remove Cheque',
  'delete Cheque',
  'restore',
];
const changes = [
  ...taking,
  ...['import 14', 'import 14 now', 'import 14 demo-shop now', 'disable demo-shop', 'map cod', 'IMPORT 14', '/om Disable', 'Disconnect!'],
  ...['payment types', 'payment type', 'delivery types'].flatMap((list) => types.map((act) => `${list} ${act}`)),
  ...['add', 'add @U3', 'new @U3', 'remove @U2', 'delete @U2', 'Add! @U3'].map((act) => `managers ${act}`),
];

describe('what changes something', () => {
  it.each(changes)('is refused to who is no manager: “%s”', async (text) => {
    expect(await title('Cene', text)).toBe(refused);
    expect(world.jobs).toEqual([]);
    expect(await world.managers()).toEqual(['Bine']);
  });

  it.each(changes)('is not refused to a manager, nor to an admin, nor where there are no accounts: “%s”', async (text) => {
    for (const name of ['Bine', 'Ana', 'anybody'] as const) expect(await title(name, text)).not.toBe(refused);
  });

  it('is done for a manager', async () => {
    expect(await title('Bine', 'payment types add Barter')).toBe('Barter is a payment type now');
    expect(await title('Bine', 'import 14 now')).toBe('none');
    expect(await title('Bine', 'map cod')).toBe('map-payment');
    expect(await say('Bine', 'disable')).toMatchObject({
      title: 'Demo Shop is switched off',
      text: expect.stringContaining('Disabled by Bine'),
    });
  });

  it('is refused with what was asked, whom to ask, and what they should type', async () => {
    expect(await say('Cene', 'disable demo-shop')).toEqual({
      title: refused,
      tone: 'warning',
      text: '“disable demo-shop” needs the role *manager*, and you do not have it. Nothing was done. Looking at things is open to everybody.',
      steps: [
        'Ask *Bine* or one of your workspace admins and owners',
        'They type */om managers add @Cene*: after the @ they choose you from the list',
        'Then ask me again',
      ],
      actions: [{ label: 'Who may change things', command: 'managers' }],
    });
  });

  it('is to be asked of who installed the bot, while nobody was given the role', async () => {
    await world.give();
    expect((await say('Cene', 'disable')).steps?.[0]).toBe('Ask *Ana* or one of your workspace admins and owners');
  });

  it('hides a pasted key before it says anything else', async () => {
    const card = await say('Cene', `connect ck_${'a'.repeat(40)}`);
    expect(card.title).not.toBe(refused);
    expect(JSON.stringify(card)).not.toContain('aaaa');
  });

  it('cannot be forgotten: everything else is named here, because it only shows or reads', () => {
    expect(commands.filter(({ role }) => !role).map(({ usage }) => usage.replace(/ \[.*/, ''))).toEqual([
      ...['stores', 'status', 'sync', 'check', 'payments', 'settings'],
      ...['orders', 'order', 'why', 'simulate', 'stock', 'history', 'alerts', 'cancel', 'help'],
    ]);
    expect(commands.filter(({ role }) => typeof role === 'function').map(({ usage }) => usage)).toEqual([
      ...['payment types', 'delivery types', 'managers'],
    ]);
    const open = Object.values(dialogs).filter(({ role }) => !role);
    expect(open.map(({ name }) => name)).toEqual([
      ...['sync-store', 'check-store', 'show-store', 'show-payments', 'show-settings'],
      ...['list-orders', 'show-order', 'why-order', 'simulate-order', 'show-history', 'show-stock'],
    ]);
  });
});

describe('what shows something', () => {
  const open = commands.filter(({ role }) => role !== 'manager').flatMap(({ words }) => words);
  /** The services of who is no manager; `asked` are the names of those that were used. */
  const watched = () => {
    const asked = new Set<string>();
    const services = new Proxy(world.as('Cene'), {
      get: (target, name, receiver) => {
        asked.add(String(name));
        return Reflect.get(target, name, receiver);
      },
    });
    return { services, changed: () => changing.filter((name) => asked.has(name)) };
  };

  it.each([
    ...open,
    'orders held',
    'order 1',
    'why 1',
    'simulate 1',
    'stock A-1',
    'payments again',
    'payment types klarna',
    'managers list',
  ])('is open to everybody, and asks for nothing that changes something: “%s”', async (text) => {
    const { services, changed } = watched();
    const reply = await command(text, services);
    if (reply.kind === 'card') expect(reply.card.title).not.toBe(refused);
    else if (reply.kind === 'dialog') expect((await play(reply, services, { number: '1' })).card).toBeDefined();
    else expect(['none', 'cancel']).toContain(reply.kind);
    expect(changed()).toEqual([]);
  });

  it.each(Object.values(dialogs).filter(({ role }) => !role))('goes on where it was asked of which store: $name', async (dialog) => {
    const stores = { list: ['demo-shop', 'olive-oil'].map((handle) => ({ name: handle, handle, platform: 'woocommerce', url: '' })) };
    const { services, changed } = watched();
    const { card } = await play({ dialog, given: { stores, number: { number: '1' } } }, services, { handle: 'demo-shop' });
    expect(card).toBeDefined();
    expect(changed()).toEqual([]);
  });
});

describe('“managers”', () => {
  it.each(['managers', 'Manager', 'roles', 'role', 'who may', 'who may change settings?', 'managers please'])(
    'is understood as “%s”',
    async (text) => expect(await title('Cene', text)).toBe('Who may change things'),
  );

  it('tells who has the role, who gave it and when, with the buttons', async () => {
    const card = await say('Cene', 'managers');
    expect(card.text).toContain('Your workspace admins and owners have it by themselves.');
    expect(card.items).toMatchObject([
      {
        label: 'Bine',
        text: 'Given by Ana, 23 Nov 2026, 10:15 (Europe/Ljubljana)',
        actions: [{ command: 'managers remove @U2', style: 'danger' }],
      },
    ]);
    expect(buttons(card)).toEqual(['managers add']);
  });

  it('says so where there are no accounts', async () => {
    const text = 'This chat has no accounts: everybody who can open it may do everything.';
    for (const said of ['managers', 'managers add', 'managers add @U3', 'managers remove @U3'])
      expect(await say('anybody', said)).toMatchObject({ title: 'Everybody here may change things', text });
    expect(await world.lines()).toEqual([]);
  });

  it('gives the role, which counts at once', async () => {
    expect(await say('Bine', 'managers add @U3.')).toMatchObject({ title: 'Cene is a manager now', tone: 'good' });
    expect(await title('Cene', 'disable')).toBe('Demo Shop is switched off');
    expect(await title('Bine', 'managers add @U3')).toBe('Cene is a manager already');
  });

  it('takes it away, which counts at once', async () => {
    expect(await title('Ana', 'managers remove @U2')).toBe('Bine is no manager any more');
    expect(await title('Bine', 'disable')).toBe(refused);
    expect(await title('Ana', 'managers remove @U2')).toBe('Bine is no manager');
  });

  it('neither gives nor takes what admins have by themselves', async () => {
    for (const act of ['add', 'remove']) expect(await title('Bine', `managers ${act} @U1`)).toBe('Ana has the role by themselves');
    expect(await world.managers()).toEqual(['Bine']);
  });

  it.each(['@U9', 'the cook', '@everyone'])('knows nobody called “%s”, and says how to name a person', async (said) => {
    for (const act of ['add', 'remove']) {
      const card = await say('Bine', `managers ${act} ${said}`);
      expect(card.title).toBe(`I know nobody called “${said}” here`);
      expect(card.text).toContain('type @ and choose the person');
    }
  });

  it.each(['', ' @U3 @U4'])('says how a person is named, when it is said of “%s”', async (said) => {
    expect(await say('Bine', `managers add${said}`)).toMatchObject({
      title: 'Who shall be a manager?',
      text: expect.stringContaining('type @'),
    });
    expect((await say('Bine', `managers remove${said}`)).title).toBe('Who shall be no manager any more?');
  });

  it('stands in the help and in the history', async () => {
    const help = await say('Cene', 'help');
    expect(help.table?.rows.map(([usage]) => usage)).toContain('managers');
    await say('Ana', 'managers add @U3');
    await say('Ana', 'managers remove @U3');
    const rows = (await say('Cene', 'history')).table?.rows ?? [];
    expect(rows.slice(0, 2).map((row) => row.slice(1))).toEqual([
      ['Ana', 'Role of Cene', 'Role: manager → none'],
      ['Ana', 'Role of Cene', 'Role: manager'],
    ]);
  });
});
