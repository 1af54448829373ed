import type { z } from 'zod';
import type { ConnectorError } from './errors.ts';
import type { Http } from './http.ts';
import type { DeliveryMethodRecord, OrderRecord, PaymentMethodRecord, ProductRecord, StatusRecord } from './records.ts';

export type Platform = 'woocommerce' | 'prestashop' | 'magento2' | 'magento1';

/** One value that the merchant gives us, so that we can reach their store. */
export type Credential = { label: string; help?: string; placeholder?: string; secret?: true; schema: z.ZodType<string> };

/** One platform: what it needs to know, and how to reach a store on it. */
export interface Connector<K extends string = string> {
  platform: Platform;
  name: string;
  /** Where the merchant finds the credentials: a click path in the platform's own admin, one step each. */
  help: readonly string[];
  /** One of them is always `url`, the store's address. */
  credentials: Record<K, Credential>;
  /** Nothing is fetched before it is asked for. `access` is what `check` found out before. */
  open(credentials: Record<K, string>, http: Http, access?: Access): RemoteStore;
}

/** A merchant's store on its platform. Every call may throw a `ConnectorError`, `check` tells them by right instead. */
export interface RemoteStore {
  check(): Promise<StoreCheck>;
  /** One record per sellable variant. */
  products(options?: PageOptions): AsyncIterable<Page<ProductRecord>>;
  orders(options?: PageOptions): AsyncIterable<Page<OrderRecord>>;
  /**
   * The order that the merchant calls so, else the one with this id; nothing where the store's API shows none. What it shows but cannot be
   * read is malformed.
   */
  findOrder(number: string): Promise<OrderRecord | Malformed | undefined>;
  orderStatuses(): Promise<StatusRecord[]>;
  /** Absent where the platform has no list. */
  paymentMethods?(): Promise<PaymentMethodRecord[]>;
  deliveryMethods?(): Promise<DeliveryMethodRecord[]>;
  /**
   * Tells the store that an order was sent. Said twice, or by somebody else before, it changes nothing more. Throws a `ResponseError` in
   * words where the store does not take it (the order is cancelled, the carrier unknown).
   */
  markShipped?(shipment: Shipment): Promise<void>;
  /** Sets what is in stock, and says which could not be set and why; the others are. */
  setStock?(levels: readonly StockLevel[]): Promise<StockRefusal[]>;
}

/** `order` is `OrderRecord.id`. `status`: the store's own code to set, where statuses are chosen; `notify`: whether the store mails the buyer. */
export type Shipment = {
  order: string;
  tracking?: { number: string; carrier?: string; carrierTitle?: string };
  status?: string;
  notify: boolean;
};

/** `id` is `ProductRecord.id`; `stock` is what can be sold, a decimal number in a string. */
export type StockLevel = { id: string; sku?: string; stock: string };
export type StockRefusal = { id: string; reason: string };

/** How a store was found to be reachable (address, way of authentication): plain JSON, nothing secret. */
export type Access = { [key: string]: string | number | boolean | undefined };

/** What we need to be allowed, in the order it is tried. The first three are needed, the others can be done without. */
export const rights = ['reach', 'products', 'orders', 'payment methods', 'order statuses', 'write back'] as const;
export const neededRights: readonly Right[] = ['reach', 'products', 'orders'];
export type Right = (typeof rights)[number];

/** One line of a check: allowed, or what is in the way. `unknown`: it could not be tried, because an earlier one failed. */
export type RightCheck = { right: Right; state: 'allowed' | 'refused' | 'unknown'; problem?: ConnectorError };

/** All rights in the order of `rights`; `store` is absent where we did not get that far. */
export type StoreCheck = { rights: RightCheck[]; store?: StoreFacts };

/** `url` is the store's own word for its address, `timeZone` an IANA name or an offset as "UTC+02:00". */
export type StoreFacts = {
  name: string;
  url: string;
  currency: string;
  timeZone: string;
  version?: string;
  access: Access;
  /** What the merchant should know although everything works (a header is stripped, permalinks are plain). */
  notices: readonly string[];
};

/** What one request brought. `cursor` goes on right after it; the last page has none. `total` is what the whole list holds at most, where told: what is never yielded may be counted in it. */
export type Page<T> = { records: T[]; malformed: Malformed[]; cursor?: string; total?: number };

/** A record that we could not read: kept as it came, so that it can be looked at. */
export type Malformed = { id?: string; number?: string; reason: string; raw: unknown };

/** `updatedSince` to `updatedUntil`, or `createdSince` to `createdUntil`: moments, both ends included. */
export type PageOptions = { updatedSince?: Date; updatedUntil?: Date; createdSince?: Date; createdUntil?: Date; cursor?: string };
