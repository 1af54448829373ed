import { describe, expect, it } from 'vitest';
import { emptyResult } from '../../db/rules/run-result.ts';
import { instrumentsAppeared } from '../../dialogs/cards/instruments-appeared.ts';
import { paymentTable } from '../../dialogs/cards/payment-table.ts';
import { paymentsProgress } from '../../dialogs/cards/payments-progress.ts';
import type { Instrument, Instruments } from '../../dialogs/services/payments.ts';
import { statuses } from '../db/make-store.ts';

const store = { name: 'Demo Shop', handle: 'demo-shop' };
const seen = { orders: 0, sums: {}, statuses: {}, free: 0, paidInStore: 0, deliveries: {} };
const proposal = {
  safe: true,
  cod: false,
  statuses: ['processing', 'completed'],
  paymentType: 'p-paypal',
  deliveryType: 'd-post',
  reasons: [],
};

const instrument = (handle: string, title: string, given: Partial<Instrument> = {}): Instrument => ({
  ...{ id: handle, handle, method: handle, title, statuses: [], cod: false, confirmed: false, byHand: false, vanished: false },
  ...{ seen, waiting: 0, version: 0, proposal },
  ...given,
});

const instruments = (rows: Instrument[], given: Partial<Instruments> = {}): Instruments => ({
  ...{ store: { ...store, timeZone: 'Europe/Ljubljana' }, readAt: '2026-11-23T09:15:00.000Z', fresh: true, mode: 'adjusted' },
  ...{ instruments: rows, statuses, warnings: [] },
  paymentTypes: [{ id: 'p-paypal', name: 'PayPal', retired: false }],
  deliveryTypes: [{ id: 'd-post', name: 'Post', retired: false }],
  ...given,
});

const set = { confirmed: true, confirmedBy: 'Ana', statuses: ['processing', 'completed'], deliveryType: 'd-post' };
const rowOf = (one: Instrument, given: Partial<Instruments> = {}) => paymentTable(instruments([one], given)).table?.rows[0];
const commands = (card: ReturnType<typeof paymentTable>) => card.actions?.map(({ command }) => command);

