import type { StatusRecord } from '../../connectors/records.ts';
import type { Health } from '../../db/rules/health.ts';
import type { By, ChangeKind, ChangeValues, OrderEvent } from '../../db/rules/history.ts';
import type { OmOrder } from '../../db/rules/om-order.ts';
import type { Counted } from '../../db/rules/run-result.ts';
import type { AutomaticMinutes, OmStatus, PaymentTransfer } from '../../db/rules/settings.ts';
import type { SkuProblem } from '../../db/rules/skus.ts';
import type { HeldReason } from '../../db/rules/transfer.ts';
import type { StoreName } from '../services.ts';

/** Which orders are listed: placed today, waiting, in but not paid, to be collected by the carrier; all of them. */
export type OrderFilter = 'all' | 'today' | 'held' | 'unpaid' | 'cod';

export type ListedOrder = {
  number: string;
  omNumber?: string;
  placedAt: Date;
  buyer: string;
  total: string;
  currency: string;
  state: 'imported' | 'held';
  reason?: HeldReason;
  paid?: boolean;
  codAmount?: string;
};

type OrderStore = StoreName & { timeZone: string };

/** `groups` counts and sums each filter, whichever is listed; the newest orders come first, at most 50 of them. */
export type OrderList = {
  store: OrderStore;
  filter: OrderFilter;
  groups: Record<OrderFilter, Counted>;
  orders: ListedOrder[];
  statuses: StatusRecord[];
};

/** One order as it is here, or as it would be (`simulated`). */
export type ShownOrder = {
  store: OrderStore;
  number: string;
  /** Ours; of one that is not in yet, what it would be. */
  omNumber: string;
  placedAt: Date;
  /** The store's word for its status there. */
  storeStatus: string;
  payment: string;
  simulated: boolean;
  state: 'imported' | 'held' | 'seen';
  reason?: HeldReason;
  /** What is wrong with the SKUs of its lines just now. */
  problems?: SkuProblem[];
  /** Its payment method has no row yet that could be opened. */
  unmet?: true;
  /** By which payment transfer it was decided, or would be; absent of those that came in with earlier versions. */
  mode?: PaymentTransfer;
  omStatus?: OmStatus;
  paid?: boolean;
  paymentType?: string;
  deliveryType?: string;
  codAmount?: string;
  order: OmOrder;
  history: OrderEvent[];
  statuses: StatusRecord[];
  /** What it came in as already, where it is only simulated. */
  already?: string;
};

/** Why a store told nothing of an order. `off`: its connection is red, so it was not asked. */
export type StoreProblem =
  | { kind: 'off'; disabledBy?: string; text?: string; advice?: readonly string[] }
  | { kind: 'trouble'; text: string; advice?: readonly string[] }
  | { kind: 'unreadable'; reason: string };

/** What was looked at to say why an order did or did not come. */
export type OrderTrace = {
  store: OrderStore;
  number: string;
  /** `here`: in our database. `store`: only the store has it. `nowhere`: the store's API does not show it. `untold`: `problem` says why. */
  found: 'here' | 'store' | 'nowhere' | 'untold';
  problem?: StoreProblem;
  connection: { health: Health; disabledBy?: string; text?: string };
  /** Orders that were placed or changed since then are brought; absent before the first product sync. */
  since?: Date;
  /** Up to then the store's orders are known. */
  syncedUntil?: Date;
  automatic: AutomaticMinutes;
  firstSeenAt?: Date;
  order?: TracedOrder;
};

/** One order as it is judged just now. */
export type TracedOrder = {
  /** `unknown`: only the store has it. */
  state: 'imported' | 'held' | 'seen' | 'unknown';
  omNumber?: string;
  importedAt?: Date;
  importedBy?: By;
  /** Why it had waited before it came in. */
  waitedFor?: HeldReason;
  /** By which payment transfer it came in; absent of those that came in with earlier versions. */
  cameInBy?: PaymentTransfer;
  placedAt: Date;
  /** How many days back an import must reach to bring it. */
  daysBack: number;
  /** The store's word, and those in which such orders come in. */
  status: string;
  statusCode: string;
  wanted: string[];
  statusFits: boolean;
  payment: string;
  method: string;
  mode: PaymentTransfer;
  row?: { handle: string; title: string; confirmed: boolean; cod: boolean; paymentType?: string; deliveryType?: string };
  lines: { title: string; sku?: string; problem?: SkuProblem }[];
  currency: string;
  /** What the amounts leave open, where that is more than rounding. */
  difference?: string;
  /** Why it would wait if it were decided now. */
  reason?: HeldReason;
  statuses: StatusRecord[];
};

export type ChangeLine = {
  at: Date;
  /** Absent for what belongs to all stores. */
  store?: string;
  kind: ChangeKind;
  subject: string;
  before: ChangeValues;
  after: ChangeValues;
  person?: string;
  job?: string;
};

export type History = { store?: StoreName; timeZone: string; lines: ChangeLine[]; more: boolean };

/** Of what the store does not count there is neither `inStore` nor `told`. */
export type StockItem = { sku: string; title: string; inStore?: string; reserved: string; told?: string };
/** At most 20 of `total`. */
export type StockList = { store: StoreName; said?: string; reservations: boolean; items: StockItem[]; total: number };

type Named = { store: string; number: string };

/** What dialogs may ask about orders, and about what was done. Stores are named by handle; nothing where there is no such store. */
export interface OrderServices {
  orders(given: { store: string; filter: OrderFilter }): Promise<OrderList | undefined>;
  /** The stores that have an order of this number here. */
  storesWithOrder(number: string): Promise<StoreName[]>;
  /** Found by the store's number, by ours, or by the store's id. */
  order(given: Named): Promise<ShownOrder | undefined>;
  /** What the order would become by the settings of now; asks the store for it. Changes nothing. Nothing where the store shows no such order. */
  simulate(given: Named): Promise<ShownOrder | { problem: StoreProblem } | undefined>;
  /** An order that is not here is asked for in the store. A payment method that was never met gets its row, not confirmed, so that it can be mapped. */
  trace(given: Named): Promise<OrderTrace | undefined>;
  /** The newest lines first, at most 50; of one store with what belongs to all, or of all. */
  history(store?: string): Promise<History | undefined>;
  /** Stock by SKU as it is told: without what is reserved, where the store's settings say so. Found by SKU or a part of the title. */
  stock(given: { store: string; said?: string }): Promise<StockList | undefined>;
}
