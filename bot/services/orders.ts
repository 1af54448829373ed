import type { OrderServices } from '../../dialogs/services/orders.ts';
import type { Asked } from './context.ts';
import { historyOf } from './history.ts';
import { orderListOf } from './order-list.ts';
import { shownOrdersOf } from './shown-orders.ts';
import { stockOf } from './stock.ts';
import { traceOf } from './trace.ts';

/** Looks at orders, at stock, and at what was done. Changes nothing, but for the row of a payment method that was never met before. */
export const ordersOf = (asked: Asked): OrderServices => ({
  ...orderListOf(asked),
  ...shownOrdersOf(asked),
  ...traceOf(asked),
  ...historyOf(asked),
  ...stockOf(asked),
});
