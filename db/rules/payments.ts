import type { StatusRecord } from '../../connectors/records.ts';
import type { Sign } from './payment-names.ts';

/** What the orders of the last 60 days tell of a payment method. Sums by currency. */
export type SeenOrders = {
  orders: number;
  sums: Record<string, string>;
  /** How many in each status, by the store's code. */
  statuses: Record<string, number>;
  /** How many cost nothing, and how many the store itself had marked as paid. */
  free: number;
  paidInStore: number;
  /** How many by each way of shipping, by its title. */
  deliveries: Record<string, number>;
};

/** One entry of the workspace's payment or delivery types. `key` is what proposals know it by. */
export type TypeEntry = { id: string; name: string; key?: string | null; retired: boolean };

/** Why a row is proposed like this: a closed list, so that every reason has its sentence. */
export type ProposalReason =
  | { kind: 'cod'; sign: Sign }
  /** A gateway that takes the money when the order is placed; `name` is what it is called ("PayPal"). */
  | { kind: 'paid at once'; name: string; sign: Sign }
  /** The money comes later, and the status tells that it came. */
  | { kind: 'paid by transfer'; sign: Sign }
  | { kind: 'paid by cheque'; sign: Sign }
  | { kind: 'nothing to pay' }
  /** Paid when it is handed over, at a counter or to a courier: only the merchant knows which. */
  | { kind: 'paid at pick-up'; sign: Sign }
  /** Neither code nor name say what it is; what the orders tell is only a hint. */
  | { kind: 'unknown'; paidInStore: number; orders: number }
  /** Its orders do not bear out what code or name say: so many of them the store itself had marked as paid. */
  | { kind: 'orders differ'; paidInStore: number; orders: number }
  /** The payment type that belongs to it was retired or is missing. */
  | { kind: 'no such type'; key: string }
  /** The delivery type for it was retired, and so was the standard one. */
  | { kind: 'no delivery type' }
  /** The store has no status that means Processing or Completed. */
  | { kind: 'no statuses' }
  /** How its orders are shipped. */
  | { kind: 'delivery'; title: string; orders: number };

/**
 * A row as it could be. Nothing is applied before a person confirms it; `safe` ones may be confirmed all at once. Reasons that contradict
 * each other (the code says one thing, the name another) stand side by side.
 */
export type Proposal = {
  safe: boolean;
  cod: boolean;
  statuses: string[];
  paymentType?: string;
  deliveryType?: string;
  reasons: ProposalReason[];
};

/** What looks wrong in a row, or in the settings with these rows. */
export type PaymentWarning =
  /** Code or name say cash on delivery, but its orders would be marked as paid. */
  | { kind: 'cod as paid'; title: string }
  /** Mode Always marks cash on delivery as paid as well. */
  | { kind: 'always with cod'; titles: string[] }
  /** Orders of cards or the like would come in as not paid. */
  | { kind: 'no payment type'; title: string }
  /** A status that means "not paid yet" is among those that count as paid. */
  | { kind: 'pending as paid'; title: string; statuses: string[] }
  /** Orders of the last 60 days whose method has no confirmed row: such ones wait. */
  | { kind: 'no row'; title: string; orders: number }
  /** Orders that were cancelled, failed or refunded would come in. */
  | { kind: 'over comes in'; title: string; statuses: string[] }
  /** The row names statuses that the store no longer has. */
  | { kind: 'status gone'; title: string; statuses: string[] };

/** What proposals choose from. */
export type Proposing = {
  statuses: readonly StatusRecord[];
  paymentTypes: readonly TypeEntry[];
  deliveryTypes: readonly TypeEntry[];
};

export { lint } from './payment-lint.ts';
export { propose } from './payment-proposals.ts';
