import type { ChangeKind, ChangeValues, OrderEvent } from '../../db/rules/history.ts';
import type { OmOrder } from '../../db/rules/om-order.ts';
import type { Counted } from '../../db/rules/run-result.ts';
import type { OmStatus, PaymentTransfer } from '../../db/rules/settings.ts';
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

/** `groups` counts and sums each filter, whichever is listed; the newest orders come first, at most 50 of them. */
export type OrderList = {
  store: StoreName & { timeZone: string };
  filter: OrderFilter;
  groups: Record<Exclude<OrderFilter, 'all'>, Counted>;
  all: Counted;
  orders: ListedOrder[];
  /** What the store calls its statuses, by code. */
  statuses: Record<string, string>;
};

/** One order as it is here, or as it would be (`simulated`). */
export type ShownOrder = {
  store: StoreName & { timeZone: string };
  number: string;
  omNumber?: string;
  placedAt: Date;
  /** The store's word for its status there. */
  storeStatus: string;
  payment: string;
  simulated: boolean;
  state: 'imported' | 'held' | 'seen';
  reason?: HeldReason;
  omStatus?: OmStatus;
  paid?: boolean;
  paymentType?: string;
  deliveryType?: string;
  codAmount?: string;
  order: OmOrder;
  history: OrderEvent[];
};

/** What was looked at to say why an order did or did not come. `since` is when new orders began to be brought. */
export type OrderTrace = {
  store: StoreName & { timeZone: string };
  number: string;
  /** `here`: in our database. `store`: only the store has it. `unreadable`: the store shows it, but we could not read it. `nowhere`: the store's API does not show it. `unasked`: the store could not be asked. */
  found: 'here' | 'store' | 'unreadable' | 'nowhere' | 'unasked';
  problem?: { text: string; advice?: readonly string[] };
  connection: { health: 'green' | 'amber' | 'red'; disabledBy?: string };
  since?: Date;
  automatic: number;
  firstSeenAt?: Date;
  /** Absent where nothing was found. */
  order?: {
    omNumber?: string;
    state: 'imported' | 'held' | 'seen' | 'unknown';
    importedAt?: Date;
    placedAt: Date;
    /** The store's word, and its code. */
    status: string;
    statusCode: string;
    method: string;
    payment: string;
    mode: PaymentTransfer;
    row?: { handle: string; confirmed: boolean; statuses: string[]; cod: boolean; paymentType?: string; deliveryType?: string };
    lines: { title: string; sku?: string; known: boolean }[];
    /** What it would be decided now. */
    reason?: HeldReason;
    /** How many days back an import must reach to bring it. */
    daysBack: number;
  };
};

export type ChangeLine = {
  at: Date;
  kind: ChangeKind;
  subject: string;
  before: ChangeValues;
  after: ChangeValues;
  person?: string;
  job?: string;
};

/** What dialogs may ask about orders, and about what was done. Stores are named by handle. */
export interface OrderServices {
  orders(given: { store: string; filter: OrderFilter }): Promise<OrderList | undefined>;
  /** The stores that have an order of this number here. */
  storesWithOrder(number: string): Promise<StoreName[]>;
  order(given: { store: string; number: string }): Promise<ShownOrder | undefined>;
  /** What the order would become by the settings of now; asks the store for it. Changes nothing. */
  simulate(given: {
    store: string;
    number: string;
  }): Promise<ShownOrder | { problem: { text: string; advice?: readonly string[] } } | undefined>;
  trace(given: { store: string; number: string }): Promise<OrderTrace | undefined>;
  /** The newest lines first, at most 50; of one store with what belongs to all. */
  history(store?: string): Promise<{ timeZone: string; lines: ChangeLine[]; more: boolean }>;
  /** Stock by SKU as it is told: without what is reserved, where the store's settings say so. Found by SKU or a part of the title. */
  stock(given: {
    store: string;
    said?: string;
  }): Promise<
    { reservations: boolean; items: { sku: string; title: string; inStore: string; reserved: string; told: string }[] } | undefined
  >;
}
