import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createServices } from '../../bot/services.ts';
import { Change } from '../../db/entities/change.ts';
import { Store } from '../../db/entities/store.ts';
import { newStoreSettings, type StoreSettings } from '../../db/rules/settings.ts';
import { meant } from '../../dialogs/about-store.ts';
import { command } from '../../dialogs/commands.ts';
import type { Conversation } from '../../dialogs/conversation.ts';
import { changeSettings, showSettings } from '../../dialogs/store-settings.ts';
import { testDatabase } from '../database.ts';
import { makePayments, type Payments } from './payments-world.ts';
import { play } from './play.ts';
import { makeWorld, otherShop } from './world.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let world: Payments;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await makePayments(database);
});

/** The form as it is when nothing is touched. */
const untouched = {
  additional: ['reservations', 'orderDescriptions', 'productDescriptions', 'buyerContact'],
  transferStatus: 'received',
  orderPrefix: '',
  automatic: '5',
  payment: 'adjusted',
};
const talk = async (...turns: Record<string, unknown>[]) =>
  play({ dialog: changeSettings, given: meant(await world.services.stores()) }, world.services, ...turns);
const demoOnly = async () => meant((await world.services.stores()).filter(({ handle }) => handle === 'demo-shop'));
const goOn = (at: Conversation, ...turns: Record<string, unknown>[]) => play({ dialog: changeSettings, at }, world.services, ...turns);
const stored = () => world.orm.em.fork().findOneOrFail(Store, world.store);
const settingsLines = () => world.orm.em.fork().find(Change, { store: world.store, kind: 'settings' }, { orderBy: { id: 'asc' } });
const say = async (text: string) => {
  const reply = await command(text, world.services);
  if (reply.kind !== 'card') throw new Error(`${text} began ${reply.kind}`);
  return reply.card;
};
/** A second store beside the demo shop. */
const olives = (prefix: string) => {
  world.shops.push(otherShop());
  return world.connect(otherShop(), { prefix });
};
/** Somebody else saves this meanwhile. */
const bor = async (settings: Partial<StoreSettings>, orderPrefix = '') => {
  const services = createServices(world.context, { ...world.who, person: 'Bor' });
  const { settingsVersion: version } = await stored();
  const given = { store: 'demo-shop', settings: { ...newStoreSettings, ...settings }, orderPrefix, version };
  return services.saveSettings({ ...given, turn: crypto.randomUUID() });
};

describe('the settings of a store', () => {
  it('are told with what each means, and can be changed from there', async () => {
    const card = await say('settings');
    expect(card.title).toBe('Settings of Demo Shop');
    expect(Object.fromEntries(card.facts ?? [])).toEqual({
      'Include reservations': 'Yes: stock is told less what orders hold that are not shipped yet',
      'Additional order descriptions': 'Yes: the buyer’s note, gift message and checkout fields become notes of the order',
      'Additional product descriptions': 'Yes: options and personalisation become the line’s description',
      'Buyer’s contact to the recipient': 'Yes: a recipient without phone or e-mail gets the buyer’s; what is there is never overwritten',
      'Transfer status': 'Received: nobody has looked at a new order yet',
      'Order prefix': 'None: orders have the store’s own numbers',
      'Automatic transfer': 'Every 5 minutes: new orders come in by themselves',
      'Payment transfer': 'Adjusted: each payment instrument has its own row that says which orders come in, paid or not',
    });
    expect(card.actions?.map((action) => action.command)).toEqual(['change settings demo-shop', 'payments demo-shop', 'history demo-shop']);
  });

  it('are asked for by name when there are several stores', async () => {
    await olives('O-');
    expect((await say('settings olive')).title).toBe('Settings of Olive & Oil');
    expect(await command('settings', world.services)).toMatchObject({ kind: 'dialog', dialog: { name: 'show-settings' } });
    const given = meant(await world.services.stores());
    const { card } = await play({ dialog: showSettings, given }, world.services, { handle: 'olive-oil' });
    expect(card?.title).toBe('Settings of Olive & Oil');
    expect(await command('change settings demo-shop', world.services)).toMatchObject({
      kind: 'dialog',
      dialog: { name: 'change-settings' },
      given: { stores: { list: [{ handle: 'demo-shop' }] } },
    });
  });

  it('warn while every order is marked as paid although one is cash on delivery', async () => {
    await bor({ payment: 'always' });
    const card = await say('settings');
    expect(card.tone).toBe('warning');
    expect(card.items).toMatchObject([{ tone: 'warning', label: '*Cash on delivery*' }]);
  });

  it('do not warn of cash on delivery that the store no longer has', async () => {
    await bor({ payment: 'always' });
    await world.change('cod', { vanishedAt: world.clock.now });
    expect((await say('settings')).items).toEqual([]);
  });
});

