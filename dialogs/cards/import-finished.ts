import type { StatusRecord } from '../../connectors/records.ts';
import type { RunResult } from '../../db/rules/run-result.ts';
import type { Card } from '../card.ts';
import type { StoreName } from '../services.ts';
import { sumsOfWays } from '../ways-in.ts';
import { count, digits, plain, sums } from '../words.ts';
import { heldActions, heldItems, waitingCount } from './held-reasons.ts';
import { malformedItems } from './malformed.ts';

type Finished = { store: StoreName; statuses?: readonly StatusRecord[]; days: number; result: RunResult };

/** What an import brought, by payment, and what waits, by reason. */
export function importFinished({ store, statuses, days, result }: Finished): Card {
  const { imported, existing, held, methods, examples, malformed } = result;
  const money = sums(result.sums);
  const names = { store, statuses, methods, examples };
  const waiting = waitingCount(held, statuses);
  const facts: [string, string][] = [
    ['Came in', money ? `${digits(imported)} (${money})` : digits(imported)],
    ...sumsOfWays(result),
    ['Waiting', digits(waiting)],
    ['Already there', digits(existing)],
    ['Could not be read', digits(malformed)],
  ];
  return {
    title: imported ? `${count(imported, 'order')} of ${plain(store.name)} came in` : `Nothing new from ${plain(store.name)}`,
    tone: malformed || waiting ? 'warning' : 'good',
    text: `The last ${count(days, 'day')} are imported.`,
    facts,
    items: [...heldItems(held, names), ...malformedItems(result)],
    actions: [
      { label: 'Orders', command: `orders ${store.handle}` },
      ...heldActions(held, names),
      { label: 'Status', command: `status ${store.handle}` },
    ],
  };
}
