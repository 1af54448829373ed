import { randomUUID } from 'node:crypto';
import type { EntityData } from '@mikro-orm/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Change } from '../../db/entities/change.ts';
import { PaymentMapping } from '../../db/entities/payment-mapping.ts';
import { Store } from '../../db/entities/store.ts';
import { newStoreSettings } from '../../db/rules/settings.ts';
import { command } from '../../dialogs/commands.ts';
import type { Conversation } from '../../dialogs/conversation.ts';
import { copySettings, readCopy } from '../../dialogs/copy-settings.ts';
import { testDatabase } from '../database.ts';
import { statuses } from '../db/make-store.ts';
import { makePayments, type Payments } from './payments-world.ts';
import { play } from './play.ts';
import { demoShop, makeWorld, noon, otherShop } from './world.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let world: Payments;
let olives: string;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

/** The demo shop with two confirmed rows and settings of its own, and a second store with neither. */
beforeEach(async () => {
  world = await makePayments(database);
  world.shops.push(otherShop());
  olives = await world.connect(otherShop(), { prefix: 'O-' });
  const em = world.orm.em.fork();
  const settings = { ...newStoreSettings, transferStatus: 'confirmed', reservations: false } as const;
  await em.nativeUpdate(Store, world.store, { settings, orderPrefix: 'D-' });
  await em.nativeUpdate(Store, olives, { statuses });
  await confirm('cod', { cod: true, deliveryType: await world.type('delivery', 'Courier') });
  await confirm('stripe', { paymentType: await world.type('payment', 'Credit card'), statuses: ['processing', 'on-hold'] });
});

const confirm = (method: 'cod' | 'stripe' | 'bacs', values: EntityData<PaymentMapping>) =>
  world.change(method, { statuses: ['processing', 'completed'], confirmedAt: noon, confirmedBy: 'Ana', version: 1, ...values });
/** A row of the second store. */
type Set = { statuses?: string[]; cod?: boolean; paymentType?: string; deliveryType?: string; confirmedAt?: Date; version?: number };
const row = (method: string, values: Set = {}) =>
  world.orm.em.fork().insert(PaymentMapping, {
    ...{ id: randomUUID(), store: olives, method, handle: method, title: `Olives ${method}`, statuses: [], cod: false, version: 0 },
    ...{ byHand: false, createdAt: noon },
    ...values,
  });
const rows = () =>
  world.orm.em.fork().find(PaymentMapping, { store: olives }, { orderBy: { method: 'asc' }, populate: ['paymentType', 'deliveryType'] });
const store = () => world.orm.em.fork().findOneOrFail(Store, olives);
const lines = () => world.orm.em.fork().find(Change, { store: olives, kind: { $in: ['settings', 'row'] } }, { orderBy: { id: 'asc' } });

const say = (text: string) => command(text, world.services);
const begun = async (text: string, ...turns: Record<string, unknown>[]) => {
  const reply = await say(text);
  if (reply.kind !== 'dialog') throw new Error(`“${text}” was answered with ${reply.kind}`);
  return play({ dialog: reply.dialog, given: reply.given }, world.services, ...turns);
};
const goOn = (at: Conversation, ...turns: Record<string, unknown>[]) => play({ dialog: copySettings, at }, world.services, ...turns);
const all = 'copy settings from demo-shop to olive-oil';
const told = (items: { label: string; text?: string }[] = []) => Object.fromEntries(items.map(({ label, text }) => [label, text]));