it.each(['settings', 'change settings'])('“%s” offers to connect a store when there is none', async (text) => {
  const { services } = await makeWorld(database);
  expect(await command(text, services)).toMatchObject({ card: { title: 'No store is connected yet' } });
});

describe('changing them', () => {
  it('shows them as they are', async () => {
    const { form } = await talk();
    expect(form?.given).toEqual(untouched);
  });

  it('saves all of them at once, and says how they are now', async () => {
    const given = { additional: ['buyerContact'], transferStatus: 'confirmed', orderPrefix: 'DS-', automatic: '60', payment: 'never' };
    const { card } = await talk(given);
    expect(card).toMatchObject({ title: 'The settings of Demo Shop are saved', tone: 'good' });
    expect(card?.text).toContain('Orders that came in before stay as they are. The new prefix counts for new orders only.');
    expect(card?.facts).toContainEqual(['Order prefix', 'DS-: order 1001 is DS-1001 here']);
    const { settings, orderPrefix } = await stored();
    expect({ settings, orderPrefix }).toEqual({
      settings: {
        ...{ reservations: false, orderDescriptions: false, productDescriptions: false, buyerContact: true },
        ...{ transferStatus: 'confirmed', automatic: 60, payment: 'never' },
      },
      orderPrefix: 'DS-',
    });
  });

  it('may choose none of what is transferred additionally', async () => {
    const { card } = await talk({ ...untouched, additional: [] });
    expect(card?.facts?.slice(0, 4).map(([, value]) => value.split(':')[0])).toEqual(['No', 'No', 'No', 'No']);
    expect(card?.text).not.toContain('prefix');
  });

  it('keeps in the history what differs, in words, and who did it', async () => {
    await talk({ ...untouched, automatic: '0', orderPrefix: 'DS-' });
    expect(await settingsLines()).toMatchObject([
      {
        person: 'Ana',
        before: { 'Automatic transfer': 'Every 5 minutes', 'Order prefix': null },
        after: { 'Automatic transfer': 'Off', 'Order prefix': 'DS-' },
      },
    ]);
  });

  it('brings the schedule in line, and lets orders in that need not wait any more', async () => {
    world.scheduled.clear();
    const { conversation } = await talk({ ...untouched, payment: 'never' });
    expect(world.scheduled.size).toBe(1);
    expect(world.releases()).toEqual([
      {
        name: 'release-held-orders',
        id: `release-held-orders:${conversation.id}`,
        data: {
          store: world.store,
          release: conversation.id,
          cause: { kind: 'settings' },
          channel: world.who.channel,
          person: 'Ana',
        },
      },
    ]);
  });

  it('saves once however often its ending runs', async () => {
    const { conversation } = await talk({ ...untouched, transferStatus: 'on hold' });
    const { card } = await goOn({ ...conversation, step: changeSettings.steps.length - 1 });
    expect(card?.title).toBe('The settings of Demo Shop are saved');
    expect(await settingsLines()).toHaveLength(1);
    expect((await stored()).settingsVersion).toBe(1);
    expect(new Set(world.releases().map(({ id }) => id)).size).toBe(1);
  });

  it('writes nothing into the history when nothing differs', async () => {
    const { card } = await talk(untouched);
    expect(card?.title).toBe('The settings of Demo Shop are saved');
    expect(await settingsLines()).toEqual([]);
    expect((await stored()).settingsVersion).toBe(0);
  });

  it.each([
    ['orderPrefix', 'much too long', 'Please use at most 10 characters.'],
    ['orderPrefix', 'D S', 'Please use letters, digits and - . _ / # only.'],
    ['automatic', '7', 'Please choose one of these.'],
    ['payment', 'sometimes', 'Please choose one of these.'],
    ['transferStatus', 'shipped', 'Please choose one of these.'],
  ])('refuses for %s “%s”, and keeps the rest', async (field, value, reason) => {
    const { form } = await talk({ ...untouched, transferStatus: 'confirmed', [field]: value });
    expect(form?.errors).toEqual({ [field]: reason });
    expect(form?.given).toEqual({ ...untouched, transferStatus: 'confirmed', [field]: value });
  });

  it('refuses a prefix that another store has, with the reason, and takes another one', async () => {
    await olives('O-');
    const given = await demoOnly();
    const asked = { ...untouched, automatic: '15', orderPrefix: 'o-' };
    const first = await play({ dialog: changeSettings, given }, world.services, asked);
    expect(first.form?.errors).toEqual({ orderPrefix: 'The orders of Olive & Oil begin with o- already. Please choose another one.' });
    expect(first.form?.given).toEqual(asked);
    const { card } = await goOn(first.conversation, { ...asked, orderPrefix: 'D-' });
    expect(card?.title).toBe('The settings of Demo Shop are saved');
  });

  it('refuses a prefix that another store got at the last moment, and shows what was chosen', async () => {
    await olives('O-');
    const { services } = world;
    const meanwhile = {
      ...services,
      async prefixClash() {
        await world.orm.em.fork().nativeUpdate(Store, { handle: 'olive-oil', workspace: world.who.workspace }, { orderPrefix: 'D-' });
        return undefined;
      },
    };
    const given = await demoOnly();
    const { card } = await play({ dialog: changeSettings, given }, meanwhile, { ...untouched, orderPrefix: 'D-', automatic: '60' });
    expect(card).toMatchObject({ title: 'The settings of Demo Shop were not saved', tone: 'warning' });
    expect(card?.text).toBe('The orders of Olive & Oil begin with D- already. Please choose another one. This is what you chose.');
    expect(card?.facts).toContainEqual(['Automatic transfer', 'Every 60 minutes: new orders come in by themselves']);
    expect((await stored()).settings.automatic).toBe(5);
  });

  it('leaves a prefix as it is, even one that clashes', async () => {
    await olives('');
    const given = await demoOnly();
    const { card } = await play({ dialog: changeSettings, given }, world.services, { ...untouched, automatic: '15' });
    expect(card?.title).toBe('The settings of Demo Shop are saved');
  });
});

