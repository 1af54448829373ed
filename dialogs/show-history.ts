import { aboutStore, chosen } from './about-store.ts';
import type { Card } from './card.ts';
import { historyList } from './cards/history-list.ts';
import { storeGone } from './cards/unknown-order.ts';
import type { Services } from './services.ts';

/** The history of one store when it had to be asked which. */
export const showHistory = aboutStore('show-history').finish('Looking it up…', (known, services) =>
  historyCard(chosen(known).handle, services),
);

/** Without a store it is that of all. */
export async function historyCard(store: string | undefined, services: Services): Promise<Card> {
  const history = await services.history(store);
  return history ? historyList(history) : storeGone();
}
