import { aboutStore, chosen } from './about-store.ts';
import type { Card } from './card.ts';
import { stockList } from './cards/stock-list.ts';
import { storeGone } from './cards/unknown-order.ts';
import { type Reading, readMap } from './find-instrument.ts';
import type { Services, StoreName } from './services.ts';

/** Stock when it had to be asked of which store. */
export const showStock = aboutStore<{ said?: { said: string } }>('show-stock').finish('Looking it up…', (known, services) =>
  stockCard(chosen(known), known.said?.said ?? '', services),
);

export async function stockCard({ handle }: StoreName, said: string, services: Services): Promise<Card> {
  const list = await services.stock({ store: handle, ...(said && { said }) });
  return list ? stockList(list) : storeGone();
}

/** What of a title is a store's name only the products can tell: the likeliest reading of which some store has something, else the first. */
export async function readStock<S extends StoreName>(
  words: readonly string[],
  stores: readonly S[],
  services: Services,
): Promise<Pick<Reading<S>, 'said' | 'stores'>> {
  const readings = readMap(words.slice(0, 12), stores).filter((reading) => reading.stores.length > 0);
  for (const { said, stores } of readings) {
    if (said === '') return { said, stores };
    const found = await Promise.all(stores.map(async ({ handle }) => ((await services.stock({ store: handle, said }))?.total ?? 0) > 0));
    if (found.includes(true)) return { said, stores: stores.filter((_, at) => found[at]) };
  }
  return readings[0] ?? { said: words.join(' '), stores: [...stores] };
}
