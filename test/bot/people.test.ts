import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createConversations } from '../../bot/conversations.ts';
import { createServices } from '../../bot/services.ts';
import { Channel } from '../../db/entities/channel.ts';
import { Workspace } from '../../db/entities/workspace.ts';
import { command, dialogs, refuse } from '../../dialogs/commands.ts';
import type { Screen } from '../../dialogs/conversation.ts';
import { NotAllowed } from '../../dialogs/roles.ts';
import type { Services } from '../../dialogs/services.ts';
import { testDatabase } from '../database.ts';
import { ids, makePeople, type Name, type PeopleWorld } from '../dialogs/people-world.ts';
import { changing } from './changing-services.ts';

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
const may = async (...names: Name[]) => Promise.all(names.map((name) => world.as(name).mayManage()));

describe('Who may change things', () => {
  test('is who was given the role, and who the messenger calls an admin', async () => {
    expect(await may('Ana', 'Bine', 'Cene')).toEqual([true, true, false]);
  });

  test('is asked anew each time', async () => {
    await world.give('Cene');
    world.admins.delete(ids.Ana);
    expect(await may('Ana', 'Bine', 'Cene')).toEqual([false, false, true]);
  });

  test('is everybody where there are no accounts', async () => {
    const { people, ...context } = world.context;
    expect(people.admins).toBe('workspace admins and owners');
    expect(await createServices(context, world.whoIs('Cene')).mayManage()).toBe(true);
  });

  test('is nobody who has the role only in another workspace', async () => {
    const em = world.orm.em.fork();
    const elsewhere = em.create(Workspace, { chat: 'web', externalId: randomUUID(), name: 'Elsewhere' });
    const channel = em.create(Channel, { workspace: elsewhere, key: 'main', name: 'Main' });
    await em.flush();
    const there = createServices(world.context, { ...world.whoIs('Bine'), workspace: elsewhere.id, channel: channel.id });
    expect(await there.mayManage()).toBe(false);
    expect(await there.managers()).toMatchObject({ managers: [], ask: ['Ana'] });
    await createServices(world.context, { ...world.whoIs('Ana'), workspace: elsewhere.id, channel: channel.id }).addManager('@U3');
    expect(await may('Cene')).toEqual([false]);
    expect(await world.managers()).toEqual(['Bine']);
  });

  test('is nobody once the workspace has taken us out', async () => {
    const { workspace } = world.whoIs('Ana');
    await world.orm.em.fork().nativeUpdate(Workspace, { id: workspace }, { uninstalledAt: new Date() });
    expect(await may('Ana', 'Bine', 'Cene')).toEqual([false, false, false]);
  });

  test('nobody may while the messenger cannot be asked', async () => {
    const people = { ...world.context.people, isAdmin: () => Promise.reject(new Error('the messenger is down')) };
    const services = createServices({ ...world.context, people }, world.whoIs('Ana'));
    await expect(services.disable('demo-shop')).rejects.toThrow('the messenger is down');
    expect((await world.services.store('demo-shop'))?.health).toBe('green');
  });
});

describe('The role', () => {
  const cene = { subject: 'Cene', person: 'Bine' };
  const added = { ...cene, before: {}, after: { role: 'manager' } };

  test('is given once, however often that is asked, with one line in the history that names who did it', async () => {
    const bine = world.as('Bine');
    expect(await bine.addManager('@U3')).toEqual({ state: 'added', name: 'Cene' });
    expect(await bine.addManager('@U3')).toEqual({ state: 'already', name: 'Cene' });
    expect(await world.managers()).toEqual(['Bine', 'Cene']);
    expect(await world.lines()).toEqual([added]);
    expect((await world.as('Cene').managers()).managers).toEqual([
      { name: 'Bine', mention: '@U2', by: 'Ana', at: world.clock.now },
      { name: 'Cene', mention: '@U3', by: 'Bine', at: world.clock.now },
    ]);
  });

  test('is given to several at the same moment', async () => {
    await Promise.all(['@U3', '@U4', '@U3', '@U4', '@U3'].map((said) => world.as('Ana').addManager(said)));
    expect((await world.managers()).toSorted()).toEqual(['Bine', 'Cene', 'Drago']);
    expect(await world.lines()).toHaveLength(2);
  });

  test('is taken away once', async () => {
    expect(await world.as('Ana').removeManager('@U2')).toEqual({ state: 'removed', name: 'Bine' });
    expect(await world.as('Ana').removeManager('@U2')).toEqual({ state: 'not a manager', name: 'Bine' });
    expect(await world.managers()).toEqual([]);
    expect(await world.lines()).toEqual([{ subject: 'Bine', person: 'Ana', before: { role: 'manager' }, after: { role: null } }]);
  });

  test('is taken from somebody who has left the workspace, by mention or by name', async () => {
    await world.give('Bine', 'Cene');
    world.members.clear();
    expect(await world.as('Ana').removeManager('@U2')).toMatchObject({ state: 'removed', name: 'Bine' });
    expect(await world.as('Ana').removeManager('@cene')).toMatchObject({ state: 'removed', name: 'Cene' });
    expect(await world.as('Ana').removeManager('@U2')).toEqual({ state: 'unknown person' });
  });

  test('is not taken from the wrong one of two who are called alike', async () => {
    const managers = ['U7', 'U8'].map((userId) => ({ userId, name: 'Eva', by: 'Ana', at: world.clock.now.toISOString() }));
    await world.orm.em.fork().nativeUpdate(Workspace, world.who.workspace, { managers });
    expect(await world.as('Ana').removeManager('Eva')).toEqual({ state: 'unknown person' });
    expect(await world.managers()).toEqual(['Eva', 'Eva']);
  });

  test('stays with an admin from whose list it was taken, which is said', async () => {
    const admins = 'workspace admins and owners';
    world.admins.add(ids.Bine);
    expect(await world.as('Ana').removeManager('@U2')).toEqual({ state: 'removed', name: 'Bine', admins });
    expect(await world.as('Ana').removeManager('@U2')).toEqual({ state: 'is admin', name: 'Bine', admins });
    expect(await world.as('Ana').addManager('@U2')).toEqual({ state: 'is admin', name: 'Bine', admins });
    expect(await world.managers()).toEqual([]);
  });
});

