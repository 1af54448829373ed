import type { RunResult } from '../../db/rules/run-result.ts';
import type { Card } from '../card.ts';
import type { StoreName } from '../services.ts';
import { digits, plain } from '../words.ts';

/** A product sync on its way. `waiting` says what it waits for ("the store's limit, 40 s"). */
export const syncProgress = ({ store, result, waiting }: { store: StoreName; result: RunResult; waiting?: string }): Card => ({
  title: `Syncing the products of ${plain(store.name)}`,
  progress: { done: result.read, total: result.total, waiting },
  facts: result.malformed ? [['Could not be read', digits(result.malformed)]] : undefined,
});
