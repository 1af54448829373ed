import fc from 'fast-check';
import { expect, test } from 'vitest';
import { count, countMalformed, emptyResult, type Outcome } from '../../db/rules/run-result.ts';

const outcome: fc.Arbitrary<Outcome> = fc.record({
  outcome: fc.constantFrom<Outcome['outcome']>('imported', 'existing', 'malformed', 'status', 'unknown SKU'),
  currency: fc.constantFrom('EUR', 'USD'),
  total: fc.integer({ min: 0, max: 100_000 }).map((cents) => (cents / 100).toFixed(2)),
});
const seen = fc.array(fc.tuple(fc.nat(5), outcome), { maxLength: 40 });

test('a record counts once, by the last that was made of it, however often it comes', () => {
  fc.assert(
    fc.property(seen, (records) => {
      const known = new Map<number, Outcome>();
      const result = emptyResult();
      for (const [id, now] of records) {
        count(result, now, known.get(id));
        known.set(id, now);
      }
      const once = emptyResult();
      for (const last of known.values()) count(once, last);
      const sums = (all: Record<string, string>) => Object.entries(all).filter(([, sum]) => Number(sum) !== 0);
      const held = (all: Record<string, number>) => Object.entries(all).filter(([, orders]) => orders > 0);
      expect({ ...result, sums: 0, held: 0 }).toEqual({ ...once, sums: 0, held: 0 });
      expect(new Map(sums(result.sums))).toEqual(new Map(sums(once.sums)));
      expect(new Map(held(result.held))).toEqual(new Map(held(once.held)));
    }),
  );
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
