import type { PageOptions } from '../connector.ts';
import { field } from '../rows.ts';
import type { Query } from './api.ts';
import { type Clock, isNever } from './clock.ts';

const second = 1000;
const hour = 3600 * second;

/**
 * A window as PrestaShop's filters, by the names of its fields. It compares what the shop's clock shows, and does not know the filter without
 * `date=1`. An hour more is asked for on each side: when the clock is set back, it shows the same hour twice.
 */
export function windowQuery(clock: Clock, { updatedSince, updatedUntil, createdSince, createdUntil }: PageOptions): Query {
  const filter = (since?: Date, until?: Date) => {
    const from = since && clock.show(new Date(since.getTime() - hour - second));
    const to = until && clock.show(new Date(until.getTime() + hour + second));
    if (from && to) return `[${from},${to}]`;
    return from ? `>[${from}]` : to && `<[${to}]`;
  };
  const window = { 'filter[date_upd]': filter(updatedSince, updatedUntil), 'filter[date_add]': filter(createdSince, createdUntil) };
  return Object.values(window).some(Boolean) ? { ...window, date: 1 } : {};
}

/** Whole seconds, both ends included. A time that may mean two moments is inside when either is; what is no time is looked at as a whole. */
export function insideOf(clock: Clock, { updatedSince, updatedUntil, createdSince, createdUntil }: PageOptions): (row: unknown) => boolean {
  const within = (local: string, since?: Date, until?: Date) => {
    if (!since && !until) return true;
    const from = since ? Math.floor(since.getTime() / second) * second : Number.NEGATIVE_INFINITY;
    const to = until?.getTime() ?? Number.POSITIVE_INFINITY;
    const moments = momentsOf(clock, local);
    return moments.length === 0 || moments.some((moment) => moment >= from && moment <= to);
  };
  return (row) => within(field(row, 'date_upd'), updatedSince, updatedUntil) && within(field(row, 'date_add'), createdSince, createdUntil);
}

function momentsOf(clock: Clock, local: string): number[] {
  try {
    return isNever(local) ? [] : clock.moments(local).map(Number);
  } catch {
    return [];
  }
}
