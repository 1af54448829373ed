import { aboutOrder, numberOf } from './about-order.ts';
import { chosen } from './about-store.ts';
import type { Card } from './card.ts';
import { shownOrder } from './cards/shown-order.ts';
import { unknownOrder } from './cards/unknown-order.ts';
import type { Services, StoreName } from './services.ts';

/** One order when it had to be asked which, or of which store. */
export const showOrder = aboutOrder('show-order').finish('Looking it up…', (known, services) =>
  orderCard(chosen(known), numberOf(known), services),
);

export async function orderCard(store: StoreName, number: string, services: Services): Promise<Card> {
  const order = await services.order({ store: store.handle, number });
  return order ? shownOrder(order) : unknownOrder(number, store);
}
