import type { StatusRecord } from '../../connectors/records.ts';
import type { SeenOrders } from './payments.ts';

type Meaning = StatusRecord['meaning'];

const count = ({ statuses: seen }: SeenOrders, statuses: readonly StatusRecord[], ...meanings: Meaning[]): number =>
  statuses.reduce((sum, { code, meaning }) => (meanings.includes(meaning) ? sum + (seen[code] ?? 0) : sum), 0);

/**
 * Stores mark cash on delivery as paid when it is completed. Where most of those under way must be paid already, it is something else.
 */
export function mostlyPaidEarly(seen: SeenOrders, statuses: readonly StatusRecord[]): boolean {
  const underWay = count(seen, statuses, 'processing');
  const early = seen.paidInStore - (seen.orders - underWay);
  return early * 2 > underWay;
}

/** Where money is there at once, the store knows it of most orders that go on. */
export function mostlyUnpaid(seen: SeenOrders, statuses: readonly StatusRecord[]): boolean {
  const goingOn = count(seen, statuses, 'processing', 'completed');
  return seen.paidInStore * 2 < goingOn;
}

export const allFree = ({ orders, free }: SeenOrders): boolean => free === orders;
