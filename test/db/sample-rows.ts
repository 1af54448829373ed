import type { PaymentTransfer } from '../../db/rules/settings.ts';
import type { PaymentRow, PaymentRows, TransferSettings } from '../../db/rules/transfer.ts';
import { statuses } from './make-store.ts';

/** A confirmed row of cash on delivery, as `order()` is paid. */
export const row = (given: Partial<PaymentRow> = {}): PaymentRow => ({
  method: 'cod',
  title: 'Plačilo po povzetju',
  statuses: ['processing', 'completed'],
  cod: true,
  paymentType: null,
  deliveryType: 'gls',
  confirmed: true,
  ...given,
});

export const rowsOf = (...rows: (PaymentRow | undefined)[]): PaymentRows =>
  new Map(rows.flatMap((one) => (one ? [[one.method, one] as const] : [])));

export const settings = (payment: PaymentTransfer, given: Partial<TransferSettings> = {}): TransferSettings => ({
  payment,
  transferStatus: 'received',
  statuses,
  ...given,
});
