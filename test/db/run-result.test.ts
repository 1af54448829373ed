import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sum } from '../../db/rules/money.ts';
import {
  count,
  countMalformed,
  emptyResult,
  heldKey,
  isWayIn,
  nameHeld,
  type Outcome,
  outcomeOf,
  unnameHeld,
  waysIn,
} from '../../db/rules/run-result.ts';
import type { HeldReason } from '../../db/rules/transfer.ts';

const outcome: fc.Arbitrary<Outcome> = fc.record({
  outcome: fc.constantFrom<Outcome['outcome']>(
    ...waysIn,
    ...(['existing', 'malformed', 'seen', 'unknown SKU', 'no row:klarna', 'no row:', 'status:on-hold'] as const),
  ),
  currency: fc.constantFrom('EUR', 'USD'),
  total: fc.integer({ min: 0, max: 100_000 }).map((cents) => (cents / 100).toFixed(2)),
});
const seen = fc.array(fc.tuple(fc.nat(5), outcome), { maxLength: 40 });

/** Each record's outcomes counted as they come, and what was made of each last. */
function counted(records: [number, Outcome][]) {
  const last = new Map<number, Outcome>();
  const result = emptyResult();
  for (const [id, now] of records) {
    count(result, now, last.get(id));
    last.set(id, now);
  }
  return { result, last: [...last.values()] };
}

test('a record counts once, by the last that was made of it, however often it comes', () => {
  fc.assert(
    fc.property(seen, (records) => {
      const { result, last } = counted(records);
      const once = emptyResult();
      for (const one of last) count(once, one);
      const sums = (all: Record<string, string>) => Object.entries(all).filter(([, sum]) => Number(sum) !== 0);
      const held = (all: Record<string, number>) => Object.entries(all).filter(([, orders]) => orders > 0);
      const plain = (of: typeof result) => ({
        ...of,
        sums: new Map(sums(of.sums)),
        held: new Map(held(of.held)),
        ways: waysIn.map((way) => [of.ways[way].orders, new Map(sums(of.ways[way].sums))]),
      });
      expect(plain(result)).toEqual(plain(once));
    }),
  );
});

test('the ways in make up what came in, orders and sums, and every record is told once', () => {
  fc.assert(
    fc.property(seen, (records) => {
      const { result, last } = counted(records);
      expect(waysIn.reduce((all, way) => all + result.ways[way].orders, 0)).toBe(result.imported);
      for (const currency of ['EUR', 'USD']) {
        const byWay = sum(waysIn.map((way) => result.ways[way].sums[currency] ?? '0'));
        const totals = last.filter((one) => isWayIn(one.outcome) && one.currency === currency).map(({ total = '0' }) => total);
        expect(Number(byWay)).toBe(Number(sum(totals)));
        expect(Number(result.sums[currency] ?? '0')).toBe(Number(sum(totals)));
      }
      const held = Object.values(result.held).reduce((all, orders) => all + orders, 0);
      const onlySeen = last.filter(({ outcome }) => outcome === 'seen').length;
      expect(result.imported + result.existing + result.malformed + held + onlySeen).toBe(result.read);
    }),
  );
});

const keys: [reason: HeldReason, key: string][] = [
  [{ kind: 'no row', method: 'klarna', title: 'Klarna' }, 'no row:klarna'],
  [{ kind: 'no row', method: '', title: '' }, 'no row:'],
  [{ kind: 'status', status: 'on-hold' }, 'status:on-hold'],
  [{ kind: 'status', status: 'on-hold', method: 'cod' }, 'status:on-hold'],
  [{ kind: 'contradictory row', method: 'cod', title: 'COD' }, 'contradictory row'],
  [{ kind: 'no lines' }, 'no lines'],
  [{ kind: 'no SKU', lines: ['Gift'] }, 'no SKU'],
  [{ kind: 'unknown SKU', skus: ['X'] }, 'unknown SKU'],
  [{ kind: 'amounts', difference: '0.03' }, 'amounts'],
];
test.each(keys)('an order that waits because of %j is counted as %s', (reason, key) => {
  expect(heldKey(reason)).toBe(key);
  expect(outcomeOf({ state: 'held', reason })).toBe(key);
  expect(isWayIn(outcomeOf({ state: 'held', reason }))).toBe(false);
});

test('an order that comes in is paid, collected or neither', () => {
  const imported = { state: 'imported', omStatus: 'received' } as const;
  expect(outcomeOf({ ...imported, paid: true })).toBe('paid');
  expect(outcomeOf({ ...imported, paid: false, codAmount: '15.25' })).toBe('cod');
  expect(outcomeOf({ ...imported, paid: false })).toBe('unpaid');
});

test('names the first five that could not be read, and counts all', () => {
  const result = emptyResult();
  countMalformed(result, { id: '1', number: 'N1', reason: 'no total' });
  countMalformed(result, { id: '2', reason: 'no date' });
  countMalformed(result, { reason: 'not an object' });
  for (let at = 0; at < 7; at++) countMalformed(result, { id: `x${at}`, reason: 'odd' });
  expect(result.malformed).toBe(10);
  expect(result.malformedExamples.map(({ name }) => name)).toEqual(['N1', '2', 'without a number', 'x0', 'x1']);
});

test('of the orders that wait the first few are named, each once, with the SKUs that they wait for', () => {
  const result = emptyResult();
  const reason: HeldReason = { kind: 'unknown SKU', skus: ['A', 'B'] };
  for (const number of ['1', '1', '2', '3', '4', '5', '6']) nameHeld(result, { number, reason });
  nameHeld(result, { number: '7', reason: { kind: 'no SKU', lines: ['Mug', 'Mug', 'Cap', 'Hat', 'Bag', 'Pen', 'Cup'] } });
  expect(result.examples).toEqual({
    'unknown SKU': { orders: ['1', '2', '3', '4', '5'], about: ['A', 'B'] },
    'no SKU': { orders: ['7'], about: ['Mug', 'Cap', 'Hat', 'Bag', 'Pen'] },
  });
});

test('an order that waits no more, or for something else, is no longer named among those', () => {
  const result = emptyResult();
  for (const number of ['1', '2']) nameHeld(result, { number, reason: { kind: 'amounts', difference: '1' } });
  nameHeld(result, { number: '1', reason: { kind: 'no lines' } }, { outcome: 'amounts' });
  unnameHeld(result, '2', { outcome: 'amounts' });
  expect(result.examples).toEqual({ amounts: { orders: [], about: [] }, 'no lines': { orders: ['1'], about: [] } });
});
