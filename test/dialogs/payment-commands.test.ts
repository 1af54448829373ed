import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PaymentMapping } from '../../db/entities/payment-mapping.ts';
import { Store } from '../../db/entities/store.ts';
import { SyncRun } from '../../db/entities/sync-run.ts';
import { command } from '../../dialogs/commands.ts';
import { showPayments } from '../../dialogs/show-payments.ts';
import { testDatabase } from '../database.ts';
import { makePayments, type Payments } from './payments-world.ts';
import { play } from './play.ts';
import { demoShop, makeWorld, noon, otherShop } from './world.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let world: Payments;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await makePayments(database);
});

type World = Pick<Payments, 'services'>;
/** What a line is answered with: the title of a card with its buttons, or a dialog with what it was given. */
const say = async (text: string, { services }: World = world) => {
  const reply = await command(text, services);
  if (reply.kind === 'card') return { title: reply.card.title, buttons: reply.card.actions?.map((action) => action.command) ?? [] };
  if (reply.kind !== 'dialog') return reply;
  const { stores, ...given } = reply.given;
  return { dialog: reply.dialog.name, given, stores: Array.isArray(stores?.list) ? stores.list.map(({ handle }) => handle) : [] };
};
const readings = () => world.orm.em.fork().find(SyncRun, { store: world.store, kind: 'payments' });
/** A second store with one payment instrument of its own. */
const connectAnother = async () => {
  Object.assign(world.shops, [demoShop(), otherShop()]);
  const store = await world.connect(otherShop(), { prefix: 'O-' });
  const row = {
    store,
    method: 'klarna',
    handle: 'klarna',
    title: 'Klarna: pay later',
    statuses: [],
    cod: false,
    byHand: false,
    version: 0,
  };
  await world.orm.em.fork().insert(PaymentMapping, { ...row, id: crypto.randomUUID(), createdAt: noon });
  return store;
};

describe('“payments”', () => {
  it.each(['payments', 'payments demo', '/om payments demo-shop', 'payment instruments', 'Read payment instruments demo-shop'])(
    'shows the table as “%s” when it was read within the hour',
    async (text) => {
      expect(await say(text)).toMatchObject({ title: 'Payment instruments of Demo Shop' });
      expect(await readings()).toEqual([]);
    },
  );

  it.each([
    ['when they were never read', 'payments', null],
    ['when they were read more than an hour ago', 'payments', new Date(noon.getTime() - 3_600_001)],
    ['again when that is said', 'payments demo-shop again', noon],
    ['again, whatever comes first', 'payments again demo', noon],
  ])('reads %s', async (_why, text, paymentsReadAt) => {
    await world.orm.em.fork().nativeUpdate(Store, world.store, { paymentsReadAt });
    expect(await say(text)).toEqual({ kind: 'none' });
    expect(await readings()).toMatchObject([{ state: 'running', startedBy: 'Ana' }]);
  });

  it('says so when they are being read already', async () => {
    await say('payments again');
    expect(await say('payments again')).toEqual({ title: 'Demo Shop is busy', buttons: ['status demo-shop'] });
    expect(await readings()).toHaveLength(1);
  });

  it('shows what is known of a store that is switched off, and cannot be read', async () => {
    await world.services.disable('demo-shop');
    await world.orm.em.fork().nativeUpdate(Store, world.store, { paymentsReadAt: new Date(noon.getTime() - 86_400_000) });
    expect(await say('payments')).toMatchObject({ title: 'Payment instruments of Demo Shop' });
    expect(await say('payments again')).toMatchObject({ title: expect.stringContaining('Demo Shop is') });
    expect(await readings()).toEqual([]);
  });

  it('asks which store, and then shows or reads', async () => {
    await connectAnother();
    expect(await say('payments')).toMatchObject({
      dialog: 'show-payments',
      given: { again: { again: false } },
      stores: ['demo-shop', 'olive-oil'],
    });
    const reply = await command('payments', world.services);
    const given = reply.kind === 'dialog' ? reply.given : {};
    const shown = await play({ dialog: showPayments, given }, world.services, { handle: 'demo-shop' });
    expect(shown.card?.title).toBe('Payment instruments of Demo Shop');
    const read = await play({ dialog: showPayments, given: { ...given, again: { again: true } } }, world.services, { handle: 'demo-shop' });
    expect(read.card?.text).toContain('It has started, and a message of its own tells its progress.');
    await play({ dialog: showPayments, at: { ...read.conversation, step: 1 } }, world.services);
    expect(await readings()).toHaveLength(1);
  });

  it.each(['payments nowhere', 'payments confirm nowhere', 'payments add nowhere'])('offers the stores as “%s”', async (text) => {
    const shown = await say(text);
    expect(shown).toMatchObject({ title: 'I know no store “nowhere”' });
    expect(shown).toMatchObject({ buttons: expect.arrayContaining([text.replace('nowhere', 'demo-shop')]) });
  });

  it.each([
    ['payments confirm', 'confirm-proposals'],
    ['confirm payments demo', 'confirm-proposals'],
    ['payments add demo-shop', 'add-instrument'],
  ])('begins “%s”', async (text, dialog) => expect(await say(text)).toMatchObject({ dialog, stores: ['demo-shop'] }));
});

