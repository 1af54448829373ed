import { z } from 'zod';
import type { Page, PageOptions } from '../connector.ts';
import { PermissionError, ResponseError } from '../errors.ts';
import type { ProductRecord } from '../records.ts';
import { readJson, readRows } from '../rows.ts';
import { text } from '../words.ts';
import type { Query } from './api.ts';
import { toProduct } from './mapping.ts';
import { type Place, place, readPages, start } from './paging.ts';
import * as payloads from './payloads.ts';
import { adminOf, type Records, type Shop, variationsOfParents, variationsReader } from './variations.ts';

/** Which list is read, how far, and how many records were told before. */
const cursor = place.extend({ list: z.enum(['products', 'wc/v3/variations', 'wc-analytics/variations', 'parents']), told: z.int() });
type Cursor = z.infer<typeof cursor>;
type List = Cursor['list'];

/**
 * One record per sellable variant: first all products, then all variations. These stand in one list since 10.3, before that in the one
 * that WooCommerce's own statistics use; where there is neither, they are read parent by parent.
 */
export async function* sellables(shop: Shop, options: PageOptions): AsyncGenerator<Page<ProductRecord>> {
  let here: Cursor | undefined = cursor.safeParse(readJson(options.cursor ?? '')).data ?? { ...start, list: 'products', told: 0 };
  while (here) here = yield* read(shop, options, here);
}

/** Tells one list, and where to go on after it. */
async function* read(shop: Shop, options: PageOptions, from: Cursor): AsyncGenerator<Page<ProductRecord>, Cursor | undefined> {
  const then = from.list === 'products' ? variationsList(shop) : undefined;
  const recordsOf = readers(shop, from.list);
  let { at, told } = from;
  try {
    for await (const page of readPages(fetcher(shop, from.list, options), from)) {
      const { records, malformed } = await recordsOf(page);
      const total = page.total === undefined ? undefined : told + Math.max(0, page.total - at);
      told += records.length;
      const next = onward(page, from.list, then, told);
      yield {
        records: records.filter(isSince(options)),
        malformed,
        ...(next && { cursor: JSON.stringify(next) }),
        ...(total !== undefined && { total }),
      };
      if (!page.next) return next;
      at = page.next.at;
    }
  } catch (error) {
    const other = error instanceof ResponseError || error instanceof PermissionError ? instead(from.list) : undefined;
    if (!other) throw error;
    return { ...start, list: other, told: from.told };
  }
}

function onward({ next }: { next?: Place }, list: List, then: List | undefined, told: number): Cursor | undefined {
  if (next) return { ...next, list, told };
  return then && { ...start, list: then, told };
}

const variationsList = ({ way }: Shop): List => {
  if (way.variations === undefined) return 'wc/v3/variations';
  return cursor.shape.list.safeParse(way.variations).data ?? 'parents';
};

/** Where a list is missing after all. */
const instead = (list: List): List | undefined =>
  list === 'wc/v3/variations' ? 'wc-analytics/variations' : list === 'wc-analytics/variations' ? 'parents' : undefined;

function fetcher({ api }: Shop, list: List, options: PageOptions) {
  const route = list === 'products' || list === 'parents' ? 'wc/v3/products' : list;
  const _fields = list === 'products' ? payloads.productFields : list === 'parents' ? payloads.parentFields : payloads.variationFields;
  return async (page: number, per_page: number) => {
    const query = { page, per_page, orderby: 'id', order: 'asc', ...windowQuery(options), _fields };
    const { data, ...answer } = await api.get(route, z.array(z.unknown()), query);
    return { ...answer, rows: data, seen: data.length };
  };
}

/** As with orders: naive GMT, a second wider than asked. Shops before 5.8 ignore it, so the records are filtered as well. */
function windowQuery({ updatedSince, updatedUntil }: PageOptions): Query {
  if (!updatedSince && !updatedUntil) return {};
  const naive = (time: Date | undefined, slack: number) => time && new Date(time.getTime() + slack).toISOString().slice(0, 19);
  return { modified_after: naive(updatedSince, -1000), modified_before: naive(updatedUntil, 1000), dates_are_gmt: true };
}

const isSince =
  ({ updatedSince, updatedUntil }: PageOptions) =>
  ({ updatedAt }: ProductRecord) =>
    (!updatedSince || updatedAt.getTime() >= Math.floor(updatedSince.getTime() / 1000) * 1000) &&
    (!updatedUntil || updatedAt <= updatedUntil);

/** A page of a list → its records. */
function readers(shop: Shop, list: List): (page: { rows: unknown[] }) => Promise<Records> {
  if (list === 'parents') return async ({ rows }) => variationsOfParents(shop, rows);
  if (list !== 'products') return variationsReader(shop);
  const admin = adminOf(shop.way);
  return async ({ rows }) => readRows(rows, payloads.product, (product) => (isSellable(product) ? toProduct(product, admin) : undefined));
}

/** A variable product is sold as its variations, a group as its members, and an external one elsewhere. */
const isSellable = ({ type, variations }: payloads.Product) => variations.length === 0 && !/^(variable|grouped|external)/.test(text(type));
