import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createServices } from '../../bot/services.ts';
import { Change } from '../../db/entities/change.ts';
import type { Card } from '../../dialogs/card.ts';
import { command } from '../../dialogs/commands.ts';
import { readRename } from '../../dialogs/type-names.ts';
import { testDatabase } from '../database.ts';
import { makePayments, type Payments } from './payments-world.ts';
import { play } from './play.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let world: Payments;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await makePayments(database);
});

const say = async (text: string): Promise<Card> => {
  const reply = await command(text, world.services);
  if (reply.kind !== 'card') throw new Error(`“${text}” began ${reply.kind}`);
  return reply.card;
};
/** What is asked when words are missing, and the answers to it. */
const begun = async (text: string, ...turns: Record<string, unknown>[]) => {
  const reply = await command(text, world.services);
  if (reply.kind !== 'dialog') throw new Error(`“${text}” was answered with ${reply.kind}`);
  return play({ dialog: reply.dialog, given: reply.given }, world.services, ...turns);
};
const buttons = ({ actions = [] }: Card) => actions.map((action) => action.command);
const names = async (kind: 'payment' | 'delivery' = 'payment') => (await world.services.types(kind)).map(({ name }) => name);
const lines = () => world.orm.em.fork().find(Change, { workspace: world.who.workspace, kind: 'type' }, { orderBy: { id: 'asc' } });
/** A confirmed row with this payment type. */
const use = async (name: string) => {
  const paymentType = await world.type('payment', name);
  await world.change('stripe', { statuses: ['processing'], paymentType, confirmedAt: world.clock.now, confirmedBy: 'Ana' });
};

describe('the lists', () => {
  it('hold sensible types at the start', async () => {
    expect(await names('payment')).toEqual(
      expect.arrayContaining(['Credit card', 'PayPal', 'Bank transfer', 'Cheque', 'Pay later', 'Nothing to pay']),
    );
    expect(await names('delivery')).toEqual(expect.arrayContaining(['Standard delivery', 'Courier', 'Post', 'Pick-up']));
    expect(await lines()).toEqual([]);
  });

  it('tell which rows use a type, and offer what can be done with it', async () => {
    await use('Credit card');
    await say('payment types retire Cheque');
    const card = await say('payment types');
    expect(card.title).toBe('Payment types');
    const entry = (label: string) => card.items?.find((item) => item.label === label);
    expect(entry('Credit card')).toMatchObject({
      text: 'Used by Demo Shop: Credit card (Stripe)',
      actions: [{ command: 'payment types rename Credit card' }, { command: 'payment types retire Credit card' }],
    });
    expect(entry('PayPal')?.text).toBe('Used by no row');
    expect(entry('PayPal')?.actions?.[1]?.confirm).toContain('Retire *PayPal*?');
    expect(card.items?.at(-1)).toMatchObject({
      label: 'Cheque',
      text: 'Retired',
      actions: [{ command: 'payment types rename Cheque' }, { command: 'payment types restore Cheque' }],
    });
    expect(buttons(card)).toEqual(['payment types add']);
  });

  it.each([
    ['payment types', 'Payment types'],
    ['Payment Type', 'Payment types'],
    ['delivery types', 'Delivery types'],
    ['payment types klarna', 'Payment types'],
    ['payment types constructor', 'Payment types'],
  ])('are shown by “%s”', async (text, title) => expect((await say(text)).title).toBe(title));

  it('are not those of another workspace', async () => {
    await say('payment types add Barter');
    const other = await makePayments(database);
    expect((await other.services.types('payment')).map(({ name }) => name)).not.toContain('Barter');
    const { id } = (await world.services.types('payment')).find(({ name }) => name === 'Barter') ?? {};
    expect(await other.services.retireType({ kind: 'payment', id: id ?? '' })).toEqual({ state: 'gone' });
    expect((await world.services.types('payment')).find(({ name }) => name === 'Barter')?.retired).toBe(false);
  });
});

