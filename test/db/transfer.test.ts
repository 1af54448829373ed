import { describe, expect, test } from 'vitest';
import type { OrderRecord } from '../../connectors/records.ts';
import { paymentTransfers, startStatuses } from '../../db/rules/settings.ts';
import { type HeldReason, type Imported, type PaymentRow, proposedStatuses, type Transfer, transfer } from '../../db/rules/transfer.ts';
import { statuses } from './make-store.ts';
import { line, order } from './sample-order.ts';
import { row, rowsOf, settings } from './sample-rows.ts';

const known = new Set(['A-1', 'A-2']);
const knows = (sku: string) => known.has(sku);
const held = (reason: HeldReason): Transfer => ({ state: 'held', reason });
const comesIn = (given: Partial<Imported> = {}): Transfer => ({ state: 'imported', paid: false, omStatus: 'received', ...given });
const inAll = (expected: Transfer) => ({ adjusted: expected, always: expected, never: expected });

const card = row({ method: 'stripe', title: 'Card', cod: false, paymentType: 'card', deliveryType: null });
const other = row({ method: 'paypal', title: 'PayPal', cod: false, paymentType: 'paypal', statuses: ['on-hold'] });
const stripe = { paymentMethod: 'stripe', paymentMethodTitle: 'Credit card (Stripe)' };
const noRow = held({ kind: 'no row', method: 'cod', title: 'Cash on delivery' });
const contradictory = held({ kind: 'contradictory row', method: 'cod', title: 'Plačilo po povzetju' });
const status = (code: string, method?: string) => held({ kind: 'status', status: code, ...(method && { method }) });

type Expected = Record<'adjusted' | 'always' | 'never', Transfer>;
const cases: [title: string, given: Partial<OrderRecord>, row: PaymentRow | undefined, expected: Expected][] = [
  [
    'cash on delivery with its row comes in to be collected, unless everything is paid',
    {},
    row(),
    {
      adjusted: comesIn({ codAmount: '15.25', deliveryType: 'gls' }),
      always: comesIn({ paid: true, deliveryType: 'gls' }),
      never: comesIn({ codAmount: '15.25', deliveryType: 'gls' }),
    },
  ],
  [
    'a row with payment type says paid in Adjusted, and by what in Always',
    stripe,
    card,
    { adjusted: comesIn({ paid: true, paymentType: 'card' }), always: comesIn({ paid: true, paymentType: 'card' }), never: comesIn() },
  ],
  [
    'a row without payment type that is no cash on delivery says not paid, and nothing to collect',
    stripe,
    { ...card, paymentType: null },
    { adjusted: comesIn(), always: comesIn({ paid: true }), never: comesIn() },
  ],
  [
    'the row knows better than the name that it is no cash on delivery',
    {},
    row({ cod: false, deliveryType: null }),
    { adjusted: comesIn(), always: comesIn({ paid: true }), never: comesIn() },
  ],
  [
    'without a row it waits in Adjusted; else code or name say that it is collected',
    {},
    undefined,
    { adjusted: noRow, always: comesIn({ paid: true }), never: comesIn({ codAmount: '15.25' }) },
  ],
  [
    'a name alone says that it is collected',
    { paymentMethod: '6', paymentMethodTitle: 'Po povzetju' },
    undefined,
    {
      adjusted: held({ kind: 'no row', method: '6', title: 'Po povzetju' }),
      always: comesIn({ paid: true }),
      never: comesIn({ codAmount: '15.25' }),
    },
  ],
  [
    'without a row and no cash on delivery there is nothing to collect',
    stripe,
    undefined,
    {
      adjusted: held({ kind: 'no row', method: 'stripe', title: 'Credit card (Stripe)' }),
      always: comesIn({ paid: true }),
      never: comesIn(),
    },
  ],
  [
    'a method without title is named by its code',
    { paymentMethod: 'klarna', paymentMethodTitle: '' },
    undefined,
    { adjusted: held({ kind: 'no row', method: 'klarna', title: 'klarna' }), always: comesIn({ paid: true }), never: comesIn() },
  ],
  [
    'an order without a method has a row as well',
    { paymentMethod: '', paymentMethodTitle: '' },
    row({ method: '', cod: false, paymentType: 'free', deliveryType: null }),
    { adjusted: comesIn({ paid: true, paymentType: 'free' }), always: comesIn({ paid: true, paymentType: 'free' }), never: comesIn() },
  ],
  [
    'a row that nobody confirmed decides nothing',
    { status: 'completed' },
    row({ confirmed: false, cod: false, paymentType: 'card', statuses: ['pending'] }),
    { adjusted: noRow, always: comesIn({ paid: true }), never: comesIn({ codAmount: '15.25' }) },
  ],
  ['a row that contradicts itself lets nothing in', {}, row({ paymentType: 'card' }), inAll(contradictory)],
  [
    'a row that contradicts itself says so before the status',
    { status: 'pending' },
    row({ paymentType: 'card', statuses: [] }),
    inAll(contradictory),
  ],
  ['a status that is not in its row waits for it', { status: 'pending' }, row(), inAll(status('pending', 'cod'))],
  [
    'a row counts instead of what the platform proposes',
    { status: 'completed' },
    row({ statuses: ['on-hold'] }),
    inAll(status('completed', 'cod')),
  ],
  [
    'a row may let in what the platform does not propose',
    { status: 'on-hold' },
    row({ statuses: ['on-hold'], deliveryType: null }),
    { adjusted: comesIn({ codAmount: '15.25' }), always: comesIn({ paid: true }), never: comesIn({ codAmount: '15.25' }) },
  ],
  ['a row of statuses that are gone lets nothing in', {}, row({ statuses: ['wc-packed'] }), inAll(status('processing', 'cod'))],
  ['a row without statuses lets nothing in', {}, row({ statuses: [] }), inAll(status('processing', 'cod'))],
  [
    'without a row the statuses that the platform proposes count, outside of Adjusted',
    { status: 'on-hold' },
    undefined,
    { adjusted: noRow, always: status('on-hold'), never: status('on-hold') },
  ],
  [
    'without a row a status that the store did not list waits',
    { status: 'wc-packed' },
    undefined,
    { adjusted: noRow, always: status('wc-packed'), never: status('wc-packed') },
  ],
  [
    'whatever else is wrong, the row comes first',
    { status: 'cancelled', lines: [] },
    undefined,
    { adjusted: noRow, always: status('cancelled'), never: status('cancelled') },
  ],
  ['no lines: it waits', { lines: [], total: '5.25' }, row(), inAll(held({ kind: 'no lines' }))],
  [
    'lines without SKU are named',
    { lines: [line('A-1'), line(undefined, '1', 'Gift'), line('', '1', 'Card')] },
    row(),
    inAll(held({ kind: 'no SKU', lines: ['Gift', 'Card'] })),
  ],
  [
    'a line without SKU comes before SKUs that nobody knows',
    { lines: [line('X'), line(undefined, '1', 'Gift')] },
    row(),
    inAll(held({ kind: 'no SKU', lines: ['Gift'] })),
  ],
  [
    'SKUs that nobody knows are named once each',
    { lines: [line('A-1'), line('X'), line('X'), line('Y')] },
    row(),
    inAll(held({ kind: 'unknown SKU', skus: ['X', 'Y'] })),
  ],
  ['three cents too much on one line', { total: '15.28' }, row(), inAll(held({ kind: 'amounts', difference: '0.03' }))],
  ['three cents too little on one line', { total: '15.22' }, row(), inAll(held({ kind: 'amounts', difference: '-0.03' }))],
];

