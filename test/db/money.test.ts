import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWithin, minus, sum, times } from '../../db/rules/money.ts';

test.each([
  [['0.10', '0.20'], '0.30'],
  [['1234.5600', '0.1'], '1234.6600'],
  [['-5', '5.00'], '0.00'],
  [[], '0'],
  [['999999999999999.99', '0.01'], '1000000000000000.00'],
])('the sum of %j is %s', (amounts, expected) => {
  expect(sum(amounts)).toBe(expected);
});

test('what is not explained is told with its sign', () => {
  expect(minus('10.00', '10.1')).toBe('-0.10');
  expect(minus('0.30', '0.3')).toBe('0.00');
});

test('a limit counts on both sides of zero', () => {
  expect(isWithin('-0.02', '0.02')).toBe(true);
  expect(isWithin('0.0201', '0.02')).toBe(false);
  expect(times('0.02', 3)).toBe('0.06');
});

test('sums are those of whole cents, in any order', () => {
  const money = (cents: number) => (cents / 100).toFixed(2);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 })), (cents) => {
      const total = cents.reduce((a, b) => a + b, 0);
      expect(Number(sum(cents.map(money)))).toBe(total === 0 ? 0 : total / 100);
      expect(sum(cents.toReversed().map(money))).toBe(sum(cents.map(money)));
    }),
  );
});
