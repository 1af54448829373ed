import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createServices } from '../../bot/services.ts';
import { PaymentType } from '../../db/entities/payment-type.ts';
import { Store } from '../../db/entities/store.ts';
import { meant } from '../../dialogs/about-store.ts';
import { mapPayment } from '../../dialogs/map-payment.ts';
import { testDatabase } from '../database.ts';
import { statuses } from '../db/make-store.ts';
import { makePayments, type Payments } from './payments-world.ts';
import { type Played, play } from './play.ts';
import { noon } from './world.ts';

const codSentence = 'For cash on delivery the payment type must be empty: the order is not paid yet.';

let database: Awaited<ReturnType<typeof testDatabase>>;
let world: Payments;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await makePayments(database);
});

const talk = async (said: string, ...turns: Record<string, unknown>[]) => {
  const given = { ...meant(await world.services.stores()), ...(said && { said: { instrument: said } }) };
  return play({ dialog: mapPayment, given }, world.services, ...turns);
};
/** Goes on where a talk rests. */
const goOn = ({ conversation }: Played, ...turns: Record<string, unknown>[]) =>
  play({ dialog: mapPayment, at: conversation }, world.services, ...turns);
/** The ending runs once more, as after a crash. */
const endAgain = ({ conversation }: Played) =>
  play({ dialog: mapPayment, at: { ...conversation, step: mapPayment.steps.length - 1 } }, world.services);

const codRow = async () => ({
  statuses: ['processing', 'completed'],
  cod: 'yes',
  paymentType: 'none',
  deliveryType: await world.type('delivery', 'Courier'),
});
const confirm = { choice: 'confirm' };
const another = () => createServices(world.context, { ...world.who, person: 'Bine' });
/** Bine sets the same row. */
const setByBine = async (values: { statuses?: string[]; deliveryType?: string } = {}) => {
  const { version } = await world.mapping('cod');
  const row = { statuses: ['completed'], cod: true, ...values };
  const given = { store: 'demo-shop', instrument: 'cod', row, version, turn: randomUUID() };
  expect(await another().saveRow(given)).toMatchObject({ state: 'saved' });
};

