import type { StatusRecord } from '../connectors/records.ts';
import type { By, OrderEvent } from '../db/rules/history.ts';
import { heldText } from './cards/held-reasons.ts';
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

/** "Ana", "the import that Ana asked for", "the order sync". */
export function byWhom({ job, person }: By): string {
  if (!job) return person ? plain(person, 40) : 'somebody';
  const name = `the ${jobs[job] ?? 'system'}`;
  return person ? `${name} that ${plain(person, 40)} asked for` : name;
}

type Told = { statuses: readonly StatusRecord[]; currency: string };

/** What happened to an order, the first first: when, and what in a sentence. */
export const orderHistory = (history: readonly OrderEvent[], told: Told): { at: Date; text: string }[] =>
  history.map((event, index) => ({ at: new Date(event.at), text: sentence(event, history.slice(0, index), told) }));

function sentence(event: OrderEvent, before: readonly OrderEvent[], { statuses, currency }: Told): string {
  const { what, by, reason, status, total, from } = event;
  if (what === 'status') return `Status in the store: ${nameOf(from, statuses)} → ${nameOf(status, statuses)} (seen by ${byWhom(by)}).`;
  if (what === 'total')
    return `The store changed the total: ${money(from ?? '', currency)} → ${money(total ?? '', currency)} (seen by ${byWhom(by)}). What was decided when it came in stays.`;
  if (what === 'held') return `It waits. ${reason ? heldText(reason, { statuses, currency }) : ''}`.trim();
  return by.job === 'release-held-orders' ? released(by, before) : `It came in with ${byWhom(by)}.`;
}

/** What let it in is told by what it had waited for. */
function released({ person }: By, before: readonly OrderEvent[]): string {
  const reason = before.findLast(({ what }) => what === 'held')?.reason;
  const who = person ? plain(person, 40) : 'somebody';
  switch (reason?.kind) {
    case 'no row':
      return `It came in when ${who} confirmed *${plain(reason.title || reason.method || 'No payment method', 40)}*.`;
    case 'status':
    case 'contradictory row':
      return `It came in when ${who} changed which orders come in.`;
    case 'no SKU':
    case 'unknown SKU':
      return 'It came in when its products were synced.';
    default:
      return person ? `It came in when ${who} let waiting orders in.` : 'It came in when waiting orders were let in.';
  }
}

const nameOf = (code: string | undefined, statuses: readonly StatusRecord[]) =>
  code === undefined ? '' : plain(statuses.find((status) => status.code === code)?.title ?? code, 40);