describe('The services that change something', () => {
  const call = (services: Services, name: string): Promise<unknown> =>
    Promise.resolve(Reflect.apply(Reflect.get(services, name), undefined, [{}])).catch((error) => error);

  test('refuse who does not have the role, and no others do', async () => {
    const services = world.as('Cene');
    const refusing = [];
    for (const name of Object.keys(services)) if ((await call(services, name)) instanceof NotAllowed) refusing.push(name);
    expect(refusing.toSorted()).toEqual(changing.toSorted());
  });

  test('do not refuse who has it', async () => {
    for (const name of changing) expect(await call(world.as('Bine'), name)).not.toBeInstanceOf(NotAllowed);
  });

  test('show whom to ask, where the role is taken away while a command is answered', async () => {
    const bine = world.as('Bine');
    const services: Services = {
      ...bine,
      storeNames: async () => {
        await world.give();
        return bine.storeNames();
      },
    };
    const reply = await command('disable', services);
    expect(reply).toMatchObject({
      kind: 'card',
      card: { title: refused, steps: [expect.stringContaining('Ask *Ana*'), expect.any(String), expect.any(String)] },
    });
    expect((await world.services.store('demo-shop'))?.health).toBe('green');
  });
});

describe('In the middle of a dialog', () => {
  /** `meanwhile` is what happens while the dialog looks whether a new name fits. */
  function openBot(meanwhile: () => Promise<void> = async () => {}) {
    const lines: string[] = [];
    const bot = createConversations<Services>({
      orm: world.orm,
      ...{ chat: 'web', surface: {}, dialogs, refuse: (who, dialog, asked) => refuse(createServices(world.context, who), dialog, asked) },
      services: (who) => {
        const services = createServices(world.context, who);
        return { ...services, types: async (kind) => meanwhile().then(() => services.types(kind)) };
      },
      log: pino({}, { write: (line: string) => void lines.push(line) }),
      keep: 3_600_000,
    });
    return { ...bot, lines };
  }
  const types = async () => (await world.services.types('payment')).map(({ name }) => name);
  const begin = async (bot: ReturnType<typeof openBot>, text = 'payment types add') => {
    const reply = await command(text, world.as('Bine'));
    if (reply.kind !== 'dialog') throw new Error(`“${text}” was answered with ${reply.kind}`);
    const { id, last } = await bot.begin(reply.dialog, reply.given, world.whoIs('Bine'), text);
    await last;
    return { id, version: (await bot.screen(id))?.version ?? 0 };
  };
  const cardOf = (screen: Screen | undefined) => (screen?.kind === 'done' ? screen.card : undefined);

  test('who has the role goes on', async () => {
    const bot = openBot();
    const { id, version } = await begin(bot);
    const { last } = await bot.answer(id, version, { name: 'Barter' });
    expect(cardOf(await last)?.title).toBe('Barter is a payment type now');
  });

  test('the next answer is refused once the role was taken away, and what was typed is forgotten', async () => {
    const bot = openBot();
    const { id, version } = await begin(bot);
    await world.as('Ana').removeManager('@U2');
    const { last } = await bot.answer(id, version, { name: 'Barter' });
    expect(cardOf(await last)).toMatchObject({ title: refused, text: expect.stringContaining('“payment types add”') });
    expect(await types()).not.toContain('Barter');
    // It is over, even if the role comes back.
    await world.give('Bine');
    expect(cardOf(await (await bot.answer(id, version, { name: 'Barter' })).last)?.title).toBe(refused);
    expect(await types()).not.toContain('Barter');
  });

  test('the ending is refused where the role was taken away after the last answer', async () => {
    const bot = openBot(() => world.give());
    const { id, version } = await begin(bot);
    const { last } = await bot.answer(id, version, { name: 'Barter' });
    expect(cardOf(await last)?.title).toBe(refused);
    expect(cardOf((await bot.screen(id))?.screen)?.title).toBe(refused);
    expect(await types()).not.toContain('Barter');
    expect(bot.lines).toEqual([]);
  });

  test('what only shows something goes on for everybody', async () => {
    const bot = openBot();
    const { id, version } = await begin(bot, 'order');
    await world.give();
    const { last } = await bot.answer(id, version, { number: '1' });
    expect(cardOf(await last)?.title).not.toBe(refused);
  });
});
