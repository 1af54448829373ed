import { describe, expect, it } from 'vitest';
import { count, cut, handleOf, list, moment, money, plain, sums } from '../../dialogs/words.ts';

describe('money', () => {
  it.each([
    ['1234.5', 'EUR', '€1,234.50'],
    ['0.1', 'USD', '$0.10'],
    ['-12.345', 'EUR', '-€12.35'],
    ['1000', 'JPY', '¥1,000'],
    ['90071992547409931.07', 'EUR', '€90,071,992,547,409,931.07'],
    ['5', '€€€', '5.00 €€€'],
    ['n/a', 'EUR', 'n/a EUR'],
  ])('%s %s is told as %s', (amount, currency, told) => expect(money(amount, currency)).toBe(told));

  it('is summed up by currency', () => {
    expect(sums({ EUR: '1234.5', USD: '20' })).toBe('€1,234.50 and $20.00');
    expect(sums({})).toBe('');
  });
});

it('counts in words', () => {
  expect([count(0, 'order'), count(1, 'order'), count(1200, 'order')]).toEqual(['0 orders', '1 order', '1,200 orders']);
  expect(list(['a', 'b', 'c'])).toBe('a, b and c');
});

describe('a moment', () => {
  const at = new Date('2026-11-23T23:05:00Z');
  it.each([
    ['Europe/Ljubljana', '24 Nov 2026, 00:05 (Europe/Ljubljana)'],
    ['UTC+02:00', '24 Nov 2026, 01:05 (UTC+02:00)'],
    ['UTC-03:30', '23 Nov 2026, 19:35 (UTC-03:30)'],
    ['Nowhere/Else', '23 Nov 2026, 23:05 (UTC)'],
  ])('is told on the clock of %s', (zone, told) => expect(moment(at, zone)).toBe(told));
});

it('takes a stranger’s text without marks, on one line, and cut', () => {
  expect(plain('  *Sale*\n  shop ')).toBe('∗Sale∗ shop');
  expect(plain('no\0thing \u0007but text')).toBe('no thing but text');
  expect(plain('x'.repeat(200))).toBe(`${'x'.repeat(79)}…`);
  expect(cut('🫒🫒🫒', 2)).toBe('🫒…');
});

it.each([
  ['Demo Shop', 'demo-shop'],
  ['  Žabji Kráľ & Co. ', 'zabji-kral-co'],
  ['<img onerror=alert(1)>', 'img-onerror-alert-1'],
  ['Магазин', 'магазин'],
  ['24', 'store-24'],
  ['now', 'store-now'],
  ['***', 'store'],
  ['A very long name of a shop that sells everything', 'a-very-long-name-of-a-shop-tha'],
  ['Again', 'store-again'],
])('%s is named by typing %s', (name, handle) => expect(handleOf(name)).toBe(handle));
