import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Contact, OrderRecord } from '../../connectors/records.ts';
import { type Applied, omOrder } from '../../db/rules/om-order.ts';
import { frozen } from './frozen.ts';
import { line, order } from './sample-order.ts';

const off: Applied = { orderDescriptions: false, productDescriptions: false, buyerContact: false };
const buyer: Contact = { name: 'Ana Žagar', phone: '+386 41 111 222', email: 'ana@example.com' };
const mug = {
  ...line('A-1'),
  descriptions: [
    { label: 'Barva', value: 'rdeča' },
    { label: 'Napis', value: 'Za Jano' },
  ],
};
const full = frozen(
  order({
    buyer,
    recipient: { name: 'Jana Kos', city: 'Celje' },
    lines: [mug, line('A-2')],
    total: '25.25',
    note: 'Prosim, pokličite pred dostavo!\nHvala 🙂',
    descriptions: [
      { label: 'Gift message', value: 'Vse najboljše' },
      { label: '', value: 'Pustite pri sosedu' },
    ],
  }),
);
const become = (given: Partial<Applied>, record: OrderRecord = full) => omOrder(record, { ...off, ...given });

test('is what the store told: people, lines, charges, totals', () => {
  const { buyer, shipping, fees, discounts, totalTax, total, currency, recipient } = full;
  expect(become({})).toEqual({
    ...{ buyer, recipient, shipping, fees, discounts, totalTax, total, currency, notes: [] },
    lines: full.lines.map(({ sku, title, quantity, price, total, tax }) => ({ sku, title, quantity, price, total, tax })),
  });
});

describe('additional order descriptions', () => {
  test('on: the buyer’s note comes first, then the gift message and checkout fields', () => {
    expect(become({ orderDescriptions: true }).notes).toEqual([
      'Prosim, pokličite pred dostavo!\nHvala 🙂',
      'Gift message: Vse najboljše',
      'Pustite pri sosedu',
    ]);
  });
  test('off: they stay behind', () => {
    expect(become({ orderDescriptions: false, productDescriptions: true, buyerContact: true }).notes).toEqual([]);
  });
  test('a blank note is no note', () => {
    expect(become({ orderDescriptions: true }, order({ note: ' \n' })).notes).toEqual([]);
  });
});

describe('additional product descriptions', () => {
  test('on: options and personalisation stand on their line, and only there', () => {
    const { lines } = become({ productDescriptions: true });
    expect(lines.map(({ description }) => description)).toEqual(['Barva: rdeča\nNapis: Za Jano', undefined]);
  });
  test('off: they stay behind', () => {
    const { lines } = become({ productDescriptions: false, orderDescriptions: true, buyerContact: true });
    expect(lines.every((one) => !('description' in one))).toBe(true);
  });
});

describe('the buyer’s contact', () => {
  const cases: [title: string, recipient: Partial<Contact>, phone: string | undefined, email: string | undefined][] = [
    ['is for a recipient who has none', {}, buyer.phone, buyer.email],
    ['is for one whose contact is blank', { phone: ' ', email: '' }, buyer.phone, buyer.email],
    ['leaves a recipient’s own phone', { phone: '040 1' }, '040 1', buyer.email],
    ['leaves a recipient’s own e-mail', { email: 'jana@example.com' }, buyer.phone, 'jana@example.com'],
    ['leaves both', { phone: '040 1', email: 'jana@example.com' }, '040 1', 'jana@example.com'],
  ];
  test.each(cases)('on: it %s', (_title, recipient, phone, email) => {
    const record = order({ buyer, recipient: { name: 'Jana Kos', ...recipient } });
    expect(become({ buyerContact: true }, record).recipient).toEqual({ name: 'Jana Kos', phone, email });
    expect(become({ buyerContact: true }, record).buyer).toEqual(buyer);
  });
  test.each(cases)('off: the recipient is as the store told, where on it %s', (_title, recipient) => {
    const record = order({ buyer, recipient: { name: 'Jana Kos', ...recipient } });
    expect(become({ orderDescriptions: true, productDescriptions: true }, record).recipient).toEqual(record.recipient);
  });
  test('a buyer without phone gives none', () => {
    const { recipient } = become({ buyerContact: true }, order({ buyer: { name: 'Ana' } }));
    expect(recipient.phone).toBeUndefined();
  });
  test('never changes what a recipient has, whatever it is', () => {
    const contact = fc.record({
      name: fc.string(),
      phone: fc.option(fc.string(), { nil: undefined }),
      email: fc.option(fc.string(), { nil: undefined }),
    });
    fc.assert(
      fc.property(contact, contact, (buyer, recipient) => {
        const { phone, email } = become({ buyerContact: true }, order({ buyer, recipient })).recipient;
        if (recipient.phone?.trim()) expect(phone).toBe(recipient.phone);
        if (recipient.email?.trim()) expect(email).toBe(recipient.email);
      }),
    );
  });
});

describe('a rounding line', () => {
  const cases: [title: string, given: Partial<OrderRecord>, rounding: string | undefined][] = [
    ['is not there where nothing is open', {}, undefined],
    ['is not there where nothing is open to the last of many digits', { lines: [line('A-1', '10.000000')] }, undefined],
    ['is what the lines leave open', { total: '15.27' }, '0.02'],
    ['is negative where they come to more', { total: '15.23' }, '-0.02'],
    ['keeps more digits than cents', { lines: [line('A-1', '10.004')] }, '-0.004'],
    ['may be two cents for each line', { lines: [line('A-1'), line('A-2')], total: '25.29' }, '0.04'],
    ['is no excuse for more: that order waits', { total: '15.28' }, undefined],
  ];
  test.each(cases)('%s', (_title, given, rounding) => {
    expect(become({}, order(given)).rounding).toBe(rounding);
  });
});
