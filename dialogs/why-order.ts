import { aboutOrder, numberOf } from './about-order.ts';
import { chosen } from './about-store.ts';
import { storeGone } from './cards/unknown-order.ts';
import { whyOrder as card } from './cards/why-order.ts';

/** Why an order did or did not come. The store may have to be asked, which takes a moment. */
export const whyOrder = aboutOrder('why-order').finish('Looking into it…', async (known, services) => {
  const trace = await services.trace({ store: chosen(known).handle, number: numberOf(known) });
  return trace ? card(trace) : storeGone();
});