describe('copying settings', () => {
  it('shows first what would change, and that the prefix stays', async () => {
    const { form } = await begun(all);
    expect(form?.form.title).toBe('Copy settings from Demo Shop to Olive & Oil');
    expect(form?.form.text).toContain('The order prefix is never copied');
    expect(told(form?.form.notice?.items)).toEqual({
      'Include reservations': 'yes → no',
      'Transfer status': 'Received → Confirmed',
      'Cash on delivery':
        'New row: Store statuses Processing and Completed, Cash on delivery yes, Payment type none and Delivery type Courier.',
      'Credit card (Stripe)':
        'New row: Store statuses Processing and On hold, Cash on delivery no, Payment type Credit card and Delivery type none.',
      'Bank transfer': 'Stays behind: nobody has confirmed it.',
      'Moj način': 'Stays behind: nobody has confirmed it.',
    });
    expect(await lines()).toEqual([]);
  });

  it('copies settings and confirmed rows, but no prefix, at once', async () => {
    world.jobs.length = 0;
    world.scheduled.clear();
    const { card, conversation } = await begun(all, { choice: 'copy' });
    expect(card).toMatchObject({ title: 'Olive & Oil is set like Demo Shop', tone: 'good' });
    expect(card?.text).toContain('2 settings and 2 rows were copied.');
    const { settings, orderPrefix } = await store();
    expect(settings).toMatchObject({ transferStatus: 'confirmed', reservations: false });
    expect(orderPrefix).toBe('O-');
    expect(await rows()).toMatchObject([
      { method: 'cod', handle: 'cod', title: 'Cash on delivery', cod: true, paymentType: null, deliveryType: { name: 'Courier' } },
      { method: 'stripe', statuses: ['processing', 'on-hold'], paymentType: { name: 'Credit card' }, confirmedBy: 'Ana' },
    ]);
    expect(world.scheduled.size).toBe(1);
    expect(world.releases()).toMatchObject([{ data: { store: olives, release: conversation.id, cause: { kind: 'settings' } } }]);
  });

  it('keeps one line of the history for each thing', async () => {
    await begun(all, { choice: 'copy' });
    expect((await lines()).map(({ kind, subject, person }) => ({ kind, subject, person }))).toEqual([
      { kind: 'settings', subject: 'Transfer settings', person: 'Ana' },
      { kind: 'row', subject: 'Cash on delivery', person: 'Ana' },
      { kind: 'row', subject: 'Credit card (Stripe)', person: 'Ana' },
    ]);
  });

  it('copies once however often its ending runs', async () => {
    const { conversation } = await begun(all, { choice: 'copy' });
    const { card } = await goOn({ ...conversation, step: copySettings.steps.length - 1 });
    expect(card?.title).toBe('Olive & Oil is set like Demo Shop');
    expect(await lines()).toHaveLength(3);
    expect(new Set(world.releases().map(({ id }) => id)).size).toBe(1);
  });

  it('changes nothing when it is left', async () => {
    const { card } = await begun(all, { choice: 'leave' });
    expect(card).toMatchObject({ title: 'Nothing was copied', text: 'Olive & Oil stays as it is.' });
    expect(await rows()).toEqual([]);
    expect((await store()).settings).toEqual(newStoreSettings);
  });

  it('shows of rows that are there what differs, and leaves those that are alike', async () => {
    await row('cod', {
      statuses: ['completed', 'processing'],
      cod: true,
      deliveryType: await world.type('delivery', 'Courier'),
      confirmedAt: noon,
    });
    await row('stripe', { statuses: ['processing'], confirmedAt: noon, version: 4 });
    const { form, conversation } = await begun(all);
    expect(told(form?.form.notice?.items)).toMatchObject({
      'Olives stripe': 'Store statuses Processing → Processing and On hold and Payment type none → Credit card',
    });
    expect(Object.keys(told(form?.form.notice?.items))).not.toContain('Olives cod');
    await goOn(conversation, { choice: 'copy' });
    expect(await rows()).toMatchObject([
      { method: 'cod', statuses: ['completed', 'processing'] },
      { method: 'stripe', title: 'Olives stripe', version: 5, paymentType: { name: 'Credit card' } },
    ]);
  });

  it('confirms rows that were only read there', async () => {
    await row('stripe');
    const { form, conversation } = await begun(all);
    expect(told(form?.form.notice?.items)['Olives stripe']).toContain('New row: ');
    await goOn(conversation, { choice: 'copy' });
    expect((await rows()).filter(({ method }) => method === 'stripe')).toMatchObject([{ confirmedBy: 'Ana', version: 1 }]);
  });

  it('leaves out statuses that the other store does not have, and says so', async () => {
    await confirm('bacs', { statuses: ['on-hold'] });
    await world.orm.em.fork().nativeUpdate(Store, olives, { statuses: statuses.filter(({ code }) => code !== 'on-hold') });
    const { form, conversation } = await begun(all);
    const items = form?.form.notice?.items?.filter(({ tone }) => tone === 'warning').map(({ label, text }) => `${label}: ${text}`);
    expect(items).toEqual([
      'Moj način: Stays behind: nobody has confirmed it.',
      'Bank transfer: Stays behind: Olive & Oil does not have “On hold”.',
      'Credit card (Stripe): Comes without “On hold”, which Olive & Oil does not have.',
    ]);
    await goOn(conversation, { choice: 'copy' });
    expect((await rows()).map(({ method, statuses }) => [method, statuses])).toEqual([
      ['cod', ['processing', 'completed']],
      ['stripe', ['processing']],
    ]);
  });

  it('warns of Always with cash on delivery, and chooses nothing beforehand', async () => {
    await world.orm.em.fork().nativeUpdate(Store, world.store, { settings: { ...newStoreSettings, payment: 'always' } });
    const { form } = await begun(all);
    expect(form?.form.notice?.tone).toBe('warning');
    expect(form?.form.notice?.items?.at(-1)?.text).toContain('are marked as paid before the carrier has the money');
    expect(form?.given).toEqual({ choice: undefined });
  });

  it('shows the new differences when either store was changed meanwhile, and copies nothing', async () => {
    const { conversation } = await begun(all);
    await world.orm.em.fork().nativeUpdate(Store, world.store, { settings: { ...newStoreSettings, automatic: 60 } });
    const { card } = await goOn(conversation, { choice: 'copy' });
    expect(card).toMatchObject({ title: 'Nothing was copied yet: something changed meanwhile', tone: 'warning' });
    expect(told(card?.items)['Automatic transfer']).toBe('Every 5 minutes → Every 60 minutes');
    expect(card?.actions?.[0]).toMatchObject({ label: 'Copy', command: all });
    expect(await lines()).toEqual([]);
    expect((await begun(all, { choice: 'copy' })).card?.tone).toBe('good');
  });

  it('says when both are set alike already', async () => {
    await begun(all, { choice: 'copy' });
    const { card } = await begun(all);
    expect(card?.title).toBe('Olive & Oil is set like Demo Shop already');
    expect(told(card?.items)).toEqual({
      'Bank transfer': 'Stays behind: nobody has confirmed it.',
      'Moj način': 'Stays behind: nobody has confirmed it.',
    });
  });

  it('copies a store’s rows once when two people copy them at the same moment', async () => {
    const plan = await world.services.copyPlan({ from: 'demo-shop', to: 'olive-oil' });
    const copies = [1, 2].map(() =>
      world.services.copySettings({ from: 'demo-shop', to: 'olive-oil', stamp: plan?.stamp ?? '', turn: randomUUID() }),
    );
    expect((await Promise.all(copies)).map(({ state }) => state).sort()).toEqual(['changed', 'copied']);
    expect(await rows()).toHaveLength(2);
  });
});