describe('the row of an instrument', () => {
  it('is proposed with the store’s own statuses, and with the reason why', async () => {
    await world.orders('cod', 3);
    const { form } = await talk('cod');
    expect(form?.form.title).toBe('Cash on delivery of Demo Shop');
    expect(form?.form.text).toContain('3 orders in the last 60 days: €45.75. Its code “cod” says cash on delivery');
    expect(form?.form.submit).toBe('Try it');
    expect(form?.given).toMatchObject({ statuses: ['processing', 'completed'], cod: 'yes', paymentType: 'none' });
    expect(form?.form.fields.statuses?.options?.map(({ label }) => label)).toEqual(statuses.map(({ title }) => title));
    expect(form?.form.fields.paymentType?.options?.[0]).toEqual({ value: 'none', label: 'None: not paid yet' });
  });

  it('proposes the payment type that belongs to it', async () => {
    const { form } = await talk('stripe');
    expect(form?.given).toMatchObject({ cod: 'no', paymentType: await world.type('payment', 'Credit card') });
  });

  it('leaves the payment type open where nobody can know it', async () => {
    const { form } = await talk('moj');
    expect(form?.form.text).toContain('Neither its code nor its name tells what it is.');
    expect(form?.given.paymentType).toBeUndefined();
    const answered = await talk('moj', { statuses: ['processing'], cod: 'no', deliveryType: 'none' });
    expect(answered.form?.errors).toEqual({ paymentType: 'Please choose one of these.' });
  });

  it('is asked for when none is named, or more than one may be meant', async () => {
    const { form } = await talk('');
    expect(form?.form.title).toBe('Which payment instrument?');
    expect(form?.form.fields.handle?.options).toHaveLength(4);
    const chosen = await talk('', { handle: 'bacs' });
    expect(chosen.form?.form.title).toBe('Bank transfer of Demo Shop');
    const several = await talk('c');
    expect(several.form?.form.title).toBe('Which payment instrument?');
  });

  it('needs payment instruments that were read, and the store’s statuses', async () => {
    await world.orm.em.fork().nativeUpdate(Store, world.store, { statuses: [] });
    expect((await talk('cod')).card?.actions?.map(({ command }) => command)).toEqual(['check demo-shop']);
    await world.orm.em.getConnection().execute('delete from payment_mapping where store_id = ?', [world.store]);
    expect((await talk('')).card?.actions?.map(({ command }) => command)).toEqual(['payments demo-shop', 'payments add demo-shop']);
  });

  it('says the statuses that the store no longer has, and does not offer them', async () => {
    await world.change('cod', { statuses: ['processing', 'packed'], cod: true, confirmedAt: new Date(), confirmedBy: 'Bine' });
    const { form } = await talk('cod');
    expect(form?.form.notice?.items?.[0]?.text).toContain('The store no longer has “packed”');
    expect(form?.given.statuses).toEqual(['processing']);
    expect(form?.form.fields.statuses?.options?.map(({ value }) => value)).not.toContain('packed');
    expect(form?.form.text).toContain('Confirmed by Bine.');
  });

  it('does not offer retired types, except one that is set', async () => {
    const [card, paypal] = [await world.type('payment', 'Credit card'), await world.type('payment', 'PayPal')];
    await world.orm.em.fork().nativeUpdate(PaymentType, { id: { $in: [card, paypal] } }, { retiredAt: new Date() });
    const offered = async (handle: string) => (await talk(handle)).form?.form.fields.paymentType?.options ?? [];
    expect((await offered('bacs')).map(({ value }) => value)).not.toContain(card);
    await world.change('bacs', {
      statuses: ['completed'],
      paymentType: card,
      confirmedAt: new Date(),
    });
    expect(await offered('bacs')).toContainEqual({ value: card, label: 'Credit card (retired)' });
    expect((await offered('bacs')).map(({ value }) => value)).not.toContain(paypal);
  });

  it('tells that payment transfer marks all orders alike where it does', async () => {
    const { settings } = await world.orm.em.fork().findOneOrFail(Store, world.store);
    await world.orm.em.fork().nativeUpdate(Store, world.store, { settings: { ...settings, payment: 'always' } });
    expect((await talk('stripe')).form?.form.text).toContain('Payment transfer is *Always*: it marks every order as paid');
  });
});

describe('cash on delivery with a payment type', () => {
  it('is refused with the guide’s sentence, and nothing typed is lost', async () => {
    const row = { ...(await codRow()), paymentType: await world.type('payment', 'Credit card'), statuses: ['on-hold'] };
    const { form } = await talk('cod', row);
    expect(form?.errors).toEqual({ paymentType: codSentence });
    expect(form?.given).toEqual(row);
    expect(await world.history()).toEqual([]);
  });

  it('is refused by the service', async () => {
    const row = { statuses: ['processing'], cod: true, paymentType: await world.type('payment', 'Credit card') };
    const refused = { kind: 'cod with payment type' };
    const given = { store: 'demo-shop', instrument: 'cod', row };
    expect(await world.services.tryRow(given)).toEqual({ refused });
    expect(await world.services.saveRow({ ...given, version: 0, turn: randomUUID() })).toEqual({ state: 'refused', refused });
    expect((await world.mapping('cod')).confirmedAt).toBeNull();
  });

  it('is refused by the database', async () => {
    const paymentType = await world.type('payment', 'Credit card');
    await expect(world.change('cod', { cod: true, paymentType })).rejects.toThrow('payment_mapping_cod_unpaid');
  });
});

