import { describe, expect, test } from 'vitest';
import { type Reserving, reserves, told } from '../../db/rules/stock.ts';

describe('stock is told', () => {
  const cases: [title: string, inStore: string, reserved: string, withReservations: string, without: string][] = [
    ['less what orders hold', '10', '3', '7', '10'],
    ['by halves, where things are sold so', '2.500', '0.5', '2.000', '2.500'],
    ['all of it where nothing is held', '10', '0', '10', '10'],
    ['as nothing where all of it is held', '3', '3', '0', '3'],
    ['as nothing, never below, where more is held than there is', '3', '5', '0', '3'],
    ['as the store counts, where it counts below nothing itself', '-2', '1', '-2', '-2'],
    ['as nothing where there is nothing', '0', '4', '0', '0'],
    ['as nothing whatever sign the store puts before it', '-0.00', '0', '0.00', '-0.00'],
  ];
  test.each(cases)('%s', (_title, inStore, reserved, withReservations, without) => {
    expect(told({ inStore, reserved, reservations: true })).toBe(withReservations);
    expect(told({ inStore, reserved, reservations: false })).toBe(without);
  });
});

describe('an order holds its stock', () => {
  const cases: [title: string, order: Reserving, expected: boolean][] = [
    ['when it came in', { state: 'imported', omStatus: 'received', meaning: 'processing' }, true],
    ['when it is confirmed', { state: 'imported', omStatus: 'confirmed', meaning: 'processing' }, true],
    ['when it is on hold', { state: 'imported', omStatus: 'on hold', meaning: 'pending' }, true],
    ['in a status of the merchant’s own', { state: 'imported', omStatus: 'received', meaning: 'other' }, true],
    ['in a status that the store no longer lists', { state: 'imported', omStatus: 'received' }, true],
    ['when nobody noted its status here', { state: 'imported', omStatus: null, meaning: 'processing' }, true],
    ['not while it waits', { state: 'held', meaning: 'processing' }, false],
    ['not when it was only seen', { state: 'seen', meaning: 'processing' }, false],
    ['not when it is shipped', { state: 'imported', omStatus: 'shipped', meaning: 'processing' }, false],
    ['not when it is completed here', { state: 'imported', omStatus: 'completed', meaning: 'processing' }, false],
    ['not when it is cancelled here', { state: 'imported', omStatus: 'cancelled', meaning: 'processing' }, false],
    ['not when it is completed in the store', { state: 'imported', omStatus: 'received', meaning: 'completed' }, false],
    ['not when it is cancelled in the store', { state: 'imported', omStatus: 'received', meaning: 'cancelled' }, false],
    ['not when it is refunded in the store', { state: 'imported', omStatus: 'received', meaning: 'refunded' }, false],
  ];
  test.each(cases)('%s', (_title, order, expected) => {
    expect(reserves(order)).toBe(expected);
  });
});
