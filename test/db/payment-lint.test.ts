import { describe, expect, test } from 'vitest';
import { lint, type PaymentWarning, type SeenOrders } from '../../db/rules/payments.ts';
import { type PaymentTransfer, paymentTransfers } from '../../db/rules/settings.ts';
import type { PaymentRow } from '../../db/rules/transfer.ts';
import { frozen } from './frozen.ts';
import { statuses } from './make-store.ts';
import { row } from './sample-rows.ts';
import { seen, unseen } from './sample-seen.ts';

const look = (mode: PaymentTransfer, rows: PaymentRow[], orders: Record<string, SeenOrders> = {}) =>
  lint(frozen(rows), frozen({ mode, statuses, seen: orders }));
const kinds = (warnings: PaymentWarning[]) => warnings.map(({ kind }) => kind);

const cod = row();
const card = row({ method: 'stripe', title: 'Credit card (Stripe)', cod: false, paymentType: 'card' });

test('rows that are right are told nothing', () => {
  const rows = [cod, card, row({ method: 'bacs', title: 'Bančno nakazilo', cod: false, paymentType: 'bank' })];
  expect(look('adjusted', rows, { cod: seen(), stripe: seen(), bacs: unseen })).toEqual([]);
  expect(look('never', rows, { cod: seen(), klarna: seen() })).toEqual([]);
});

describe('cash on delivery that would be marked as paid', () => {
  const cases: [title: string, given: Partial<PaymentRow>, warned: boolean][] = [
    ['known by its code', { method: 'cod', title: 'Ob vratih', cod: false, paymentType: 'cash' }, true],
    ['known by its title', { method: '6', title: 'Pouzećem', cod: false, paymentType: 'cash' }, true],
    ['ticked by hand', { method: '6', title: 'Ob vratih', cod: true, paymentType: 'cash' }, true],
    ['without payment type', { paymentType: null }, false],
    ['something else', { method: '6', title: 'Kartica', cod: false, paymentType: 'card' }, false],
    ['not confirmed, so it decides nothing', { cod: false, paymentType: 'cash', confirmed: false }, false],
  ];
  test.each(cases)('%s', (_title, given, warned) => {
    const its = row(given);
    expect(look('adjusted', [its])).toEqual(warned ? [{ kind: 'cod as paid', title: its.title }] : []);
    expect(kinds(look('never', [its]))).toEqual([]);
    expect(kinds(look('always', [its]))).not.toContain('cod as paid');
  });
});

describe('mode Always while there is cash on delivery', () => {
  test('names every one, also those not confirmed', () => {
    const rows = [
      cod,
      card,
      row({ method: '6', title: 'Nachnahme', cod: false, confirmed: false }),
      row({ method: '7', title: 'Ob vratih' }),
    ];
    expect(look('always', rows)).toEqual([{ kind: 'always with cod', titles: ['Plačilo po povzetju', 'Nachnahme', 'Ob vratih'] }]);
  });
  test('says nothing where there is none', () => {
    expect(look('always', [card])).toEqual([]);
  });
  test('says nothing in the other modes', () => {
    expect(look('adjusted', [cod])).toEqual([]);
    expect(look('never', [cod])).toEqual([]);
  });
});

describe('cards or the like without payment type', () => {
  const paidEarly = seen({ statuses: { processing: 10 }, paidInStore: 9 });
  const cases: [title: string, given: Partial<PaymentRow>, orders: SeenOrders | undefined, warned: boolean][] = [
    ['a gateway by its code', { method: 'stripe', title: 'Hitro' }, undefined, true],
    ['a card by its title', { method: '6', title: 'Kreditna kartica' }, undefined, true],
    ['what nobody knows, but the store has the money of its orders', { method: 'x_pay_9', title: 'Hitro' }, paidEarly, true],
    ['what nobody knows, and the store has not', { method: 'x_pay_9', title: 'Hitro' }, seen(), false],
    ['what nobody knows or saw', { method: 'x_pay_9', title: 'Hitro' }, undefined, false],
    ['a bank transfer, that may come later', { method: 'bacs', title: 'UPN' }, paidEarly, false],
    ['one that is paid when handed over', { method: '6', title: 'Kartica ob prevzemu' }, undefined, false],
    ['cash on delivery by its title', { method: 'stripe', title: 'Po povzetju' }, undefined, false],
    ['cash on delivery, as a person says', { method: 'stripe', title: 'Hitro', cod: true }, undefined, false],
    ['with payment type', { method: 'stripe', title: 'Hitro', paymentType: 'card' }, undefined, false],
    ['not confirmed', { method: 'stripe', title: 'Hitro', confirmed: false }, undefined, false],
  ];
  test.each(cases)('%s', (_title, given, orders, warned) => {
    const its = row({ cod: false, ...given });
    const warnings = (mode: PaymentTransfer) => look(mode, [its], orders ? { [its.method]: orders } : {});
    expect(warnings('adjusted')).toEqual(warned ? [{ kind: 'no payment type', title: its.title }] : []);
    expect(kinds(warnings('never'))).toEqual([]);
    expect(kinds(warnings('always'))).not.toContain('no payment type');
  });
});