describe('which stores', () => {
  it('are asked for when none is named, and must be two', async () => {
    const asked = await begun('copy settings');
    expect(asked.form?.form.title).toBe('Copy settings');
    const same = await goOn(asked.conversation, { from: 'olive-oil', to: 'olive-oil' });
    expect(same.form?.errors).toEqual({ to: 'Please choose another store than the one to copy from.' });
    const { form } = await goOn(same.conversation, { from: 'demo-shop', to: 'olive-oil' });
    expect(form?.form.title).toBe('Copy settings from Demo Shop to Olive & Oil');
  });

  it('are clear when one of two is named', async () => {
    expect((await begun('copy settings to demo-shop')).form?.form.title).toBe('Copy settings from Olive & Oil to Demo Shop');
    expect((await begun('copy settings from demo-shop')).form?.form.title).toBe('Copy settings from Demo Shop to Olive & Oil');
  });

  it('are not the same one twice', async () => {
    expect(await say('copy settings from demo-shop to demo')).toMatchObject({ card: { title: 'That is Demo Shop twice' } });
  });

  it('are offered when one is not known, with the other one kept', async () => {
    const reply = await say('copy settings from demo-shop to olivia');
    if (reply.kind !== 'card') throw new Error('no card');
    expect(reply.card.title).toBe('I know no store “olivia”');
    expect(reply.card.actions?.[0]?.command).toBe('copy settings from demo-shop to olive-oil');
    expect(await say('copy settings from nowhere to olive-oil')).toMatchObject({
      card: { title: 'I know no store “nowhere”', actions: expect.arrayContaining([{ label: 'Demo Shop', command: all }]) },
    });
  });

  it('must be connected first', async () => {
    const none = await makeWorld(database);
    expect(await command('copy settings', none.services)).toMatchObject({ card: { title: 'No store is connected yet' } });
    const one = await makeWorld(database, demoShop());
    await one.connect(demoShop());
    expect(await command('copy settings', one.services)).toMatchObject({
      card: { title: 'Demo Shop is your only store', actions: [{ command: 'connect' }, {}] },
    });
  });

  it.each([
    ['', { from: '', to: '' }],
    ['from', { from: '', to: '' }],
    ['to', { from: '', to: '' }],
    ['from demo-shop to olive-oil', { from: 'demo-shop', to: 'olive-oil' }],
    ['demo-shop to olive-oil', { from: 'demo-shop', to: 'olive-oil' }],
    ['demo-shop into Olive & Oil', { from: 'demo-shop', to: 'Olive & Oil' }],
    ['to olive-oil from demo-shop', { from: 'demo-shop', to: 'olive-oil' }],
    ['to olive-oil', { from: '', to: 'olive-oil' }],
    ['from demo-shop', { from: 'demo-shop', to: '' }],
    ['demo-shop to', { from: 'demo-shop', to: '' }],
    ['Demo Shop', { from: 'Demo Shop', to: '' }],
    ['demo-shop olive-oil', { from: 'demo-shop', to: 'olive-oil' }],
  ])('are read from “%s”', (said, meaning) => {
    const stores = [
      { name: 'Demo Shop', handle: 'demo-shop' },
      { name: 'Olive & Oil', handle: 'olive-oil' },
    ];
    expect(readCopy(said.split(' ').filter(Boolean), stores)).toEqual(meaning);
  });
});