describe('adding', () => {
  it('takes the name from the words', async () => {
    expect(await say('delivery types add  Pigeon   post ')).toMatchObject({ title: 'Pigeon post is a delivery type now', tone: 'good' });
    expect(await names('delivery')).toContain('Pigeon post');
    expect(await names('payment')).not.toContain('Pigeon post');
  });

  it('asks for the name when it is missing', async () => {
    const { form } = await begun('payment types add');
    expect(form?.form.title).toBe('Add a payment type');
    const { card } = await begun('payment types add', { name: '  Crypto  coin ' });
    expect(card?.title).toBe('Crypto coin is a payment type now');
    expect(await names()).toContain('Crypto coin');
  });

  it.each([
    ['', 'Please fill this in.'],
    ['   ', 'Please fill this in.'],
    ['x'.repeat(61), 'Please use at most 60 characters.'],
    ['PAYPAL', 'There is a payment type PayPal already.'],
  ])('asks again for “%s”', async (name, reason) => {
    const { form } = await begun('payment types add', { name });
    expect(form?.errors).toEqual({ name: reason });
    expect(form?.given).toEqual({ name });
  });

  it('asks again for a name that is too long to be typed as a command, and keeps it', async () => {
    const long = 'x'.repeat(61);
    const { form } = await begun(`payment types add ${long}`);
    expect(form?.given).toEqual({ name: long });
    expect(form?.errors).toEqual({ name: 'Please use at most 60 characters.' });
  });

  it('offers to restore a retired one of that name', async () => {
    await say('payment types retire Cheque');
    const card = await say('payment types add cheque');
    expect(card).toMatchObject({ title: 'The name Cheque is taken', tone: 'warning' });
    expect(buttons(card)).toEqual(['payment types restore Cheque', 'payment types']);
    const { form } = await begun('payment types add', { name: 'cheque' });
    expect(form?.form.notice?.items?.[0]?.actions?.[0]?.command).toBe('payment types restore Cheque');
    expect((await say('payment types restore Cheque')).title).toBe('Cheque can be chosen again');
  });

  it('adds once, however often and however fast it is asked for', async () => {
    const added = await Promise.all([1, 2, 3].map(() => world.services.addType({ kind: 'payment', name: 'Barter' })));
    expect(added.map(({ state }) => state).sort()).toEqual(['done', 'taken', 'taken']);
    expect((await names()).filter((name) => name === 'Barter')).toHaveLength(1);
    const { conversation } = await begun('payment types add', { name: 'Gold' });
    const dialog = await command('payment types add', world.services);
    if (dialog.kind !== 'dialog') throw new Error('no dialog');
    const again = { ...conversation, step: dialog.dialog.steps.length - 1 };
    const { card } = await play({ dialog: dialog.dialog, at: again }, world.services);
    expect(card?.title).toBe('Gold is a payment type now');
    expect((await lines()).map(({ subject }) => subject)).toEqual(['Barter', 'Gold']);
  });
});

describe('renaming', () => {
  it('takes both names from the words', async () => {
    expect((await say('payment types rename paypal to PayPal Express')).title).toBe('PayPal is called PayPal Express now');
    expect(await names()).toContain('PayPal Express');
    expect(await names()).not.toContain('PayPal');
  });

  it('asks for what is missing', async () => {
    const { form } = await begun('payment types rename Credit card');
    expect(form?.form.title).toBe('Rename Credit card');
    expect(form?.given).toEqual({ name: 'Credit card' });
    expect((await begun('payment types rename Credit card', { name: 'Cards' })).card?.title).toBe('Credit card is called Cards now');
    const which = await begun('delivery types rename');
    expect(which.form?.form.title).toBe('Which delivery type shall I rename?');
    const courier = (await world.services.types('delivery')).find(({ name }) => name === 'Courier');
    const { card } = await begun('delivery types rename', { id: courier?.id }, { name: 'DPD' });
    expect(card?.title).toBe('Courier is called DPD now');
  });

  it('may change only the letter case, and refuses a name that another one has', async () => {
    expect((await say('payment types rename PayPal to Paypal')).tone).toBe('good');
    expect(await names()).toContain('Paypal');
    expect((await say('payment types rename Paypal to CREDIT CARD')).title).toBe('The name Credit card is taken');
    const { form } = await begun('payment types rename Paypal', { name: 'Credit Card' });
    expect(form?.errors).toEqual({ name: 'There is a payment type Credit card already.' });
  });

  it('asks again for a new name that is too long, and keeps it', async () => {
    const { form } = await begun(`payment types rename PayPal to ${'x'.repeat(61)}`);
    expect(form?.given).toEqual({ name: 'x'.repeat(61) });
    expect(form?.errors).toEqual({ name: 'Please use at most 60 characters.' });
  });

  it('leads whoever names nothing known to the nearest', async () => {
    const card = await say('payment types rename paypall to Wallet');
    expect(card.title).toBe('I know no payment type “paypall”');
    expect(buttons(card)[0]).toBe('payment types rename PayPal to Wallet');
  });

  it.each([
    ['PayPal to Wallet', { name: 'PayPal', to: 'Wallet' }],
    ['Pay to door to Doorstep', { name: 'Pay to door', to: 'Doorstep' }],
    ['Pay to door', { name: 'Pay to door' }],
    ['PayPal to Way to pay', { name: 'PayPal', to: 'Way to pay' }],
    ['Klarna to Later', { name: 'Klarna', to: 'Later' }],
    ['Klarna', { name: 'Klarna' }],
    ['', { name: '' }],
  ])('reads “%s”', (said, meaning) => {
    const types = [{ name: 'PayPal' }, { name: 'Pay to door' }];
    expect(readRename(said.split(' ').filter(Boolean), types)).toEqual(meaning);
  });
});

