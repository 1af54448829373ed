import type { StatusRecord } from '../../connectors/records.ts';
import { isWithin, minus } from './money.ts';
import type { OmStatus } from './settings.ts';

/** Orders of these statuses here hold no stock any more. */
export const doneHere: readonly OmStatus[] = ['shipped', 'completed', 'cancelled'];

/** Nor do those whose status in the store means one of these. */
export const doneInStore: readonly StatusRecord['meaning'][] = ['completed', 'cancelled', 'refunded'];

/** What of an order tells whether it holds stock; `meaning` is that of its status in the store, where the store tells it. */
export type Reserving = {
  state: 'imported' | 'held' | 'seen';
  omStatus?: OmStatus | null;
  meaning?: StatusRecord['meaning'];
};

/** An order holds what it has ordered from when it came in until it is shipped, here or in the store. */
export const reserves = ({ state, omStatus, meaning }: Reserving): boolean =>
  state === 'imported' && !(omStatus && doneHere.includes(omStatus)) && !(meaning && doneInStore.includes(meaning));

/**
 * The stock that is told. Orders never take it below nothing: nobody can sell less than none, and what is oversold shows in `reserved`.
 * A store that itself counts below nothing (it takes orders for what it does not have) is told as it is.
 */
export function told({ inStore, reserved, reservations }: { inStore: string; reserved: string; reservations: boolean }): string {
  if (!reservations || isBelowZero(inStore)) return inStore;
  const left = minus(inStore, reserved);
  return isBelowZero(left) ? '0' : left;
}

const isBelowZero = (amount: string) => amount.startsWith('-') && !isWithin(amount, '0');