describe('Always, while an instrument is cash on delivery', () => {
  const always = { ...untouched, payment: 'always' };

  it('is asked about before it is saved', async () => {
    const { form, conversation } = await talk(always);
    expect(form?.form.title).toBe('Payment transfer Always, with cash on delivery?');
    expect(form?.form.notice?.items?.[0]?.text).toContain('marked as paid before the carrier has the money');
    expect(form?.given).toEqual({ choice: undefined });
    expect((await stored()).settings.payment).toBe('adjusted');
    const { card } = await goOn(conversation, { choice: 'save' });
    expect(card).toMatchObject({ title: 'The settings of Demo Shop are saved', tone: 'warning' });
    expect((await stored()).settings.payment).toBe('always');
  });

  it('leads back to the form with everything that was chosen, and asks again', async () => {
    const { conversation } = await talk({ ...always, automatic: '15' });
    const back = await goOn(conversation, { choice: 'change' });
    expect(back.form?.given).toEqual({ ...always, automatic: '15' });
    const again = await goOn(back.conversation, always);
    expect(again.form?.given).toEqual({ choice: undefined });
    const { card } = await goOn(back.conversation, { ...untouched, payment: 'never' });
    expect(card?.tone).toBe('good');
  });

  it('is not asked about when no instrument is', async () => {
    await world.change('cod', { vanishedAt: world.clock.now });
    expect((await talk(always)).card?.tone).toBe('good');
  });

  it.each([
    ['the row says so', 'moj_nacin' as const, { cod: true, confirmedAt: new Date() }],
    ['nothing but the name says so', 'cod' as const, { title: 'Plačilo po povzetju' }],
  ])('is asked about when %s', async (_why, method, values) => {
    await world.change('cod', { vanishedAt: world.clock.now });
    await world.change(method, { ...values, vanishedAt: null });
    expect((await talk(always)).form?.form.title).toBe('Payment transfer Always, with cash on delivery?');
  });
});