describe('a trial', () => {
  it('tells what the row would do with the orders of the last 60 days, and changes nothing', async () => {
    await world.orders('cod', 2);
    await world.orders('cod', 1, 'seen', { refunded: '5.25' });
    await world.orders('cod', 1, 'held', { status: 'on-hold' });
    await world.orders('cod', 2, 'imported');
    await world.orders('cod', 1, 'held', { day: 61 });
    await world.orders('stripe', 1);
    const { form, screens } = await talk('cod', await codRow());
    expect(screens).toContainEqual({ kind: 'waiting', text: 'Trying it on your last orders…' });
    expect(form?.form.text).toBe('It would be: not marked paid, Courier, in Processing and Completed. Nothing is changed yet.');
    expect(form?.form.notice).toMatchObject({
      tone: 'good',
      text: 'Of 6 orders of the last 60 days *3 would come in*: 3 not paid, to be collected: €40.50; 2 came in already and stay as they are.',
    });
    expect(JSON.stringify(form?.form.notice?.items)).toContain('1 order');
    expect(await world.history()).toEqual([]);
    expect((await world.mapping('cod')).version).toBe(0);
  });

  it('says so when there is no order to try it on', async () => {
    const { form } = await talk('cod', await codRow());
    expect(form?.form.notice?.text).toContain('There is no order of this kind in the last 60 days');
    expect(form?.given).toEqual({ choice: 'confirm' });
  });

  it('shows what looks wrong, and then confirms nothing beforehand', async () => {
    await world.orders('cod', 1);
    const { form } = await talk('cod', { ...(await codRow()), cod: 'no', paymentType: await world.type('payment', 'Credit card') });
    expect(form?.form.notice?.tone).toBe('warning');
    expect(form?.form.notice?.items?.map(({ text }) => text).join()).toContain('looks like cash on delivery');
    expect(form?.given.choice).toBeUndefined();
  });

  it('leads back to the form with everything kept, and forgets that answer', async () => {
    const row = { ...(await codRow()), statuses: ['completed'] };
    const back = await talk('cod', row, { choice: 'change' });
    expect(back.form?.form.submit).toBe('Try it');
    expect(back.form?.given).toEqual(row);
    const again = await goOn(back, { ...row, statuses: ['processing'] });
    expect(again.form?.form.text).toContain('in Processing.');
    expect(again.form?.given).toEqual({ choice: 'confirm' });
  });

  it('refuses a status or a type that is gone meanwhile, beside its field', async () => {
    const courier = await world.type('delivery', 'Courier');
    const open = await talk('cod');
    await world.orm.em.fork().nativeUpdate(Store, world.store, { statuses: statuses.filter(({ code }) => code !== 'completed') });
    const row = await codRow();
    expect((await goOn(open, row)).form?.errors).toEqual({ statuses: 'The store no longer has “completed”.' });
    await world.orm.em.getConnection().execute('update delivery_type set retired_at = now() where id = ?', [courier]);
    const refused = await goOn(open, { ...row, statuses: ['processing'] });
    expect(refused.form?.errors).toEqual({ deliveryType: 'This type was retired meanwhile. Please choose another one.' });
    expect(refused.form?.given).toMatchObject({ statuses: ['processing'], deliveryType: courier });
  });
});

