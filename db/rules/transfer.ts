import type { OrderRecord, StatusRecord } from '../../connectors/records.ts';
import { isWithin, minus, sum, times } from './money.ts';

/** Why an order waits: a closed list, so that every reason has its sentence. */
export type HeldReason =
  | { kind: 'status'; status: string }
  | { kind: 'no lines' }
  | { kind: 'no SKU'; lines: string[] }
  | { kind: 'unknown SKU'; skus: string[] }
  /** So much of the total is explained by no line, charge or tax (negative: they come to more than the total). */
  | { kind: 'amounts'; difference: string };

export type Transfer = { state: 'imported' } | { state: 'held'; reason: HeldReason };

/** What the decision looks at besides the order: the store's statuses, and which SKUs OM knows. */
export type TransferSettings = { statuses: readonly StatusRecord[] };

/** What of an order is looked at. */
export type DecidedOrder = Pick<OrderRecord, 'status' | 'lines' | 'shipping' | 'fees' | 'total' | 'totalTax'>;

export type Decide = (order: DecidedOrder, settings: TransferSettings, knows: (sku: string) => boolean) => Transfer;

/** What a store's rounding may leave unexplained, for each line. */
const roundingPerLine = '0.02';

/** Does this order come in? If not, the first reason why not. */
export const transfer: Decide = (order, settings, knows) => {
  const reason = statusReason(order, settings) ?? skuReason(order, knows) ?? amountsReason(order);
  return reason ? { state: 'held', reason } : { state: 'imported' };
};

/** The rows of payment mappings will say the statuses by payment method; without them the platform's proposal counts. */
function statusReason({ status }: DecidedOrder, { statuses }: TransferSettings): HeldReason | undefined {
  const meaning = statuses.find(({ code }) => code === status)?.meaning;
  return meaning === 'processing' || meaning === 'completed' ? undefined : { kind: 'status', status };
}

function skuReason({ lines }: DecidedOrder, knows: (sku: string) => boolean): HeldReason | undefined {
  if (lines.length === 0) return { kind: 'no lines' };
  const nameless = lines.filter(({ sku }) => !sku).map(({ title }) => title);
  if (nameless.length > 0) return { kind: 'no SKU', lines: nameless };
  const unknown = new Set(lines.flatMap(({ sku }) => (sku && !knows(sku) ? [sku] : [])));
  return unknown.size > 0 ? { kind: 'unknown SKU', skus: [...unknown] } : undefined;
}

/** The store's total is the truth. Discounts are no part of the sum: the lines' totals hold them already. */
function amountsReason({ total, totalTax, lines, shipping, fees }: DecidedOrder): HeldReason | undefined {
  const parts = [...lines, ...shipping, ...fees].map((part) => part.total);
  const difference = minus(total, sum([...parts, totalTax]));
  return isWithin(difference, times(roundingPerLine, lines.length)) ? undefined : { kind: 'amounts', difference };
}
