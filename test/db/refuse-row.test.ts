import { describe, expect, test } from 'vitest';
import { type Choosable, refuseRow } from '../../db/rules/refuse-row.ts';
import type { RowRefusal, RowValues } from '../../dialogs/services/payments.ts';
import { statuses } from './make-store.ts';

const type = (id: string, retired = false) => ({ id, name: id, retired });
const choosable: Choosable = {
  statuses,
  paymentTypes: [type('card'), type('old', true)],
  deliveryTypes: [type('courier'), type('pigeon', true)],
  set: {},
};
const row: RowValues = { statuses: ['processing', 'completed'], cod: false };

describe('a row', () => {
  const cases: [title: string, given: Partial<RowValues>, set: Choosable['set'], refused: RowRefusal | undefined][] = [
    ['without types is fine', {}, {}, undefined],
    ['with types of the lists is fine', { paymentType: 'card', deliveryType: 'courier' }, {}, undefined],
    ['of cash on delivery without payment type is fine', { cod: true, deliveryType: 'courier' }, {}, undefined],
    ['of cash on delivery with a payment type is refused', { cod: true, paymentType: 'card' }, {}, { kind: 'cod with payment type' }],
    [
      'of cash on delivery with a payment type is refused for that first',
      { cod: true, paymentType: 'gone', statuses: [] },
      { paymentType: 'gone' },
      { kind: 'cod with payment type' },
    ],
    ['without statuses is refused', { statuses: [] }, {}, { kind: 'no status' }],
    [
      'names the statuses that the store does not have',
      { statuses: ['processing', 'packed', 'sent'] },
      {},
      { kind: 'unknown status', statuses: ['packed', 'sent'] },
    ],
    ['with a payment type that nobody knows is refused', { paymentType: 'gone' }, {}, { kind: 'unknown type', field: 'paymentType' }],
    ['with a delivery type that nobody knows is refused', { deliveryType: 'gone' }, {}, { kind: 'unknown type', field: 'deliveryType' }],
    ['with a retired payment type is refused', { paymentType: 'old' }, {}, { kind: 'unknown type', field: 'paymentType' }],
    ['with a retired delivery type is refused', { deliveryType: 'pigeon' }, {}, { kind: 'unknown type', field: 'deliveryType' }],
    [
      'keeps the retired types that it has',
      { paymentType: 'old', deliveryType: 'pigeon' },
      { paymentType: 'old', deliveryType: 'pigeon' },
      undefined,
    ],
  ];
  test.each(cases)('%s', (_title, given, set, refused) => {
    expect(refuseRow({ ...row, ...given }, { ...choosable, set })).toEqual(refused);
  });
});
