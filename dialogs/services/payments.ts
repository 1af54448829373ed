import type { StatusRecord } from '../../connectors/records.ts';
import type { PaymentWarning, Proposal, SeenOrders, TypeEntry } from '../../db/rules/payments.ts';
import type { Counted, MethodList, WayIn } from '../../db/rules/run-result.ts';
import type { PaymentTransfer } from '../../db/rules/settings.ts';
import type { Started } from '../services.ts';

/** A row as a person gives it; types by id. Without payment type its orders are not paid. Plain JSON. */
export type RowValues = { statuses: string[]; cod: boolean; paymentType?: string; deliveryType?: string };

/** One payment instrument of a store with its row. Plain JSON. */
export type Instrument = RowValues & {
  id: string;
  /** What one types to name it ("cod"). */
  handle: string;
  /** The store's code; empty for orders that needed no payment. */
  method: string;
  title: string;
  confirmed: boolean;
  confirmedBy?: string;
  byHand: boolean;
  vanished: boolean;
  seen: SeenOrders;
  /** Orders that wait for this row to be confirmed. */
  waiting: number;
  /** Goes up with every change; who saves an older one is asked. */
  version: number;
  proposal: Proposal;
};

/** All that is told of a store's payment instruments; those not confirmed first. Plain JSON: `readAt` is ISO, absent before the first time. */
export type Instruments = {
  store: { name: string; handle: string; timeZone: string };
  readAt?: string;
  /** They were read within the last hour. */
  fresh: boolean;
  /** What the last reading found out about the store's own list. */
  list?: MethodList;
  mode: PaymentTransfer;
  instruments: Instrument[];
  statuses: StatusRecord[];
  paymentTypes: TypeEntry[];
  deliveryTypes: TypeEntry[];
  warnings: PaymentWarning[];
};

/** What a row would do with the orders of the last 60 days. `alreadyIn` ones stay as they are. `held` is by `HeldKey`. */
export type Trial = {
  orders: number;
  alreadyIn: number;
  ways: Record<WayIn, Counted>;
  held: Record<string, number>;
  warnings: PaymentWarning[];
};

/** Why a row cannot be saved: a person must choose anew. Names, not ids. */
export type RowRefusal =
  | { kind: 'cod with payment type' }
  | { kind: 'no status' }
  | { kind: 'unknown status'; statuses: string[] }
  | { kind: 'unknown type'; field: 'paymentType' | 'deliveryType' };

/** The proposal of one instrument as it was shown. */
export type ShownProposal = { instrument: string; row: RowValues; version: number };

/** Somebody else changed it meanwhile: who, when (ISO), what (by field, as people read it). */
export type Overtaken = { person: string; at: string; before: Record<string, unknown>; after: Record<string, unknown> };

/** What dialogs may ask about payment instruments. Stores and instruments are named by handle. */
export interface PaymentServices {
  /** Nothing where there is no such store. */
  instruments(store: string): Promise<Instruments | undefined>;
  /** Reads the store's list and the orders of the last 60 days; its own message tells the progress and ends as the table. The same `id` starts one. */
  startReading(given: { store: string; id?: string }): Promise<Started>;
  /** Keeps what somebody typed in. `there`: a row for this method was there already. */
  addInstrument(given: { store: string; method: string; title: string }): Promise<{ state: 'added' | 'there'; instrument: Instrument }>;
  /** Changes nothing. */
  tryRow(given: { store: string; instrument: string; row: RowValues }): Promise<Trial | { refused: RowRefusal }>;
  /** What somebody else changed since this version; nothing when nobody did. */
  overtaken(given: { store: string; instrument: string; version: number }): Promise<{ version: number; by: Overtaken } | undefined>;
  /**
   * Saves and confirms a row, and lets the orders in that waited for it (a job tells how many). The same `turn` saves once.
   * `changed`: the version is no longer this one; nothing was saved.
   */
  saveRow(given: {
    store: string;
    instrument: string;
    row: RowValues;
    version: number;
    turn: string;
  }): Promise<
    | { state: 'saved'; instrument: Instrument; next?: Instrument }
    | { state: 'changed'; by: Overtaken }
    | { state: 'refused'; refused: RowRefusal }
  >;
  /**
   * Confirms these proposals, all at once. Left out are those that are no longer safe, that would be proposed otherwise now, or whose row
   * somebody changed meanwhile. The same `turn` confirms once.
   */
  confirmProposals(given: {
    store: string;
    proposals: ShownProposal[];
    turn: string;
  }): Promise<{ confirmed: Instrument[]; left: Instrument[] }>;
}
