import { omOrder } from '../../db/rules/om-order.ts';
import type { Card } from '../../dialogs/card.ts';
import { historyList } from '../../dialogs/cards/history-list.ts';
import { orderList } from '../../dialogs/cards/order-list.ts';
import { orderUntold } from '../../dialogs/cards/order-untold.ts';
import { shownOrder } from '../../dialogs/cards/shown-order.ts';
import { stockList } from '../../dialogs/cards/stock-list.ts';
import { nowhere, storeGone, unknownOrder } from '../../dialogs/cards/unknown-order.ts';
import { whyOrder } from '../../dialogs/cards/why-order.ts';
import type { ListedOrder, OrderList, ShownOrder } from '../../dialogs/services/orders.ts';
import { line, order } from '../db/sample-order.ts';
import { at, store, trace } from '../dialogs/sample-trace.ts';

const klarna = { kind: 'no row', method: 'klarna', title: 'Klarna' } as const;
const listed: ListedOrder = {
  ...{ number: '1234', omNumber: 'D-1234', placedAt: at('23T08:30'), buyer: 'Ana Žagar & "sons"', total: '15.25', currency: 'EUR' },
  ...{ state: 'imported', paid: false, codAmount: '15.25' },
};
const counted = (orders: number) => ({ orders, sums: { EUR: '12345.6' } });
const list: OrderList = {
  ...{ store, filter: 'all', statuses: [] },
  groups: { all: counted(2140), today: counted(12), held: counted(3), unpaid: counted(5), cod: counted(84) },
  orders: [listed, { ...listed, number: '1235', omNumber: undefined, state: 'held', reason: klarna }],
};
const record = order({
  lines: [{ ...line('A-1'), descriptions: [{ label: 'Gravura', value: 'Vse najboljše' }] }],
  discounts: [{ title: 'jesen10', total: '-2.00', tax: '0' }],
  note: 'Ring twice',
});
const shown: ShownOrder = {
  ...{ store, number: '1234', omNumber: 'D-1234', placedAt: at('20T10:00'), storeStatus: 'Processing', payment: 'Cash on delivery' },
  ...{ simulated: false, state: 'imported', omStatus: 'received', paid: false, codAmount: '15.25', deliveryType: 'Courier', statuses: [] },
  order: omOrder(record, { orderDescriptions: true, productDescriptions: true, buyerContact: true }),
  history: [{ at: '2026-11-20T10:05:00Z', what: 'imported', by: { job: 'import-orders', person: 'Ana' } }],
};
const trouble = { kind: 'trouble', text: 'The store does not answer.', advice: ['Look whether it can be opened in a browser'] } as const;
const change = {
  at: at('23T08:30'),
  kind: 'row' as const,
  subject: 'Klarna',
  before: { 'Payment type': null },
  after: { 'Payment type': 'Pay later' },
};

/** The cards about orders, stock and history, by their file. */
export const orderCards: Record<string, Card[]> = {
  'history-list': [
    historyList({ timeZone: store.timeZone, lines: [{ ...change, store: store.name, person: 'Ana' }], more: true }),
    historyList({ store, timeZone: store.timeZone, lines: [], more: false }),
  ],
  'order-list': [orderList(list), orderList({ ...list, filter: 'held', orders: [] })],
  'order-untold': [
    orderUntold({ store, number: '1234', problem: trouble }),
    orderUntold({ store, number: '1234', problem: { kind: 'off', disabledBy: 'Ana' } }),
  ],
  'shown-order': [
    shownOrder(shown),
    shownOrder({ ...shown, simulated: true, history: [] }),
    shownOrder({ ...shown, state: 'held', reason: klarna, history: [] }),
  ],
  'stock-list': [
    stockList({ store, reservations: true, items: [{ sku: 'A-1', title: 'Mug', inStore: '10', reserved: '3', told: '7' }], total: 119 }),
    stockList({ store, said: 'cup', reservations: false, items: [], total: 0 }),
  ],
  'unknown-order': [unknownOrder('1234', store), nowhere('1234', store), storeGone()],
  'why-order': [
    whyOrder(trace({ state: 'imported', omNumber: 'D-1234', importedAt: at('20T10:05') })),
    whyOrder(trace({ payment: 'Klarna', row: undefined, wanted: [], reason: klarna })),
    whyOrder(trace(undefined, { found: 'untold', problem: trouble })),
  ],
};
