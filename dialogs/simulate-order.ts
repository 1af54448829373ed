import { aboutOrder, numberOf } from './about-order.ts';
import { chosen } from './about-store.ts';
import { orderUntold } from './cards/order-untold.ts';
import { shownOrder } from './cards/shown-order.ts';
import { nowhere } from './cards/unknown-order.ts';

/** What an order of the store would become here, by the settings and rows of now. Changes nothing. */
export const simulateOrder = aboutOrder('simulate-order').finish('Asking the store…', async (known, services) => {
  const [store, number] = [chosen(known), numberOf(known)];
  const found = await services.simulate({ store: store.handle, number });
  if (!found) return nowhere(number, store);
  return 'problem' in found ? orderUntold({ store, number, ...found }) : shownOrder(found);
});
