import type { Card } from '../../dialogs/card.ts';
import { instrumentAdded } from '../../dialogs/cards/instrument-added.ts';
import { noInstruments, noStatuses, readingAlready, unknownAnywhere, unknownInstrument } from '../../dialogs/cards/no-instruments.ts';
import { nothingToConfirm, proposalsConfirmed } from '../../dialogs/cards/proposals-confirmed.ts';
import { rowLeft, rowNotSaved, rowRefused, rowSaved } from '../../dialogs/cards/row-saved.ts';
import { statuses } from '../db/make-store.ts';

const store = { name: 'Demo Shop ž & "quotes"', handle: 'demo-shop', timeZone: 'Europe/Ljubljana' };
const cod = { title: 'Plačilo po povzetju & *več*', handle: 'cod', method: 'cod', confirmed: false };
const card = { title: 'Credit card', handle: 'stripe', method: 'stripe', confirmed: false };
const words = {
  statuses,
  paymentTypes: [{ id: 'card', name: 'Credit card', retired: false }],
  deliveryTypes: [{ id: 'courier', name: 'Courier <express>', retired: false }],
};
const row = { statuses: ['processing', 'completed'], cod: true, deliveryType: 'courier' };
const unknown = { kind: 'unknown' as const, paidInStore: 3, orders: 4 };
const left = { ...card, proposal: { safe: false, cod: false, statuses: [], reasons: [unknown] } };
const by = { person: 'Bine', at: '2026-11-23T09:15:00Z', before: {}, after: {} };

/** The cards about the rows of payment instruments, by their file. */
export const rowCards: Record<string, Card[]> = {
  'instrument-added': [
    instrumentAdded({ store, state: 'added', instrument: cod }),
    instrumentAdded({ store, state: 'there', instrument: { ...card, confirmed: true } }),
  ],
  'no-instruments': [
    noInstruments(store),
    noStatuses(store),
    readingAlready(store),
    unknownInstrument('kod', store, [cod, card]),
    unknownAnywhere('kod', [store]),
  ],
  'proposals-confirmed': [
    proposalsConfirmed({ store, confirmed: [{ ...cod, ...row }], words, left: [left], waiting: 12 }),
    proposalsConfirmed({ store, confirmed: [], words, left: [{ ...left, confirmed: true }], waiting: 0 }),
    nothingToConfirm({ store, left: [left] }),
    nothingToConfirm({ store, left: [] }),
  ],
  'row-saved': [
    rowSaved({ store, instrument: cod, row, words, waiting: 12, next: card }),
    rowSaved({ store, instrument: card, row: { statuses: ['completed'], cod: false, paymentType: 'card' }, words, waiting: 0 }),
    rowNotSaved({ store, instrument: cod, row, words, by }),
    rowLeft({ store, instrument: cod }),
    rowRefused({ store, instrument: cod, row, words, why: 'The store no longer has “packed”.' }),
  ],
};