describe('“map”', () => {
  it.each([
    ['map cod', 'cod'],
    ['map cod demo-shop', 'cod'],
    ['map demo-shop cod', 'cod'],
    ['map cash on delivery', 'cash on delivery'],
    ['map Cash on delivery Demo Shop', 'Cash on delivery'],
    ['map demo cash', 'cash'],
    ['map moj_nacin', 'moj_nacin'],
    ['map način', 'način'],
  ])('opens the row as “%s”', async (text, instrument) =>
    expect(await say(text)).toEqual({ dialog: 'map-payment', given: { said: { instrument } }, stores: ['demo-shop'] }),
  );

  it.each(['map', 'map demo-shop', 'map demo'])('asks which one as “%s”', async (text) =>
    expect(await say(text)).toEqual({ dialog: 'map-payment', given: {}, stores: ['demo-shop'] }),
  );

  it('finds the store that has it, and asks where several have', async () => {
    await connectAnother();
    expect(await say('map klarna')).toMatchObject({ stores: ['olive-oil'] });
    expect(await say('map pay later')).toMatchObject({ stores: ['olive-oil'] });
    expect(await say('map cod')).toMatchObject({ stores: ['demo-shop'] });
    expect(await say('map')).toMatchObject({ stores: ['demo-shop', 'olive-oil'] });
  });

  it.each([
    ['map clarna demo-shop', 'Demo Shop has no payment instrument “clarna”', 'map cod demo-shop'],
    ['map kod', 'Demo Shop has no payment instrument “kod”', 'map cod demo-shop'],
  ])('offers the nearest as “%s”', async (text, title, button) => {
    expect(await say(text)).toMatchObject({
      title,
      buttons: expect.arrayContaining(['payments demo-shop again', button, 'payments demo-shop', 'payments add demo-shop']),
    });
  });

  it('offers the stores beside an instrument that is known', async () => {
    expect(await say('map cod nowhere')).toEqual({ title: 'I know no store “nowhere”', buttons: ['map cod demo-shop', 'stores'] });
  });

  it('offers all stores for an instrument that none of them has', async () => {
    await connectAnother();
    expect(await say('map xyz')).toEqual({
      title: 'No store has a payment instrument “xyz”',
      buttons: ['payments demo-shop', 'payments olive-oil'],
    });
  });

  it('begins with reading where nothing was read yet', async () => {
    await world.orm.em.getConnection().execute('delete from payment_mapping where store_id = ?', [world.store]);
    expect(await say('map cod')).toMatchObject({ buttons: ['payments demo-shop', 'payments add demo-shop'] });
  });

  it('needs a store', async () => {
    expect(await say('map cod', await makeWorld(database))).toEqual({ title: 'No store is connected yet', buttons: ['connect'] });
  });
});
