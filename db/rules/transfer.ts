import type { OrderRecord, StatusRecord } from '../../connectors/records.ts';
import { isWithin, minus, sum, times } from './money.ts';
import { looksLikeCod } from './payment-names.ts';
import type { StartStatus, StoreSettings } from './settings.ts';

/** Why an order waits: a closed list, so that every reason has its sentence. */
export type HeldReason =
  /** Its payment instrument has no confirmed row. */
  | { kind: 'no row'; method: string; title: string }
  /** Its row says cash on delivery and a payment type at once. */
  | { kind: 'contradictory row'; method: string; title: string }
  /** Its status is not among those of its row; `method` is absent where no row decides. */
  | { kind: 'status'; status: string; method?: string }
  | { kind: 'no lines' }
  | { kind: 'no SKU'; lines: string[] }
  | { kind: 'unknown SKU'; skus: string[] }
  /** So much of the total is explained by no line, charge or tax (negative: they come to more than the total). */
  | { kind: 'amounts'; difference: string };

/** One payment instrument of a store, and how its orders are transferred. Types are named by id; without payment type they are not paid. */
export type PaymentRow = {
  method: string;
  title: string;
  /** The store's codes of the statuses in which its orders come in. */
  statuses: readonly string[];
  cod: boolean;
  paymentType?: string | null;
  deliveryType?: string | null;
  /** Until a person has confirmed it, a row decides nothing. */
  confirmed: boolean;
};

/** By the store's code of the payment method. */
export type PaymentRows = ReadonlyMap<string, PaymentRow>;

/** How an order comes in. `codAmount` is what the carrier collects; absent where it is paid, not cash on delivery, or nothing is left. */
export type Imported = {
  state: 'imported';
  paid: boolean;
  paymentType?: string;
  deliveryType?: string;
  codAmount?: string;
  omStatus: StartStatus;
};
export type Transfer = Imported | { state: 'held'; reason: HeldReason };

/** What the decision looks at besides the order and the rows. */
export type TransferSettings = Pick<StoreSettings, 'payment' | 'transferStatus'> & { statuses: readonly StatusRecord[] };

/** What of an order is looked at. */
export type DecidedOrder = Pick<
  OrderRecord,
  'status' | 'lines' | 'shipping' | 'fees' | 'total' | 'totalTax' | 'refunded' | 'paymentMethod' | 'paymentMethodTitle'
>;

/** `knows` says which SKUs are products here. */
export type Decide = (order: DecidedOrder, settings: TransferSettings, rows: PaymentRows, knows: (sku: string) => boolean) => Transfer;

/** What a store's rounding may leave unexplained, for each line. */
const roundingPerLine = '0.02';

/** Does this order come in, paid or not? If not, the first reason why not. */
export const transfer: Decide = (order, settings, rows, knows) => {
  const row = rows.get(order.paymentMethod);
  const confirmed = row?.confirmed ? row : undefined;
  const reason = rowReason(order, settings, confirmed) ?? skuReason(order, knows) ?? amountsReason(order);
  return reason ? { state: 'held', reason } : comesIn(order, settings, confirmed);
};

/** Cash on delivery is not paid before it is delivered: such a row has no payment type. */
export const contradicts = ({ cod, paymentType }: Pick<PaymentRow, 'cod' | 'paymentType'>): boolean => cod && Boolean(paymentType);

/** In every mode a confirmed row says the statuses. Without one only Adjusted waits for it; else what the platform proposes counts. */
function rowReason(order: DecidedOrder, { payment, statuses }: TransferSettings, row?: PaymentRow): HeldReason | undefined {
  const { status, paymentMethod: method, paymentMethodTitle } = order;
  if (!row && payment === 'adjusted') return { kind: 'no row', method, title: paymentMethodTitle || method };
  if (row && contradicts(row)) return { kind: 'contradictory row', method, title: row.title };
  if (row) return row.statuses.includes(status) ? undefined : { kind: 'status', status, method };
  return statuses.some((one) => one.code === status && isProposed(one)) ? undefined : { kind: 'status', status };
}

/** What the platform calls Processing and Completed. */
export const proposedStatuses = (statuses: readonly StatusRecord[]): string[] => statuses.filter(isProposed).map(({ code }) => code);

const isProposed = ({ meaning }: StatusRecord) => meaning === 'processing' || meaning === 'completed';

function skuReason({ lines }: DecidedOrder, knows: (sku: string) => boolean): HeldReason | undefined {
  if (lines.length === 0) return { kind: 'no lines' };
  if (lines.every(({ sku }) => sku && knows(sku))) return undefined;
  const nameless = lines.filter(({ sku }) => !sku).map(({ title }) => title);
  if (nameless.length > 0) return { kind: 'no SKU', lines: nameless };
  return { kind: 'unknown SKU', skus: [...new Set(lines.flatMap(({ sku }) => (sku && !knows(sku) ? [sku] : [])))] };
}

/** The store's total is the truth. Up to two cents a line are a rounding line, more than that somebody must look at. */
function amountsReason(order: DecidedOrder): HeldReason | undefined {
  const difference = unexplained(order);
  return isRounding(difference, order.lines.length) ? undefined : { kind: 'amounts', difference };
}

/** Whether a store's rounding may have left so much open. */
export const isRounding = (difference: string, lines: number): boolean => isWithin(difference, times(roundingPerLine, lines));

/** What the total is more than all parts together. Discounts are no part of the sum: the lines' totals hold them already. */
export function unexplained(order: Pick<DecidedOrder, 'total' | 'totalTax' | 'lines' | 'shipping' | 'fees'>): string {
  const parts = [order.totalTax];
  for (const { total } of order.lines) parts.push(total);
  for (const { total } of order.shipping) parts.push(total);
  for (const { total } of order.fees) parts.push(total);
  return minus(order.total, sum(parts));
}

function comesIn(order: DecidedOrder, { payment, transferStatus }: TransferSettings, row?: PaymentRow): Imported {
  const paid = payment === 'always' || (payment === 'adjusted' && Boolean(row?.paymentType));
  const codAmount = !paid && isCod(order, row) ? toCollect(order) : undefined;
  return {
    state: 'imported',
    paid,
    ...(paid && row?.paymentType && { paymentType: row.paymentType }),
    ...(row?.deliveryType && { deliveryType: row.deliveryType }),
    ...(codAmount && { codAmount }),
    omStatus: transferStatus,
  };
}

/** A confirmed row knows; before that the method's own code and name tell. */
const isCod = ({ paymentMethod: code, paymentMethodTitle: title }: DecidedOrder, row?: PaymentRow) =>
  row ? row.cod : looksLikeCod({ code, title }) !== undefined;

/** What was given back already is not collected. */
function toCollect({ total, refunded }: DecidedOrder): string | undefined {
  const amount = minus(total, refunded);
  return amount.startsWith('-') || isWithin(amount, '0') ? undefined : amount;
}
