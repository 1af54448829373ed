import type { OrderLine, OrderRecord } from '../../connectors/records.ts';

export const line = (sku: string | undefined, total = '10.00', title = `Thing ${sku ?? 'without SKU'}`): OrderLine => ({
  id: `l-${sku ?? 'none'}`,
  sku,
  title,
  quantity: '1',
  price: total,
  subtotal: total,
  total,
  tax: '2.20',
  descriptions: [],
});

/** An order of one line for 10.00 with 2.20 tax and 3.05 shipping. */
export const order = (given: Partial<OrderRecord> = {}): OrderRecord => ({
  id: '1',
  number: '1',
  status: 'processing',
  currency: 'EUR',
  total: '15.25',
  totalTax: '2.20',
  refunded: '0',
  paymentMethod: 'cod',
  paymentMethodTitle: 'Cash on delivery',
  placedAt: new Date('2026-11-01T10:00:00Z'),
  updatedAt: new Date('2026-11-01T10:05:00Z'),
  buyer: { name: 'Ana Žagar', email: 'ana@example.com' },
  recipient: { name: 'Ana Žagar' },
  lines: [line('A-1')],
  shipping: [{ code: 'flat_rate', title: 'Flat rate', total: '3.05', tax: '0' }],
  fees: [],
  discounts: [],
  taxes: [],
  refunds: [],
  descriptions: [],
  ...given,
});

export const today = new Date('2026-11-20T12:00:00Z');
export const day = 86_400_000;

/** Orders of the day before `today`: each fourth with an unknown SKU, each sixth pending. */
export const manyOrders = (count: number): OrderRecord[] =>
  Array.from({ length: count }, (_, at) =>
    order({
      id: String(at),
      number: `N${at}`,
      lines: [line(at % 4 === 0 ? 'X' : 'A-1')],
      status: at % 6 === 0 ? 'pending' : 'completed',
      placedAt: new Date(today.getTime() - day),
    }),
  );
