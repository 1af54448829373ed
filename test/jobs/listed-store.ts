import { z } from 'zod';
import type { Connector, Malformed, Page, PageOptions, Platform } from '../../connectors/connector.ts';
import { connectors } from '../../connectors/index.ts';
import type { OrderRecord, PaymentMethodRecord, ProductRecord, StatusRecord } from '../../connectors/records.ts';
import { statuses } from '../db/make-store.ts';

/** A store without a server: it has these lists, and shows them in pages. */
export type ListedStore = {
  orders: OrderRecord[];
  products: ProductRecord[];
  malformedOrders?: Malformed[];
  malformedProducts?: Malformed[];
  statuses?: StatusRecord[] | Error;
  /** Absent where the platform has no such list. */
  paymentMethods?: PaymentMethodRecord[] | Error;
  pageSize?: number;
  /** Shows everything twice, as a store does whose list moved while it was read. */
  twice?: boolean;
  /** Before each page, counted from 0 over the life of this store; it may throw. */
  onPage?: (page: number) => Promise<void> | void;
  /** So many pages were asked for. */
  asked: number;
  windows: PageOptions[];
};

export const listedStore = (given: Partial<ListedStore> = {}): ListedStore => ({
  orders: [],
  products: [],
  asked: 0,
  windows: [],
  ...given,
});

/** A connector whose stores all are `store`. */
export function listed(store: ListedStore): Record<Platform, Connector> {
  const woocommerce: Connector<'url'> = {
    platform: 'woocommerce',
    name: 'Listed',
    help: [],
    credentials: { url: { label: 'Address', schema: z.string() } },
    open: () => ({
      check: async () => ({ rights: [] }),
      orderStatuses: async () => {
        return listOrError(store.statuses ?? statuses);
      },
      findOrder: async (number) => store.orders.find((order) => order.number === number),
      ...(store.paymentMethods && { paymentMethods: async () => listOrError(store.paymentMethods) }),
      products: ({ cursor } = {}) => pages(store, () => store.products, store.malformedProducts ?? [], cursor),
      orders: (options = {}) => {
        store.windows.push(options);
        return pages(store, () => inWindow(store.orders, options), store.malformedOrders ?? [], options.cursor);
      },
    }),
  };
  return { ...connectors, woocommerce };
}

function listOrError<T>(list: T[] | Error | undefined): T[] {
  if (list instanceof Error) throw list;
  return list ?? [];
}

async function* pages<T>(store: ListedStore, all: () => T[], malformed: Malformed[], cursor = '0'): AsyncGenerator<Page<T>> {
  const size = store.pageSize ?? 10;
  for (let at = Number(cursor); ; at += size) {
    await store.onPage?.(store.asked++);
    const list = store.twice ? [...all(), ...all()] : all();
    const next = at + size < list.length ? String(at + size) : undefined;
    yield { records: list.slice(at, at + size), malformed: at === 0 || store.twice ? malformed : [], cursor: next, total: all().length };
    if (next === undefined) return;
  }
}

const inWindow = (orders: OrderRecord[], { createdSince, createdUntil, updatedSince, updatedUntil }: PageOptions) =>
  orders.filter(
    ({ placedAt, updatedAt }) => isBetween(placedAt, createdSince, createdUntil) && isBetween(updatedAt, updatedSince, updatedUntil),
  );

const isBetween = (at: Date, since?: Date, until?: Date) => (!since || at >= since) && (!until || at <= until);
