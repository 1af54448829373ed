import { emptyResult } from '../../db/rules/run-result.ts';
import type { Card } from '../../dialogs/card.ts';
import { instrumentsAppeared } from '../../dialogs/cards/instruments-appeared.ts';
import { paymentTable } from '../../dialogs/cards/payment-table.ts';
import { paymentsProgress } from '../../dialogs/cards/payments-progress.ts';
import type { Instrument, Instruments } from '../../dialogs/services/payments.ts';
import { statuses } from '../db/make-store.ts';

const store = { name: 'Demo Shop ž & "quotes"', handle: 'demo-shop', timeZone: 'Europe/Ljubljana' };
const seen = { orders: 71, sums: { EUR: '3120.4', USD: '20' }, statuses: {}, free: 0, paidInStore: 0, deliveries: {} };
const unset = { statuses: [], cod: false, confirmed: false, byHand: false, vanished: false, seen, waiting: 21, version: 0 };
const cod: Instrument = {
  ...unset,
  ...{ id: '1', handle: 'cod', method: 'cod', title: 'Plačilo po povzetju & <več>' },
  proposal: { safe: true, cod: true, statuses: ['processing', 'completed'], deliveryType: 'courier', reasons: [] },
};
const klarna: Instrument = {
  ...unset,
  ...{ id: '2', handle: 'klarna', method: 'klarna', title: 'Klarna', byHand: true, seen: { ...seen, orders: 0, sums: {} }, waiting: 0 },
  proposal: { safe: false, cod: false, statuses: [], reasons: [] },
};
const card: Instrument = {
  ...{ ...unset, ...{ confirmed: true, confirmedBy: 'Ana', vanished: true, waiting: 0, version: 1 } },
  ...{ id: '3', handle: 'stripe', method: 'stripe', title: 'Credit card', statuses: ['processing', 'packed'], paymentType: 'card' },
  proposal: { safe: true, cod: false, statuses: ['processing'], paymentType: 'card', reasons: [] },
};
const payments: Instruments = {
  ...{ store, readAt: '2026-11-23T09:15:00.000Z', fresh: true, mode: 'adjusted', statuses },
  list: { state: 'read', off: ['Check payments'] },
  instruments: [cod, klarna, card],
  paymentTypes: [{ id: 'card', name: 'Credit card', retired: true }],
  deliveryTypes: [{ id: 'courier', name: 'Courier <express>', retired: false }],
  warnings: [
    { kind: 'no row', title: 'Klarna', orders: 3 },
    { kind: 'status gone', title: 'Credit card', statuses: ['packed'] },
  ],
};
const result = { ...emptyResult(), ...{ read: 120, total: 214, malformed: 1 } };
const appeared = [
  { handle: 'klarna', title: 'Klarna', orders: 3 },
  { handle: 'moj-nacin', title: 'Moj *način*', orders: 1 },
];

/** The cards about payment instruments as they are read, by their file. */
export const paymentCards: Record<string, Card[]> = {
  'instruments-appeared': [
    instrumentsAppeared({ store, instruments: appeared.slice(0, 1) }),
    instrumentsAppeared({ store, instruments: appeared }),
  ],
  'payment-table': [
    paymentTable(payments),
    paymentTable({ ...payments, mode: 'never', instruments: [card], warnings: [], list: { state: 'refused', off: [] } }, result),
    paymentTable({ ...payments, readAt: undefined, instruments: [], warnings: [] }),
  ],
  'payments-progress': [paymentsProgress({ store, result, waiting: 'the store’s limit, 20 s' })],
};