describe.each(paymentTransfers)('in mode %s', (mode) => {
  test.each(cases)('%s', (_title, given, its, expected) => {
    expect(transfer(order(given), settings(mode), rowsOf(its, other), knows)).toEqual(expected[mode]);
  });

  test.each(startStatuses)('an order begins as %s where the settings say so', (transferStatus) => {
    const decided = transfer(order(), settings(mode, { transferStatus }), rowsOf(row()), knows);
    expect(decided).toMatchObject({ state: 'imported', omStatus: transferStatus });
  });
});

describe('amounts', () => {
  const fine: [title: string, given: Partial<OrderRecord>][] = [
    ['two cents too much on one line', { total: '15.27' }],
    ['two cents too little on one line', { total: '15.23' }],
    ['four cents on two lines', { lines: [line('A-1'), line('A-2')], total: '25.29' }],
    ['fees, also negative ones, are part of the sum', { fees: [{ title: 'Voucher', total: '-5.00', tax: '0' }], total: '10.25' }],
    ['discounts are not: the lines hold them already', { discounts: [{ title: 'SUMMER', total: '-1.00', tax: '0' }] }],
    ['more digits than cents', { lines: [line('A-1', '10.001967')], total: '15.25' }],
    ['nothing at all', { lines: [line('A-1', '0')], totalTax: '0', shipping: [], total: '0.00' }],
  ];
  test.each(fine)('come in: %s', (_title, given) => {
    expect(transfer(order(given), settings('adjusted'), rowsOf(row()), knows).state).toBe('imported');
  });

  const collected: [title: string, given: Partial<OrderRecord>, codAmount: string | undefined][] = [
    ['all of it', {}, '15.25'],
    ['what was given back is not', { refunded: '5.00' }, '10.25'],
    ['nothing when all was given back', { refunded: '15.25' }, undefined],
    ['nothing when more was given back', { refunded: '20.00' }, undefined],
    ['nothing of nothing', { lines: [line('A-1', '0')], totalTax: '0', shipping: [], total: '0.00' }, undefined],
    ['what the store says, with its rounding', { total: '15.26' }, '15.26'],
  ];
  test.each(collected)('are collected on delivery: %s', (_title, given, codAmount) => {
    const decided = transfer(order(given), settings('adjusted'), rowsOf(row({ deliveryType: null })), knows);
    expect(decided).toEqual(comesIn(codAmount === undefined ? {} : { codAmount }));
  });
});

test('proposes what the store calls processing and completed, by its own codes', () => {
  expect(proposedStatuses(statuses)).toEqual(['processing', 'completed']);
  expect(proposedStatuses([])).toEqual([]);
});
