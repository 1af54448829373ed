import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ErrorKind, type Health, type HealthState, nextHealth, switchedOff } from '../../db/rules/health.ts';

const before = new Date('2026-11-01T10:00:00Z');
const now = new Date('2026-11-01T10:05:00Z');
const state = (health: Health, failures = 0, disabledBy?: string): HealthState => ({ health, failures, disabledBy, healthSince: before });
type Outcome = 'success' | ErrorKind;

describe('a connection', () => {
  const cases: [title: string, state: HealthState, outcome: Outcome, health: Health, failures: number, turned?: 'red' | 'green'][] = [
    ['stays green when all is well', state('green'), 'success', 'green', 0],
    ['is red at once when its key is refused', state('green'), 'authentication', 'red', 1, 'red'],
    ['is red at once when a right is missing', state('amber', 1), 'permission', 'red', 2, 'red'],
    ['is red at once when only plain http is left', state('green'), 'insecure', 'red', 1, 'red'],
    ['is amber when it does not answer', state('green'), 'network', 'amber', 1],
    ['stays amber the second time', state('amber', 1), 'response', 'amber', 2],
    ['is red the third time', state('amber', 2), 'network', 'red', 3, 'red'],
    ['is quietly green again after amber', state('amber', 2), 'success', 'green', 0],
    ['says so when it is green again after red', state('red', 5), 'success', 'green', 0, 'green'],
    ['stays red, and quiet, while it goes on failing', state('red', 5), 'network', 'red', 6],
    ['does not get better by failing in a milder way', state('red', 1), 'network', 'red', 2],
    ['is not judged by a rate limit', state('amber', 1), 'rate limit', 'amber', 1],
    ['is not judged by our own mistakes', state('green'), 'unknown', 'green', 0],
    ['that was switched off stays so', state('red', 0, 'Ana'), 'success', 'red', 0],
    ['that was switched off counts no failures', state('red', 0, 'Ana'), 'network', 'red', 0],
    ['that was just switched off turns red', state('green', 0, 'Ana'), 'success', 'red', 0, 'red'],
  ];
  test.each(cases)('%s', (_title, given, outcome, health, failures, turned) => {
    const next = nextHealth(given, outcome, now);
    expect(next).toEqual({ health, failures, healthSince: health === given.health ? before : now, ...(turned && { turned }) });
  });

  test('has a later moment for every new colour, even when the clock goes back', () => {
    const next = nextHealth(state('green'), 'authentication', new Date(before.getTime() - 60_000));
    expect(next.healthSince.getTime()).toBe(before.getTime() + 1);
  });
});

test.each<Health>(['green', 'amber', 'red'])('that a person switches off while it is %s is red from that moment on', (health) => {
  expect(switchedOff(state(health, 2), now)).toEqual({ health: 'red', healthSince: now });
  expect(switchedOff(state(health, 2), before).healthSince.getTime()).toBe(before.getTime() + 1);
});

const outcomes = fc.array(
  fc.constantFrom<Outcome>('success', 'authentication', 'permission', 'rate limit', 'network', 'response', 'insecure', 'unknown'),
  { maxLength: 30 },
);

test('red and green are told in turns, whatever happens', () => {
  fc.assert(
    fc.property(outcomes, (met) => {
      const told: string[] = [];
      let here: HealthState = { health: 'green', failures: 0, healthSince: before };
      met.forEach((outcome, minute) => {
        const next = nextHealth(here, outcome, new Date(before.getTime() + minute));
        if (next.turned) told.push(next.turned);
        expect(next.healthSince >= (here.healthSince ?? before)).toBe(true);
        here = next;
      });
      expect(told).toEqual(told.map((_, at) => (at % 2 === 0 ? 'red' : 'green')));
      expect(here.health === 'red').toBe(told.length % 2 === 1);
    }),
  );
});
