import type { Access, Platform, Right, StoreCheck, StoreFacts } from '../connectors/connector.ts';
import type { StatusRecord } from '../connectors/records.ts';
import type { Health, HealthReason } from '../db/rules/health.ts';
import type { AlertServices } from './services/alerts.ts';
import type { HomeServices } from './services/home.ts';
import type { OrderServices } from './services/orders.ts';
import type { PaymentServices } from './services/payments.ts';
import type { PeopleServices } from './services/people.ts';
import type { SettingsServices } from './services/settings.ts';
import type { TypeServices } from './services/types.ts';

/** How a store is named to a person, and what a person types to name it. */
export type StoreName = { name: string; handle: string };

/** What a dialog needs of a store to ask about it: plain JSON. */
export type StoreChoice = StoreName & { platform: Platform; url: string };

/** One store as the list of stores tells it. Moments are UTC; they are shown in `timeZone`. */
export type StoreSummary = StoreChoice & {
  currency: string;
  timeZone: string;
  orderPrefix: string;
  health: Health;
  reason?: HealthReason;
  since: Date;
  disabledBy?: string;
  /** When products or orders were last brought up to date; absent before the first time. */
  syncedAt?: Date;
  firstSyncedAt?: Date;
  checkedAt?: Date;
  /** Orders placed today, by the store's own day. */
  today: { imported: number; held: number };
  running: RunKind[];
};

export type RunKind = 'products' | 'orders' | 'import' | 'payments';

/** One store with all that is told of it. */
export type StoreStatus = StoreSummary & {
  version?: string;
  plainHttp: boolean;
  refused: Right[];
  products: number;
  orders: number;
  /** Orders that wait, by `HeldKey`; what the store calls the payment methods among them, by code, and its statuses. */
  held: Record<string, number>;
  methods?: Record<string, string>;
  statuses?: StatusRecord[];
  /** What could not be read. */
  malformed: { orders: number; products: number };
};

/** What was found out about a store, ready to be kept. */
export type Reached = { credentials: Record<string, string>; plainHttp: boolean; facts: StoreFacts; refused: Right[] };

/** `running`: it was started before and goes on. `red`: it must be reconnected or enabled first. `no products`: they must be synced first. */
export type Started =
  | { state: 'started' }
  | { state: 'running'; days?: number }
  | { state: 'red'; store: StoreSummary }
  | { state: 'no products'; syncing: boolean };

/** All that a dialog or a command may ask of the rest of the system. Stores are named by handle. Done in bot/services.ts. */
export interface Services
  extends PaymentServices,
    SettingsServices,
    TypeServices,
    OrderServices,
    PeopleServices,
    AlertServices,
    HomeServices {
  /** All stores of the workspace, oldest first: which there are. */
  storeNames(): Promise<StoreChoice[]>;
  /** The same with how they are. */
  stores(): Promise<StoreSummary[]>;
  store(handle: string): Promise<StoreStatus | undefined>;
  /** The store of this workspace that lives at this address, however it is written. */
  storeAt(url: string): Promise<StoreSummary | undefined>;

  /** Looks whether a store can be reached and what it allows. Changes nothing. */
  checkStore(given: { platform: Platform; credentials: Record<string, string>; plainHttp: boolean; access?: Access }): Promise<StoreCheck>;
  /** The same with new credentials for a known store, at its address. `same` is false when another shop answers there. */
  checkCredentials(given: {
    store: string;
    credentials: Record<string, string>;
    plainHttp: boolean;
  }): Promise<{ check: StoreCheck; same: boolean }>;

  /** Keeps the store and starts its first product sync. The same `id` connects once. `taken`: somebody else connected it meanwhile. */
  connectStore(
    given: Reached & { id: string; platform: Platform; name: string; orderPrefix: string },
  ): Promise<{ state: 'connected' | 'taken'; store: StoreSummary }>;
  /** Keeps the new credentials, and turns the connection green. Nothing else of the store changes. The same `turn` is told once in the history. */
  reconnectStore(given: Reached & { store: string; turn?: string }): Promise<StoreSummary>;

  /** Starts a product sync; its own message tells the progress. The same `id` starts one. */
  startSync(given: { store: string; id?: string }): Promise<Started>;
  /** With the `stamp` of a preview that no longer holds, it looks again instead. */
  startImport(given: { store: string; days: number; dryRun: boolean; stamp?: string; id?: string }): Promise<Started>;

  /** Checks now, and keeps what it means for the connection's health. */
  checkNow(handle: string): Promise<{ check: StoreCheck; store: StoreStatus }>;
  /** Switches the connection off: it is red, and its jobs stop. */
  disable(handle: string): Promise<StoreSummary>;
  /** Checks, and switches the connection on if the check is passed; else it stays as it was. */
  enable(handle: string): Promise<{ check: StoreCheck; store: StoreStatus }>;
}