describe('the table of payment instruments', () => {
  it.each<[string, Instrument, string[]]>([
    [
      'a confirmed row as it is set, by whom, with its orders and sums',
      instrument('paypal', 'PayPal', {
        ...set,
        paymentType: 'p-paypal',
        seen: { ...seen, orders: 1200, sums: { EUR: '12345.6', USD: '20' } },
      }),
      ['PayPal', '1,200 (€12,345.60 and $20.00)', 'PayPal', 'Post', 'Processing and Completed', 'Yes, by Ana'],
    ],
    [
      'cash on delivery with the reason for its empty payment type',
      instrument('cod', 'Po povzetju', { ...set, cod: true }),
      ['Po povzetju', 'none', 'none: collected on delivery', 'Post', 'Processing and Completed', 'Yes, by Ana'],
    ],
    [
      'a confirmed row without types as such',
      instrument('bacs', 'Bank', { confirmed: true, statuses: ['completed'] }),
      ['Bank', 'none', 'none: not paid', 'none', 'Completed', 'Yes'],
    ],
    [
      'what is only proposed as proposed, and how many orders wait for it',
      instrument('klarna', 'Klarna', { waiting: 21, seen: { ...seen, orders: 21, sums: { EUR: '20' } } }),
      ['Klarna', '21 (€20.00)', 'PayPal (proposed)', 'Post (proposed)', 'Processing and Completed (proposed)', 'No: 21 orders wait'],
    ],
    [
      'what nobody can propose as to be chosen',
      instrument('own', 'Moj način', { waiting: 1, proposal: { safe: false, cod: false, statuses: [], reasons: [] } }),
      ['Moj način', 'none', 'to be chosen', 'none (proposed)', 'to be chosen', 'No: 1 order waits'],
    ],
    [
      'what was typed in, and what is gone from the store',
      instrument('voucher', 'Voucher', { ...set, byHand: true, vanished: true }),
      ['Voucher (added by hand, no longer in the store)', 'none', 'none: not paid', 'Post', 'Processing and Completed', 'Yes, by Ana'],
    ],
  ])('tells %s', (_what, one, row) => {
    expect(rowOf(one)).toEqual(row);
  });

  it('tells a status that the store no longer has by its code', () => {
    expect(rowOf(instrument('cod', 'COD', { ...set, statuses: ['gone', 'processing'] }))?.[4]).toBe('gone and Processing');
  });

  it('opens each row by a button of its own, in the order of the rows', () => {
    const card = paymentTable(instruments([instrument('klarna', 'Klarna'), instrument('cod', 'COD', set)]));
    expect(card.table?.actions).toEqual([
      { label: 'Set up', command: 'map klarna demo-shop' },
      { label: 'Change', command: 'map cod demo-shop' },
    ]);
  });

  it('offers to confirm all proposals where some are safe, and to import when nothing is left to confirm', () => {
    const own = instrument('own', 'Own', { proposal: { ...proposal, safe: false } });
    const always = ['payments add demo-shop', 'payments demo-shop again', 'settings demo-shop'];
    expect(commands(paymentTable(instruments([own, instrument('klarna', 'Klarna')])))).toEqual(['payments confirm demo-shop', ...always]);
    expect(commands(paymentTable(instruments([own])))).toEqual(always);
    expect(commands(paymentTable(instruments([instrument('cod', 'COD', set)])))).toEqual(['import demo-shop', ...always]);
  });

  it.each<[string, Partial<Instruments>, RegExp]>([
    ['that orders wait', {}, /^\*1 of 2 is not confirmed yet\.\* \*3 orders wait for that\.\*/],
    [
      'what happens meanwhile outside Adjusted',
      { mode: 'never' },
      /Until then, their orders come in when they are in Processing or Completed\.$/,
    ],
    ['that the platform has no list', { list: { state: 'none', off: [] } }, /This platform has no list of payment methods/],
    ['that the key may not read the list', { list: { state: 'refused', off: [] } }, /The key may not read the store’s list/],
  ])('says %s', (_what, given, text) => {
    expect(paymentTable(instruments([instrument('klarna', 'Klarna', { waiting: 3 }), instrument('cod', 'COD', set)], given)).text).toMatch(
      text,
    );
  });

  it.each([
    ['adjusted', 'Adjusted: the row of its payment instrument says whether an order is paid.'],
    ['always', 'Always: every order is marked as paid. The rows only give statuses and delivery type.'],
    ['never', 'Never: no order is marked as paid. The rows only give statuses and delivery type.'],
  ] as const)('says what mode %s means, when it was last read on the store’s clock, and what was left out', (mode, sentence) => {
    const list = { state: 'read' as const, off: ['Cheque', 'Swish'] };
    expect(paymentTable(instruments([instrument('cod', 'COD')], { mode, list })).facts).toEqual([
      ['Payment transfer', sentence],
      ['Last read', '23 Nov 2026, 10:15 (Europe/Ljubljana)'],
      ['Left out', 'Cheque and Swish: switched off in the store, and no order has them.'],
    ]);
  });

  it('warns of what looks wrong, is green when nothing does, and leaves to its rows that they are not confirmed', () => {
    const confirmed = instrument('cod', 'COD', set);
    const noRow = { kind: 'no row' as const, title: 'COD', orders: 3 };
    expect(paymentTable(instruments([confirmed], { warnings: [noRow] }))).toMatchObject({ tone: 'good', items: [] });
    expect(paymentTable(instruments([confirmed], { warnings: [{ kind: 'always with cod', titles: ['COD'] }, noRow] }))).toMatchObject({
      tone: 'warning',
      items: [{ label: '*COD*', text: expect.stringContaining('*Always*') }],
    });
  });

  it('says what to do when there is none', () => {
    expect(paymentTable(instruments([], { readAt: undefined }))).toMatchObject({
      title: 'The payment instruments of Demo Shop are not read yet',
      actions: [{ label: 'Read payment instruments', command: 'payments demo-shop' }, { command: 'payments add demo-shop' }, {}],
    });
    const result = { ...emptyResult(), malformed: 1, malformedExamples: [{ name: '#7', reason: 'no total' }] };
    expect(paymentTable(instruments([]), result)).toMatchObject({
      title: 'Demo Shop has no payment instruments',
      items: [{ label: '1 order could not be read' }],
      actions: [{ command: 'payments demo-shop again' }, {}, {}],
    });
  });

  it('shows a stranger’s text as plain text', () => {
    const evil = paymentTable(instruments([instrument('x', '*bold*\n<b>', { ...set, confirmedBy: '*Eve*' })]));
    expect(evil.table?.rows[0]).toMatchObject(['∗bold∗ <b>', 'none', 'none: not paid', 'Post', expect.any(String), 'Yes, by ∗Eve∗']);
  });
});

it('shows how far the reading is, and that nothing comes in by it', () => {
  const result = { ...emptyResult(), read: 100, total: 220, malformed: 1 };
  expect(paymentsProgress({ store, result, waiting: 'the store’s limit, 40 s' })).toMatchObject({
    title: 'Reading the payment instruments of Demo Shop',
    text: expect.stringContaining('no order comes in'),
    progress: { done: 100, total: 220, waiting: 'the store’s limit, 40 s' },
    facts: [['Could not be read', '1']],
  });
});

it('names the first three of many new instruments', () => {
  const many = ['A', 'B', 'C', 'D', 'E'].map((title) => ({ handle: title, title, orders: 2 }));
  const card = instrumentsAppeared({ store, instruments: many });
  expect(card).toMatchObject({
    title: 'A, B, C and 2 more appeared in 10 orders',
    actions: [{ command: 'payments demo-shop', style: 'primary' }],
  });
  expect(card.items?.flatMap(({ actions = [] }) => actions.map(({ command }) => command))).toEqual(
    many.map(({ handle }) => `map ${handle} demo-shop`),
  );
});
