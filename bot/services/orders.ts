import type { OrderServices } from '../../dialogs/services/orders.ts';
import type { Asked } from './context.ts';

const missing = async (): Promise<never> => {
  throw new Error('not built yet');
};

export const ordersOf = (_asked: Asked): OrderServices => ({
  orders: missing,
  storesWithOrder: missing,
  order: missing,
  simulate: missing,
  trace: missing,
  history: missing,
  stock: missing,
});
