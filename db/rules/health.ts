export type Health = 'green' | 'amber' | 'red';

/** Why a connection is not green: the kind of the error, its words for the merchant, and the click path that mends it. */
export type HealthReason = { kind: string; text: string; advice?: readonly string[] };

/** What is remembered of a connection; `failures` counts those in a row. */
export type HealthState = { health: Health; failures: number; disabledBy?: string | null; healthSince?: Date };

export type ErrorKind = 'authentication' | 'permission' | 'rate limit' | 'network' | 'response' | 'insecure' | 'unknown';

/** `turned`: what the merchant must be told, because it changes whether their orders come. */
export type NextHealth = { health: Health; failures: number; healthSince: Date; turned?: 'red' | 'green' };

/** So many failures in a row make a connection red that is only late at first. */
const patience = 3;

/** What becomes of a connection when something worked or went wrong. A new colour gets a `healthSince` later than any before. */
export function nextHealth(state: HealthState, outcome: 'success' | ErrorKind, now: Date): NextHealth {
  const since = state.healthSince ?? now;
  const failures = failuresAfter(state, outcome);
  const health = colour(state, outcome, failures);
  if (health === state.health) return { health, failures, healthSince: since };
  const healthSince = laterThan(state, now);
  const turned = health === 'red' ? 'red' : state.health === 'red' ? 'green' : undefined;
  return { health, failures, healthSince, ...(turned && { turned }) };
}

/** What becomes of a connection that a person switches off: red from that moment on, whatever it was before. */
export const switchedOff = (state: HealthState, now: Date): Pick<NextHealth, 'health' | 'healthSince'> => ({
  health: 'red',
  healthSince: laterThan(state, now),
});

/** Later than any moment before, even when the clock goes back. */
const laterThan = ({ healthSince }: HealthState, now: Date) =>
  healthSince ? new Date(Math.max(now.getTime(), healthSince.getTime() + 1)) : now;

/** Waiting for a limit, and our own mistakes, say nothing about the store. */
const saysNothing = (outcome: 'success' | ErrorKind) => outcome === 'rate limit' || outcome === 'unknown';

function failuresAfter({ failures, disabledBy }: HealthState, outcome: 'success' | ErrorKind): number {
  if (disabledBy || saysNothing(outcome)) return failures;
  return outcome === 'success' ? 0 : failures + 1;
}

function colour({ health, disabledBy }: HealthState, outcome: 'success' | ErrorKind, failures: number): Health {
  if (disabledBy) return 'red';
  if (saysNothing(outcome)) return health;
  if (outcome === 'success') return 'green';
  if (outcome === 'network' || outcome === 'response') return health === 'red' || failures >= patience ? 'red' : 'amber';
  return 'red';
}