describe('two people at once', () => {
  const mine = { ...untouched, transferStatus: 'confirmed' };

  it('the second sees what the first changed, and may set their own beside it', async () => {
    const { conversation } = await talk();
    await bor({ automatic: 60 }, 'B-');
    const asked = await goOn(conversation, mine);
    expect(asked.form?.form.text).toBe('You chose: Transfer status Confirmed. Whatever you did not change stays as it is now.');
    expect(asked.form?.form.notice?.text).toBe('Bor changed this meanwhile: 23 Nov 2026, 10:15 (Europe/Ljubljana).');
    expect(asked.form?.form.notice?.items?.map(({ label, text }) => `${label}: ${text}`)).toEqual([
      'Order prefix: none → B-',
      'Automatic transfer: Every 5 minutes → Every 60 minutes',
    ]);
    expect(asked.form?.given).toEqual({ whose: undefined });
    const { card } = await goOn(asked.conversation, { whose: 'mine' });
    expect(card?.title).toBe('The settings of Demo Shop are saved');
    expect(await stored()).toMatchObject({
      orderPrefix: 'B-',
      settings: { ...newStoreSettings, transferStatus: 'confirmed', automatic: 60 },
    });
  });

  it('the second may overrule what both changed', async () => {
    const { conversation } = await talk();
    await bor({ transferStatus: 'on hold', automatic: 60 }, 'B-');
    await goOn(conversation, { ...mine, orderPrefix: 'A-' }, { whose: 'mine' });
    expect(await stored()).toMatchObject({
      orderPrefix: 'A-',
      settings: { ...newStoreSettings, transferStatus: 'confirmed', automatic: 60 },
    });
  });

  it('one who changed nothing takes nothing back', async () => {
    const { conversation } = await talk();
    await bor({ automatic: 60 }, 'B-');
    const asked = await goOn(conversation, untouched);
    expect(asked.form?.form.text).toBe('You changed nothing yourself.');
    await goOn(asked.conversation, { whose: 'mine' });
    expect(await stored()).toMatchObject({ orderPrefix: 'B-', settings: { ...newStoreSettings, automatic: 60 } });
  });

  it('the second may leave it as the first set it', async () => {
    const { conversation } = await talk();
    await bor({ automatic: 60 });
    const { card } = await goOn(conversation, mine, { whose: 'theirs' });
    expect(card).toMatchObject({ title: 'The settings of Demo Shop stay as they are', text: 'Nothing was changed.' });
    expect((await stored()).settings).toEqual({ ...newStoreSettings, automatic: 60 });
  });

  it('sees all that was changed, in one', async () => {
    const { conversation } = await talk();
    await bor({ automatic: 60 });
    await bor({ automatic: 15 });
    const { form } = await goOn(conversation, mine);
    expect(form?.form.notice?.items?.map(({ text }) => text)).toEqual(['Every 5 minutes → Every 15 minutes']);
  });

  it('is not troubled by one who saved them as they were', async () => {
    const { conversation } = await talk();
    await bor({});
    expect((await goOn(conversation, mine)).card?.title).toBe('The settings of Demo Shop are saved');
  });

  it('loses nothing when somebody saves at the very last moment', async () => {
    const { services } = world;
    const meanwhile = {
      ...services,
      async saveSettings(given: Parameters<typeof services.saveSettings>[0]) {
        await bor({ automatic: 60 });
        return services.saveSettings(given);
      },
    };
    const { card } = await play({ dialog: changeSettings, given: meant(await services.stores()) }, meanwhile, mine);
    expect(card).toMatchObject({ title: 'The settings of Demo Shop were not saved', tone: 'warning' });
    expect(card?.text).toContain('Bor changed them meanwhile: 23 Nov 2026, 10:15 (Europe/Ljubljana).');
    expect(card?.facts).toContainEqual(['Transfer status', 'Confirmed: a new order can be worked on at once']);
    expect((await stored()).settings).toEqual({ ...newStoreSettings, automatic: 60 });
  });

  it('saves only one of two at the same moment', async () => {
    const save = (transferStatus: 'confirmed' | 'on hold') =>
      world.services.saveSettings({
        ...{ store: 'demo-shop', settings: { ...newStoreSettings, transferStatus }, orderPrefix: '', version: 0 },
        turn: crypto.randomUUID(),
      });
    const states = (await Promise.all([save('confirmed'), save('on hold')])).map(({ state }) => state);
    expect(states.sort()).toEqual(['changed', 'saved']);
    expect(await settingsLines()).toHaveLength(1);
  });
});
