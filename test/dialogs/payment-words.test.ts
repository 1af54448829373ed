import { describe, expect, it } from 'vitest';
import type { PaymentWarning, ProposalReason } from '../../db/rules/payments.ts';
import { warningItems, warningText } from '../../dialogs/cards/payment-warnings.ts';
import { reasonText } from '../../dialogs/cards/proposal-reasons.ts';
import { changedValue, overtakenNotice } from '../../dialogs/overtaken.ts';
import { rowInWords, rowSentence } from '../../dialogs/payment-row.ts';
import { statuses } from '../db/make-store.ts';

const title = 'Cash *now*';
const sign = { by: 'code' as const, word: 'cod' };

describe('a warning', () => {
  const cases: [PaymentWarning, string][] = [
    [{ kind: 'cod as paid', title }, 'For cash on delivery the payment type must be empty: the order is not paid yet.'],
    [{ kind: 'always with cod', titles: ['A', 'B'] }, 'orders of *A* and *B* are marked as paid before the carrier has the money'],
    [{ kind: 'no payment type', title }, 'has no payment type, so its orders come in as not paid'],
    [{ kind: 'pending as paid', title, statuses: ['pending', 'odd'] }, '“Pending payment” and “odd” usually'],
    [{ kind: 'no row', title, orders: 1 }, '1 order in the last 60 days, but no confirmed row'],
    [{ kind: 'status gone', title, statuses: ['packed'] }, 'The store no longer has “packed”'],
  ];
  it.each(cases)('of %j says so, without a stranger’s marks', (warning, words) => {
    const text = warningText(warning, statuses);
    expect(text).toContain(words);
    expect(text).not.toContain(title);
    expect(warningItems([warning], statuses)).toMatchObject([{ tone: 'warning', text }]);
  });
});

describe('a reason for a proposal', () => {
  const cases: [ProposalReason, string][] = [
    [{ kind: 'cod', sign }, 'Its code “cod” says cash on delivery, so its orders are not paid yet.'],
    [{ kind: 'cod', sign: { by: 'title', word: 'po povzetju' } }, 'Its name “po povzetju” says cash on delivery'],
    [{ kind: 'paid at once', name: 'PayPal', sign: { by: 'code', word: 'ppcp' } }, 'says PayPal, which takes the money'],
    [{ kind: 'paid by transfer', sign: { by: 'code', word: 'bacs' } }, 'Its code “bacs” says bank transfer'],
    [{ kind: 'unknown', paidInStore: 0, orders: 0 }, 'Neither its code nor its name tells what it is.'],
    [{ kind: 'unknown', paidInStore: 1, orders: 2 }, 'The store itself had marked 1 of 2 orders as paid.'],
    [{ kind: 'delivery', title: 'GLS *fast*', orders: 1 }, '1 order of them goes by “GLS ∗fast∗”.'],
  ];
  it.each(cases)('of %j is one sentence', (reason, words) => expect(reasonText(reason)).toContain(words));
});

describe('a row', () => {
  const words = {
    statuses,
    paymentTypes: [{ id: 'p', name: 'PayPal', retired: true }],
    deliveryTypes: [{ id: 'd', name: 'Courier', retired: false }],
  };
  it.each([
    [{ statuses: ['processing', 'completed'], cod: true, deliveryType: 'd' }, 'not marked paid, Courier, in Processing and Completed'],
    [{ statuses: ['completed'], cod: false, paymentType: 'p' }, 'marked as paid with PayPal, in Completed'],
    [{ statuses: ['gone'], cod: false }, 'not marked paid, in gone'],
  ])('%j reads “%s”', (row, sentence) => expect(rowSentence(row, words)).toBe(sentence));

  it('tells two statuses apart that the store calls the same', () => {
    const twins = [...statuses, { code: 'wc-own', title: 'Processing', meaning: 'other' as const }];
    const sentence = rowSentence({ statuses: ['processing', 'wc-own', 'completed'], cod: false }, { ...words, statuses: twins });
    expect(sentence).toBe('not marked paid, in Processing (processing), Processing (wc-own) and Completed');
  });

  it('is told by names, never by ids', () => {
    expect(rowInWords({ statuses: ['completed'], cod: false, paymentType: 'p' }, words)).toEqual({
      ...{ 'Store statuses': ['Completed'], 'Cash on delivery': false, 'Payment type': 'PayPal', 'Delivery type': null },
    });
  });
});

describe('what another person changed', () => {
  it.each([
    [true, 'yes'],
    [false, 'no'],
    [null, 'none'],
    [undefined, 'none'],
    ['', 'none'],
    [[], 'none'],
    [['Processing', 'Completed'], 'Processing and Completed'],
    [1200, '1,200'],
    ['*Courier*', '∗Courier∗'],
  ])('%j reads “%s”', (value, words) => expect(changedValue(value)).toBe(words));

  it('is told even where nobody knows who it was', () => {
    const notice = overtakenNotice({ person: '', at: '2026-11-23T09:15:00Z', before: { A: 1 }, after: { B: true } }, 'Europe/Ljubljana');
    expect(notice.text).toBe('Somebody changed this meanwhile: 23 Nov 2026, 10:15 (Europe/Ljubljana).');
    expect(notice.items).toEqual([
      { tone: 'neutral', label: 'A', text: '1 → none' },
      { tone: 'neutral', label: 'B', text: 'none → yes' },
    ]);
  });
});