describe('retiring', () => {
  it('offers a type no more, and keeps it on what has it', async () => {
    const card = await say('payment types retire cheque');
    expect(card).toMatchObject({ title: 'Cheque is retired', text: 'It stays on old orders, and can be chosen no more.' });
    expect(buttons(card)[0]).toBe('payment types restore Cheque');
    expect((await world.services.types('payment')).find(({ name }) => name === 'Cheque')?.retired).toBe(true);
  });

  it('is the same done twice, like restoring', async () => {
    await say('payment types retire Cheque');
    expect((await say('payment types retire Cheque')).title).toBe('Cheque is retired');
    await say('payment types restore Cheque');
    expect((await say('payment types restore Cheque')).title).toBe('Cheque can be chosen again');
    expect(await lines()).toHaveLength(2);
  });

  it('is refused while rows use it, with a button to each', async () => {
    await use('Credit card');
    const card = await say('payment types retire Credit card');
    expect(card).toMatchObject({ title: 'Credit card is in use', tone: 'warning' });
    expect(card.text).toBe('1 row names it, so it was not retired. Choose another payment type there first.');
    expect(card.items).toMatchObject([{ label: 'Demo Shop: Credit card (Stripe)', actions: [{ command: 'map stripe demo-shop' }] }]);
    expect((await world.services.types('payment')).find(({ name }) => name === 'Credit card')?.retired).toBe(false);
    expect(await lines()).toEqual([]);
  });

  it('asks which when none is named, and knows the nearest', async () => {
    const cash = (await world.services.types('payment')).find(({ name }) => name === 'Cash');
    expect((await begun('payment types retire', { id: cash?.id })).card?.title).toBe('Cash is retired');
    expect(buttons(await say('payment types retire checkque'))[0]).toBe('payment types retire Cheque');
    expect((await begun('payment types restore')).card?.title).toBe('Cash can be chosen again');
    expect((await say('payment types restore')).title).toBe('No payment type is retired');
  });

  it('can be chosen in no row any more', async () => {
    const paymentType = await world.type('payment', 'Cheque');
    await say('payment types retire Cheque');
    const row = { statuses: ['processing'], cod: false, paymentType };
    expect(await world.services.tryRow({ store: 'demo-shop', instrument: 'bacs', row })).toEqual({
      refused: { kind: 'unknown type', field: 'paymentType' },
    });
  });
});

it('keeps in the history who changed what', async () => {
  const bor = createServices(world.context, { ...world.who, person: 'Bor' });
  await command('payment types add Barter', bor);
  await say('payment types rename Barter to Swap');
  await say('payment types retire Swap');
  await say('payment types restore Swap');
  expect((await lines()).map(({ person, subject, before, after }) => ({ person, subject, before, after }))).toEqual([
    { person: 'Bor', subject: 'Barter', before: {}, after: { 'Payment type': 'added' } },
    { person: 'Ana', subject: 'Swap', before: { 'Payment type': 'Barter' }, after: { 'Payment type': 'Swap' } },
    { person: 'Ana', subject: 'Swap', before: { 'Payment type': 'offered' }, after: { 'Payment type': 'retired' } },
    { person: 'Ana', subject: 'Swap', before: { 'Payment type': 'retired' }, after: { 'Payment type': 'offered' } },
  ]);
});
