import type { RunResult } from '../../db/rules/run-result.ts';
import type { Card } from '../card.ts';
import type { StoreName } from '../services.ts';
import { count, digits, plain, sums } from '../words.ts';
import { heldCount, heldItems } from './held-reasons.ts';
import { malformedItems } from './malformed.ts';

type Finished = { store: StoreName; days: number; result: RunResult };

/** What an import brought. */
export function importFinished({ store, days, result }: Finished): Card {
  const { imported, existing, held, malformed } = result;
  const money = sums(result.sums);
  const facts: [string, string][] = [
    ['Came in', money ? `${digits(imported)} (${money})` : digits(imported)],
    ['Waiting', digits(heldCount(held))],
    ['Already there', digits(existing)],
    ['Could not be read', digits(malformed)],
  ];
  return {
    title: imported ? `${count(imported, 'order')} of ${plain(store.name)} came in` : `Nothing new from ${plain(store.name)}`,
    tone: malformed || heldCount(held) ? 'warning' : 'good',
    text: `The last ${count(days, 'day')} are imported.`,
    facts,
    items: [...heldItems(held), ...malformedItems(result)],
    actions: [{ label: 'Status', command: `status ${store.handle}` }],
  };
}
