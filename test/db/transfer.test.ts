import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OrderRecord } from '../../connectors/records.ts';
import { sum } from '../../db/rules/money.ts';
import { type Transfer, transfer } from '../../db/rules/transfer.ts';
import { statuses } from './make-store.ts';
import { line, order } from './sample-order.ts';

const known = new Set(['A-1', 'A-2']);
const decide = (given: Partial<OrderRecord>) => transfer(order(given), { statuses }, (sku) => known.has(sku));
const held = (reason: Extract<Transfer, { state: 'held' }>['reason']): Transfer => ({ state: 'held', reason });
const comesIn: Transfer = { state: 'imported' };

describe('an order', () => {
  const cases: [title: string, given: Partial<OrderRecord>, expected: Transfer][] = [
    ['in processing with known SKUs comes in', {}, comesIn],
    ['completed comes in', { status: 'completed' }, comesIn],
    ['pending waits for its status', { status: 'pending' }, held({ kind: 'status', status: 'pending' })],
    ['in a status that the store did not list waits for it', { status: 'wc-packed' }, held({ kind: 'status', status: 'wc-packed' })],
    ['of no lines waits', { lines: [], total: '5.25' }, held({ kind: 'no lines' })],
    [
      'with a line without SKU names the line',
      { lines: [line('A-1'), line(undefined, '1', 'Gift')] },
      held({ kind: 'no SKU', lines: ['Gift'] }),
    ],
    ['with a line of an empty SKU names the line', { lines: [line('', '1', 'Gift')] }, held({ kind: 'no SKU', lines: ['Gift'] })],
    [
      'with SKUs that OM does not know names each once',
      { lines: [line('A-1'), line('X'), line('X'), line('Y')] },
      held({ kind: 'unknown SKU', skus: ['X', 'Y'] }),
    ],
    ['waits for its status before anything else', { status: 'cancelled', lines: [] }, held({ kind: 'status', status: 'cancelled' })],
    ['that is off by two cents on one line comes in', { total: '15.27' }, comesIn],
    ['that is short by two cents on one line comes in', { total: '15.23' }, comesIn],
    ['that is off by three cents on one line says by how much', { total: '15.28' }, held({ kind: 'amounts', difference: '0.03' })],
    ['that is short by three cents says so with a sign', { total: '15.22' }, held({ kind: 'amounts', difference: '-0.03' })],
    ['of two lines may be off by four cents', { lines: [line('A-1'), line('A-2')], total: '25.29' }, comesIn],
    ['counts fees, also negative ones', { fees: [{ title: 'Voucher', total: '-5.00', tax: '0' }], total: '10.25' }, comesIn],
    ['does not count discounts a second time', { discounts: [{ title: 'SUMMER', total: '-1.00', tax: '0' }] }, comesIn],
    ['keeps its place whatever was given back', { refunded: '15.25' }, comesIn],
    ['of nothing comes in', { lines: [line('A-1', '0')], totalTax: '0', shipping: [], total: '0.00' }, comesIn],
  ];
  test.each(cases)('%s', (_title, given, expected) => {
    expect(decide(given)).toEqual(expected);
  });
});

const cents = fc.integer({ min: -100_000, max: 100_000_000 }).map((value) => (value / 100).toFixed(2));
const lines = fc
  .array(fc.record({ sku: fc.constantFrom('A-1', 'A-2', 'X', undefined), total: cents }), { maxLength: 6 })
  .map((list) => list.map(({ sku, total }) => line(sku, total)));
const anyOrder = fc
  .record({
    lines,
    shipping: fc.array(cents, { maxLength: 2 }),
    totalTax: cents,
    status: fc.constantFrom('pending', 'processing', 'completed', 'odd'),
    off: fc.integer({ min: -20, max: 20 }),
  })
  .map(({ lines, shipping, totalTax, status, off }) => {
    const charges = shipping.map((total) => ({ title: 'Post', total, tax: '0' }));
    const total = sum([...lines.map((one) => one.total), ...shipping, totalTax, (off / 100).toFixed(2)]);
    return { off, order: order({ lines, shipping: charges, totalTax, status, total }) };
  });

describe('whatever the order', () => {
  const knows = (sku: string) => known.has(sku);

  test('it comes in exactly when status, SKUs and amounts are right', () => {
    fc.assert(
      fc.property(anyOrder, ({ order, off }) => {
        const right =
          ['processing', 'completed'].includes(order.status) &&
          order.lines.length > 0 &&
          order.lines.every(({ sku }) => sku !== undefined && known.has(sku)) &&
          Math.abs(off) <= 2 * order.lines.length;
        expect(transfer(order, { statuses }, knows).state).toBe(right ? 'imported' : 'held');
      }),
    );
  });

  test('knowing one more SKU never turns an order away that came in', () => {
    fc.assert(
      fc.property(anyOrder, ({ order }) => {
        fc.pre(transfer(order, { statuses }, knows).state === 'imported');
        expect(transfer(order, { statuses }, () => true).state).toBe('imported');
      }),
    );
  });

  test('the order of its lines changes nothing', () => {
    fc.assert(
      fc.property(anyOrder, ({ order }) => {
        const turned = { ...order, lines: order.lines.toReversed() };
        expect(transfer(turned, { statuses }, knows).state).toBe(transfer(order, { statuses }, knows).state);
      }),
    );
  });
});
