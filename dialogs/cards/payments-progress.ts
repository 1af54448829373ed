import type { RunResult } from '../../db/rules/run-result.ts';
import type { Card } from '../card.ts';
import type { StoreName } from '../services.ts';
import { digits, plain } from '../words.ts';

type Reading = { store: StoreName; result: RunResult; waiting?: string };

/** The payment instruments are being read; the message ends as their table. */
export const paymentsProgress = ({ store, result, waiting }: Reading): Card => ({
  title: `Reading the payment instruments of ${plain(store.name)}`,
  text: 'The store’s own list, and what the orders of the last 60 days were paid with. They are only looked at: no order comes in by this.',
  // Stores count half-finished checkouts too, and nobody reads them.
  progress: { done: result.read, total: result.total, atMost: true, waiting },
  facts: result.malformed ? [['Could not be read', digits(result.malformed)]] : undefined,
});