describe('confirming', () => {
  it('saves the row, writes the history, and lets in what waited', async () => {
    await world.orders('cod', 2);
    const played = await talk('cod', await codRow(), confirm);
    const { card, conversation } = played;
    expect(card?.title).toBe('Cash on delivery is set: not marked paid, Courier, in Processing and Completed');
    expect(card?.text).toBe('2 orders waited for it. I let in those that fit now, and tell you how many.');
    expect(card?.actions?.map(({ command }) => command)).toEqual([
      expect.stringMatching(/^map [\w-]+ demo-shop$/),
      'payments demo-shop',
      'import demo-shop',
    ]);
    expect(await world.mapping('cod')).toMatchObject({
      ...{ statuses: ['processing', 'completed'], cod: true, paymentType: null, confirmedBy: 'Ana', version: 1, savedIn: conversation.id },
      deliveryType: { name: 'Courier' },
    });
    expect(await world.history()).toMatchObject([
      {
        ...{ subject: 'Cash on delivery', person: 'Ana', before: {} },
        after: {
          ...{ 'Store statuses': ['Processing', 'Completed'], 'Cash on delivery': true, 'Payment type': null, 'Delivery type': 'Courier' },
        },
      },
    ]);
    expect(world.releases()).toEqual([
      {
        name: 'release-held-orders',
        id: `release-held-orders:${conversation.id}`,
        data: {
          ...{ store: world.store, release: conversation.id, cause: { kind: 'rows', titles: ['Cash on delivery'] } },
          ...{ channel: world.who.channel, person: 'Ana' },
        },
      },
    ]);
  });

  it('is done once however often its ending runs, and tells the same', async () => {
    await world.orders('cod', 2);
    const played = await talk('cod', await codRow(), confirm);
    const again = await endAgain(played);
    expect(again.card).toEqual(played.card);
    expect(await world.history()).toHaveLength(1);
    expect((await world.mapping('cod')).version).toBe(1);
    expect(new Set(world.releases().map(({ id }) => id)).size).toBe(1);
  });

  it('is done once when two processes end it at the same moment', async () => {
    const given = { store: 'demo-shop', instrument: 'cod', row: { statuses: ['processing'], cod: true }, version: 0, turn: randomUUID() };
    const states = await Promise.all([1, 2, 3].map(async () => (await world.services.saveRow(given)).state));
    expect(states).toEqual(['saved', 'saved', 'saved']);
    expect(await world.history()).toHaveLength(1);
    expect((await world.mapping('cod')).version).toBe(1);
  });

  it('asks for the release again when the process was killed before it could', async () => {
    const played = await talk('cod', await codRow(), confirm);
    world.jobs.length = 0;
    await endAgain(played);
    expect(world.releases()).toHaveLength(1);
  });

  it('writes only what differs when a row is changed', async () => {
    await talk('cod', await codRow(), confirm);
    await talk('cod', { ...(await codRow()), deliveryType: 'none' }, confirm);
    const [, second] = await world.history();
    expect(second).toMatchObject({ before: { 'Delivery type': 'Courier' }, after: { 'Delivery type': null } });
    expect(second?.after).toEqual({ 'Delivery type': null });
  });

  it('changes nothing when the row stays as it was', async () => {
    await talk('cod', await codRow(), confirm);
    await talk('cod', await codRow(), confirm);
    expect(await world.history()).toHaveLength(1);
    expect((await world.mapping('cod')).version).toBe(1);
  });

  it('is changed to another status that the store calls the same', async () => {
    const twins = [...statuses, { code: 'wc-own', title: 'Processing', meaning: 'other' as const }];
    await world.orm.em.fork().nativeUpdate(Store, world.store, { statuses: twins });
    await talk('cod', { ...(await codRow()), statuses: ['processing'] }, confirm);
    const { form } = await talk('cod');
    expect(form?.form.fields.statuses?.options?.map(({ label }) => label)).toContain('Processing (wc-own)');
    await talk('cod', { ...(await codRow()), statuses: ['wc-own'] }, confirm);
    expect(await world.mapping('cod')).toMatchObject({ statuses: ['wc-own'], version: 2 });
  });

  it('goes on to one that the store no longer has only while orders wait for it', async () => {
    for (const method of ['stripe', 'bacs', 'moj_nacin'] as const) await world.change(method, { vanishedAt: noon });
    const next = async () => (await talk('cod', await codRow(), confirm)).card?.actions?.[0]?.command;
    expect(await next()).toBe('import demo-shop');
    await world.orders('bacs', 1);
    expect(await next()).toBe('map bacs demo-shop');
  });

  it('goes on to the import when all are confirmed', async () => {
    for (const method of ['stripe', 'bacs', 'moj_nacin'] as const) await world.change(method, { confirmedAt: new Date() });
    const { card } = await talk('cod', await codRow(), confirm);
    expect(card?.actions?.map(({ command }) => command)).toEqual(['import demo-shop', 'payments demo-shop']);
  });

  it('refuses what became impossible at the last moment, and repeats what was chosen', async () => {
    const open = await talk('cod', await codRow());
    await world.orm.em.fork().nativeUpdate(Store, world.store, { statuses: statuses.filter(({ code }) => code !== 'completed') });
    const { card } = await goOn(open, confirm);
    expect(card).toMatchObject({
      title: 'Cash on delivery was not saved',
      text: 'The store no longer has “completed”. This is what you chose.',
    });
    expect(card?.facts).toContainEqual(['Delivery type', 'Courier']);
    expect((await world.mapping('cod')).confirmedAt).toBeNull();
  });
});

