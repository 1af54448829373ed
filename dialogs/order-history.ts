import type { StatusRecord } from '../connectors/records.ts';
import type { By, OrderEvent } from '../db/rules/history.ts';
import type { HeldReason } from '../db/rules/transfer.ts';
import { heldBriefly, heldText } from './cards/held-reasons.ts';
import { money, plain } from './words.ts';

/** What jobs are called among people. */
const jobs: Record<string, string> = {
  'import-orders': 'import',
  'sync-orders': 'order sync',
  'sync-products': 'product sync',
  'sync-nightly': 'nightly sync',
  'read-payments': 'reading of payment instruments',
  'release-held-orders': 'release of waiting orders',
  'check-health': 'check of the connection',
};

/** "Ana", "the import that Ana asked for", "the order sync". Waiting orders are let in by what a person did, not asked for. */
export function byWhom({ job, person }: By): string {
  if (!job) return person ? plain(person, 40) : 'somebody';
  if (job === 'release-held-orders' && person) return plain(person, 40);
  const name = `the ${jobs[job] ?? 'system'}`;
  return person ? `${name} that ${plain(person, 40)} asked for` : name;
}

type Told = { statuses: readonly StatusRecord[]; currency: string };

/** What happened to an order, the first first: when, and what in a sentence. */
export const orderHistory = (history: readonly OrderEvent[], told: Told): { at: Date; text: string }[] =>
  history.map((event, index) => ({
    at: new Date(event.at),
    text: sentence(event, { before: history.slice(0, index), after: history.slice(index + 1) }, told),
  }));

type Around = { before: readonly OrderEvent[]; after: readonly OrderEvent[] };

function sentence(event: OrderEvent, { before, after }: Around, { statuses, currency }: Told): string {
  const { what, by, reason, status, total, from } = event;
  if (what === 'status') return `Status in the store: ${nameOf(from, statuses)} → ${nameOf(status, statuses)} (seen by ${byWhom(by)}).`;
  if (what === 'total')
    return `The store changed the total: ${money(from ?? '', currency)} → ${money(total ?? '', currency)} (seen by ${byWhom(by)}). What was decided when it came in stays.`;
  if (what === 'held') {
    const over = after.some((later) => later.what === 'held' || later.what === 'imported');
    return reason
      ? over
        ? `It waited: ${heldBriefly(reason, statuses)}.`
        : `It waits. ${heldText(reason, { statuses, currency })}`
      : over
        ? 'It waited.'
        : 'It waits.';
  }
  return `It came in ${cameIn(by, before.findLast((earlier) => earlier.what === 'held')?.reason)}.`;
}

/** "with the order sync"; what let a waiting one in is told by what it had waited for. */
export function cameIn(by: By, reason?: HeldReason): string {
  const { job, person } = by;
  if (job !== 'release-held-orders') return `with ${byWhom(by)}`;
  const who = person ? plain(person, 40) : 'somebody';
  switch (reason?.kind) {
    case 'no row':
      return `when ${who} confirmed *${plain(reason.title || reason.method || 'No payment method', 40)}*`;
    case 'status':
    case 'contradictory row':
      return `when ${who} changed which orders come in`;
    case 'no SKU':
    case 'unknown SKU':
      return 'when its products were synced';
    default:
      return person ? `when ${who} let waiting orders in` : 'when waiting orders were let in';
  }
}

const nameOf = (code: string | undefined, statuses: readonly StatusRecord[]) =>
  code === undefined ? '' : plain(statuses.find((status) => status.code === code)?.title ?? code, 40);