test('warns of orders that are over but would come in, paid or not', () => {
  const row = { ...card, statuses: ['processing', 'cancelled'] };
  const warning = { kind: 'over comes in', title: card.title, statuses: ['cancelled'] };
  for (const mode of paymentTransfers) expect(look(mode, [row])).toEqual([warning]);
  expect(look('never', [{ ...row, confirmed: false }])).toEqual([]);
});

describe('a status that means not paid yet', () => {
  const pending = { ...card, statuses: ['processing', 'pending'] };
  const warning = { kind: 'pending as paid', title: card.title, statuses: ['pending'] };
  const cases: [title: string, row: PaymentRow, expected: Record<PaymentTransfer, unknown[]>][] = [
    ['counts as paid', pending, { adjusted: [warning], always: [warning], never: [] }],
    [
      'counts as paid only in Always where the row has no payment type',
      { ...pending, method: 'bacs', paymentType: null },
      { adjusted: [], always: [warning], never: [] },
    ],
    ['is not named', card, { adjusted: [], always: [], never: [] }],
    ['is named by a row that decides nothing', { ...pending, confirmed: false }, { adjusted: [], always: [], never: [] }],
  ];
  test.each(cases)('%s', (_title, its, expected) => {
    for (const mode of paymentTransfers) expect(look(mode, [its])).toEqual(expected[mode]);
  });
});

describe('orders whose method has no confirmed row', () => {
  test('are told with how many there are, also where there is no row at all', () => {
    const rows = [cod, row({ method: 'klarna', title: 'Klarna', confirmed: false })];
    expect(look('adjusted', rows, { cod: seen(), klarna: seen({ orders: 3 }), x_pay: seen({ orders: 2 }) })).toEqual([
      { kind: 'no row', title: 'Klarna', orders: 3 },
      { kind: 'no row', title: 'x_pay', orders: 2 },
    ]);
  });
  test('are not told where there are none, or where they do not wait for a row', () => {
    const rows = [row({ method: 'klarna', title: 'Klarna', cod: false, confirmed: false })];
    expect(look('adjusted', rows, { klarna: unseen })).toEqual([]);
    expect(look('always', rows, { klarna: seen() })).toEqual([]);
    expect(look('never', rows, { klarna: seen() })).toEqual([]);
  });
});

describe('statuses that the store no longer has', () => {
  const gone = row({ statuses: ['processing', 'wc-packed', 'sent'] });
  test.each(paymentTransfers)('are named, in mode %s', (mode) => {
    expect(look(mode, [gone])).toContainEqual({ kind: 'status gone', title: gone.title, statuses: ['wc-packed', 'sent'] });
    expect(kinds(look(mode, [cod]))).not.toContain('status gone');
    expect(kinds(look(mode, [{ ...gone, confirmed: false }]))).not.toContain('status gone');
  });
  test('are nothing where the store told no statuses at all', () => {
    expect(lint([gone], { mode: 'adjusted', statuses: [], seen: {} })).toEqual([]);
  });
});

test('all that is wrong is told, and the same each time', () => {
  const rows = [
    row({ method: 'cod', title: 'Po povzetju', cod: false, paymentType: 'cash', statuses: ['pending', 'gone'] }),
    { ...card, paymentType: null },
  ];
  const all = look('adjusted', rows, { klarna: seen() });
  expect(kinds(all)).toEqual(['cod as paid', 'pending as paid', 'status gone', 'no payment type', 'no row']);
  expect(look('adjusted', rows, { klarna: seen() })).toEqual(all);
});
