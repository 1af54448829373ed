import type { Shop, ShopOrder } from '../shop.ts';
import type { Many } from './many.ts';
import type { Shipment } from './orders.ts';
import type { Php } from './xml.ts';

/** Magento's refusal: the code depends on the resource. */
export class Fault extends Error {
  code: number;
  constructor(code: number, text: string) {
    super(text);
    this.code = code;
  }
}

/** PHP ran out of memory or time: the web server answers instead. */
export class Fatal extends Error {}

/** A role's paths; a user with none may log in and do nothing. */
export type User = { apiUser: string; apiKey: string; allowed: RegExp; active: boolean };

export type Setup = {
  /** A list of more than so many rows breaks PHP. */
  fatalAbove?: number;
  /** So does the order with this number, whenever it is looked at. */
  fatalOrder?: string;
  /** This one is refused with Magento's word for an inner error. */
  internalError?: string;
  /** The number that a session lives for, in calls. */
  sessionCalls?: number;
};

export type Site = {
  shop: Shop;
  users: User[];
  sessions: Map<string, { user: User; calls: number }>;
  /** "20.0.20" of OpenMage, or "1.9.3.1" of Magento itself. */
  version: string;
  shipments: Shipment[];
  mails: Map<number, number>;
  inStock: Map<number, boolean>;
  setup: Setup;
  many: Many;
  /** What was written on orders, by their id. */
  comments: { order: number; status: string; text: string }[];
  change(order: number, change?: Partial<ShopOrder>): void;
};

/** What is written by a caller is told with what was asked: each resource has its own methods. */
export type Resource = { [method: string]: (args: Exclude<Php, { xml: string }>[], site: Site) => Php };
