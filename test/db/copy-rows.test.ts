import { describe, expect, it } from 'vitest';
import { copyRows } from '../../db/rules/copy-rows.ts';
import type { PaymentRow } from '../../db/rules/transfer.ts';
import { statuses } from './make-store.ts';

const row = (given: Partial<PaymentRow> = {}): PaymentRow => ({
  ...{ method: 'stripe', title: 'Card', statuses: ['processing', 'completed'], cod: false, paymentType: 'card', confirmed: true },
  ...given,
});
const gone = (titles: string[]) => ({ title: 'Card', why: 'statuses', statuses: titles });

describe('rows for another store', () => {
  it.each<[what: string, rows: PaymentRow[], copied: Partial<PaymentRow>[], kept: object[]]>([
    ['are the confirmed ones, as they are', [row()], [row()], []],
    ['are none that nobody confirmed', [row({ confirmed: false })], [], [{ title: 'Card', why: 'unconfirmed' }]],
    ['have the statuses in the other store’s order', [row({ statuses: ['completed', 'processing'] })], [row()], []],
    [
      'come without statuses that it does not have',
      [row({ statuses: ['packed', 'completed'] })],
      [row({ statuses: ['completed'] })],
      [{ ...gone(['packed']), left: true }],
    ],
    ['stay behind when it has none of them', [row({ statuses: ['packed'] })], [], [{ ...gone(['packed']), left: false }]],
    ['are none where there is none', [], [], []],
  ])('%s', (_what, rows, copied, kept) => {
    expect(copyRows(rows, statuses)).toEqual({ rows: copied, kept });
  });
});
