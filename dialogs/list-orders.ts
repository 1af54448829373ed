import { aboutStore, chosen } from './about-store.ts';
import type { Card } from './card.ts';
import { orderList } from './cards/order-list.ts';
import { storeGone } from './cards/unknown-order.ts';
import type { OrderFilter } from './services/orders.ts';
import type { Services, StoreName } from './services.ts';
import { bare } from './understand.ts';

/** Orders of a store when it had to be asked of which. */
export const listOrders = aboutStore<{ filter?: { filter: OrderFilter } }>('list-orders').finish('Looking them up…', (known, services) =>
  ordersCard(chosen(known), known.filter?.filter ?? 'all', services),
);

export async function ordersCard({ handle }: StoreName, filter: OrderFilter, services: Services): Promise<Card> {
  const list = await services.orders({ store: handle, filter });
  return list ? orderList(list) : storeGone();
}

const filters: Record<string, OrderFilter> = {
  all: 'all',
  today: 'today',
  'today’s': 'today',
  held: 'held',
  waiting: 'held',
  unpaid: 'unpaid',
  cod: 'cod',
};

/** Which orders are meant, and the words for the store. A store may be called "today". */
export function readFilter(words: readonly string[], stores: readonly StoreName[]): { filter: OrderFilter; store: string } {
  const filterOf = (word: string) => {
    const said = bare(word).replaceAll("'", '’');
    return !stores.some(({ handle }) => handle === said) && Object.hasOwn(filters, said) ? filters[said] : undefined;
  };
  const at = words.findIndex(filterOf);
  return { filter: filterOf(words[at] ?? '') ?? 'all', store: words.filter((_, index) => index !== at).join(' ') };
}
