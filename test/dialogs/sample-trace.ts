import type { OrderTrace, TracedOrder } from '../../dialogs/services/orders.ts';
import { statuses } from '../db/make-store.ts';

export const store = { name: 'Demo Shop', handle: 'demo-shop', timeZone: 'Europe/Ljubljana' };
export const at = (text: string) => new Date(`2026-11-${text}:00Z`);

/** An order that comes in: nothing of it is in the way. */
export const traced = (given: Partial<TracedOrder> = {}): TracedOrder => ({
  ...{
    state: 'held',
    placedAt: at('20T10:00'),
    daysBack: 4,
    status: 'Processing',
    statusCode: 'processing',
    wanted: ['Processing', 'Completed'],
    statusFits: true,
  },
  ...{ payment: 'Cash on delivery', method: 'cod', mode: 'adjusted', currency: 'EUR', statuses },
  row: { handle: 'cod', title: 'Cash on delivery', confirmed: true, cod: true, deliveryType: 'Courier' },
  lines: [{ title: 'Mug', sku: 'A-1' }],
  ...given,
});

export const trace = (order?: Partial<TracedOrder>, given: Partial<OrderTrace> = {}): OrderTrace => ({
  ...{ store, number: '1234', connection: { health: 'green' }, since: at('10T10:00'), syncedUntil: at('23T09:00'), automatic: 5 },
  ...(order ? { found: 'here', firstSeenAt: at('20T10:05'), order: traced(order) } : { found: 'nowhere' }),
  ...given,
});
