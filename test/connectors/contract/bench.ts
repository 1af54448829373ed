import Big from 'big.js';
import { expect } from 'vitest';
import type { Access, Connector, Page, PageOptions, RemoteStore } from '../../../connectors/connector.ts';
import { createHttp, type HttpOptions } from '../../../connectors/http.ts';
import type { OrderRecord } from '../../../connectors/records.ts';
import type { Lack } from '../../fakes/shop/lacks.ts';
import type { Shop, ShopOrder } from '../../fakes/shop.ts';
import { plainSpeech, type Speech } from '../../fakes/speech.ts';
import { tls } from '../../fakes/tls.ts';

/** A store that speaks one platform's language, serves the sample shop, and can be made to misbehave. */
export type FakeStore<K extends string> = {
  shop: Shop;
  /** What it calls otherwise than the sample shop does. */
  speaks?: Partial<Speech>;
  url: string;
  requests: { path: string }[];
  /** The merchant's own key; `credentialsOf` has others that may less. */
  credentials: Record<K, string>;
  credentialsOf(name: 'readOnly' | 'noOrders'): Record<K, string>;
  /** Called with each request, before it is answered. */
  onRequest?(seen: { path: string }): void;
  misbehave(how?: Misbehaviour): void;
  addOrder(order?: Partial<ShopOrder>): ShopOrder;
  changeOrder(id: number, change: Partial<ShopOrder>): void;
  /** What it was told of an order that was sent, and how many mails its buyer got over it. */
  shipped?(order: number): { numbers: string[]; mails: number };
  close(): Promise<void>;
};

export type Misbehaviour = {
  only?: RegExp;
  status?: number;
  headers?: Record<string, string>;
  garbage?: true;
  silence?: true;
  reset?: true;
  truncated?: true;
  repeatsLastPage?: true;
  times?: number;
};

type Options = HttpOptions & { timeout?: number };

/** A connector and a fresh store for each test, and what tests often do with the two. */
export type Bench<K extends string> = {
  fake: FakeStore<K>;
  open(credentials?: Partial<Record<K, string>>, options?: Options, access?: Access): RemoteStore;
  /** Opened as after a check: the way in is known, and no request counted yet. */
  known(options?: Options): Promise<RemoteStore>;
  stateOf(store: RemoteStore): Promise<Record<string, string>>;
  ordersOf(options?: PageOptions): Promise<OrderRecord[]>;
  speech: Speech;
  /** Whether the platform has no word for it. */
  lacks(what: Lack): boolean;
  /** How often orders were asked for since requests are counted. What else was asked must be beside them, and not once for each order. */
  listsAsked(): number;
  /** How often anything was asked for that is not beside the orders. */
  asked(): number;
};

type Facts = { ordersPath: RegExp; besidePath?: RegExp; without: readonly Lack[] };
const mostBesideOneList = 20;

export function createBench<K extends string>(
  connector: Connector<K>,
  fake: FakeStore<K>,
  { ordersPath, besidePath, without }: Facts,
): Bench<K> {
  const direct = () => fake.requests.filter(({ path }) => !besidePath?.test(path));
  return {
    fake,
    speech: { ...plainSpeech, ...fake.speaks },
    lacks: (what) => without.includes(what),
    asked: () => direct().length,
    listsAsked() {
      const lists = direct();
      expect(lists.filter(({ path }) => !ordersPath.test(path))).toEqual([]);
      expect(fake.requests.length - lists.length).toBeLessThanOrEqual(mostBesideOneList * lists.length);
      return lists.length;
    },
    open(credentials = {}, { timeout = 10_000, ...options } = {}, access) {
      const http = createHttp({ allowPrivate: true, ca: tls.cert, timeout, maxBytes: 5_000_000 });
      return connector.open({ ...this.fake.credentials, ...credentials }, http.with(options), access);
    },
    async known(options) {
      const access = (await this.open().check()).store?.access;
      this.fake.requests.length = 0;
      return this.open({}, options, access);
    },
    async stateOf(store) {
      return Object.fromEntries((await store.check()).rights.map(({ right, state }) => [right, state]));
    },
    async ordersOf(options) {
      return records((await this.known()).orders(options));
    },
  };
}

/** All records of all pages; a later one takes the place of an earlier one with the same id. */
export async function records<T extends { id: string }>(pages: AsyncIterable<Page<T>>): Promise<T[]> {
  const all = await Array.fromAsync(pages);
  return [...byId(all.flatMap((page) => page.records)).values()];
}

/** Reads the first page, then the rest by its cursor: together they are all, and the rest is less. */
export async function goesOn<T extends { id: string }>(list: (options?: PageOptions) => AsyncIterable<Page<T>>, count: number) {
  const first: Page<T>[] = [];
  for await (const page of list()) {
    first.push(page);
    break;
  }
  const rest = await records(list({ cursor: first[0]?.cursor }));
  expect(rest.length).toBeLessThan(count);
  expect(new Set([...first.flatMap((page) => page.records), ...rest].map(({ id }) => id)).size).toBe(count);
}

export const byId = <T extends { id: string }>(all: T[]) => new Map(all.map((record) => [record.id, record]));
export const ids = (all: { id: string }[]) => all.map(({ id }) => id);

/** Amounts compared as amounts: "12.5" is "12.50". */
export const numbers = (amounts: (string | undefined)[] = []) =>
  amounts.map((amount) => (amount === undefined ? undefined : Big(amount).toString()));

/** All of the credentials but the address. */
export const secrets = (fake: { credentials: Record<string, string> }) =>
  Object.entries(fake.credentials).flatMap(([name, value]) => (name === 'url' ? [] : [value]));