describe('two people at the same row', () => {
  it('the second sees what the first changed, and may have it their way', async () => {
    const open = await talk('cod', await codRow());
    await setByBine();
    const asked = await goOn(open, confirm);
    expect(asked.form?.form.notice?.text).toBe('Bine changed this meanwhile: 23 Nov 2026, 10:15 (Europe/Ljubljana).');
    expect(asked.form?.form.notice?.items).toContainEqual({ tone: 'neutral', label: 'Store statuses', text: 'none → Completed' });
    expect(asked.form?.given.whose).toBeUndefined();
    const { card } = await goOn(asked, { whose: 'mine' });
    expect(card?.title).toContain('Cash on delivery is set');
    expect(await world.mapping('cod')).toMatchObject({ statuses: ['processing', 'completed'], confirmedBy: 'Ana', version: 2 });
    expect(await world.history()).toMatchObject([{ person: 'Bine' }, { person: 'Ana', before: { 'Store statuses': ['Completed'] } }]);
  });

  it('the second may leave it as it is', async () => {
    const open = await talk('cod', await codRow());
    await setByBine();
    const { card } = await goOn(await goOn(open, confirm), { whose: 'theirs' });
    expect(card).toMatchObject({ title: 'Cash on delivery stays as it is' });
    expect(await world.mapping('cod')).toMatchObject({ statuses: ['completed'], confirmedBy: 'Bine', version: 1 });
  });

  it('sees all that was changed meanwhile, by several changes', async () => {
    const courier = await world.type('delivery', 'Courier');
    await setByBine({ deliveryType: courier });
    const open = await talk('cod', await codRow());
    await setByBine({ statuses: ['on-hold'], deliveryType: courier });
    await setByBine({ statuses: ['processing'] });
    const { form } = await goOn(open, confirm);
    expect(form?.form.notice?.items?.map(({ label, text }) => [label, text])).toEqual(
      expect.arrayContaining([
        ['Store statuses', 'Completed → Processing'],
        ['Delivery type', 'Courier → none'],
      ]),
    );
  });

  it('repeats what was typed when it is changed once more in between', async () => {
    const open = await talk('cod', await codRow());
    await setByBine();
    const asked = await goOn(open, confirm);
    await setByBine({ statuses: ['on-hold'] });
    const { card } = await goOn(asked, { whose: 'mine' });
    expect(card?.title).toBe('Cash on delivery was not saved');
    expect(card?.facts).toEqual([
      ['Store statuses', 'Processing and Completed'],
      ['Cash on delivery', 'yes'],
      ['Payment type', 'none'],
      ['Delivery type', 'Courier'],
    ]);
    expect(card?.actions?.[0]?.command).toBe('map cod demo-shop');
    expect((await world.mapping('cod')).statuses).toEqual(['on-hold']);
  });

  it('saves one of them when both confirm at the same moment', async () => {
    const row = { statuses: ['processing'], cod: true };
    const save = (turn: string, services = world.services) =>
      services.saveRow({ store: 'demo-shop', instrument: 'cod', row, version: 0, turn });
    const states = (await Promise.all([save(randomUUID()), save(randomUUID(), another())])).map(({ state }) => state);
    expect(states.sort()).toEqual(['changed', 'saved']);
    expect(await world.history()).toHaveLength(1);
  });
});
