import type { StatusRecord } from '../../connectors/records.ts';
import type { RunResult } from '../../db/rules/run-result.ts';
import type { Card } from '../card.ts';
import type { StoreName } from '../services.ts';
import { count, digits, plain } from '../words.ts';
import { waitingCount } from './held-reasons.ts';

type Import = { store: StoreName; statuses?: readonly StatusRecord[]; days: number; dryRun: boolean; result: RunResult; waiting?: string };

/** An import on its way, or the look before it. */
export const importProgress = ({ store, statuses, days, dryRun, result, waiting }: Import): Card => ({
  title: dryRun ? `Looking at the orders of ${plain(store.name)}` : `Importing the orders of ${plain(store.name)}`,
  text: `The last ${count(days, 'day')}.${dryRun ? ' Nothing is imported yet.' : ''}`,
  // Stores count half-finished checkouts too, and nobody reads them.
  progress: { done: result.read, total: result.total, atMost: true, waiting },
  facts: counts(result, dryRun, statuses),
});

function counts(
  { imported, held, existing, malformed }: RunResult,
  dryRun: boolean,
  statuses?: readonly StatusRecord[],
): [string, string][] {
  const all: [string, number][] = [
    [dryRun ? 'Would come in' : 'Came in', imported],
    ['Waiting', waitingCount(held, statuses)],
    ['Already there', existing],
    ['Could not be read', malformed],
  ];
  return all.filter(([, orders]) => orders > 0).map(([label, orders]) => [label, digits(orders)]);
}
