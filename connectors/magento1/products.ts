import { z } from 'zod';
import type { Malformed, Page, PageOptions } from '../connector.ts';
import type { ProductRecord } from '../records.ts';
import { readJson, readRows } from '../rows.ts';
import { text } from '../words.ts';
import { type Call, listOf, type Said } from './api.ts';
import { createBatches } from './batches.ts';
import type { Entry } from './ladder.ts';
import { toProduct } from './mapping.ts';
import * as payloads from './payloads.ts';
import { utc } from './times.ts';
import { faulted } from './trouble.ts';
import { type Line, place, readSpans, type Span } from './windows.ts';
import type { Given } from './xmlrpc-writing.ts';

const cursor = z.object({ by: z.enum(['product_id', 'updated_at']), end: z.int().optional(), place });
type Cursor = z.infer<typeof cursor>;
type Row = payloads.ProductRow;
type Records = { records: ProductRecord[]; malformed: Malformed[] };

const day = 86_400;
const longAgo = 1000 * day;
/** What has no stock and no price of its own: it is sold as the products it is made of, which stand in the list beside it. */
const notSold = ['configurable', 'grouped', 'bundle'];
/** Products that one answer should bring: each is little, but asked for by queries of its own. */
const aim = 400;
const names = { id: 'product_id', number: 'sku' };

/**
 * One record per sellable product, by id or by change. The list tells parents and children alike, and little of either: prices come by one
 * call a product, many in one request, and what is in stock for all of these at once.
 */
export async function* products({ api }: Pick<Entry, 'api'>, options: PageOptions, timeout: number): AsyncGenerator<Page<ProductRecord>> {
  const patience = 2.5 * timeout;
  const { by, end, place: from } = cursor.safeParse(readJson(options.cursor ?? '')).data ?? startOf(options);
  const line: Line =
    by === 'product_id'
      ? { most: 5000, aim, patience }
      : { end, most: 32 * day, aim, patience, ...(!options.updatedUntil && { open: true }) };
  const fetch = async (span: Span): Promise<unknown[]> => listOf(await api.call('catalog_product.list', [filtersOf(options, by, span)]));
  const batches = createBatches(api, { size: 50, patience });
  for await (const { rows, next } of readSpans(fetch, from, line)) {
    const read = readRows(rows, payloads.productRow, (row) => (notSold.includes(text(row.type)) ? undefined : row), names);
    const { records, malformed } = await recordsOf(batches, read.records, api.host);
    yield {
      records,
      malformed: [...read.malformed, ...malformed],
      ...(next && { cursor: JSON.stringify({ by, end, place: next } satisfies Cursor) }),
    };
  }
}

function startOf({ updatedSince, updatedUntil }: PageOptions, now = Date.now()): Cursor {
  const end = seconds(updatedUntil ?? new Date(now));
  const at = updatedSince && seconds(updatedSince);
  if (at === undefined || at < end - longAgo) return { by: 'product_id', place: { at: 1, size: 500, empty: 0 } };
  return { by: 'updated_at', end, place: { at, size: day, empty: 0 } };
}

const seconds = (time: Date) => Math.max(0, Math.floor(time.getTime() / 1000));

function filtersOf({ updatedSince, updatedUntil }: PageOptions, by: Cursor['by'], { from, to }: Span): Given {
  const time = (moment?: number) => (moment === undefined ? undefined : utc(moment * 1000));
  const changed = { from: updatedSince && time(seconds(updatedSince)), to: updatedUntil && time(seconds(updatedUntil)) };
  if (by === 'updated_at') return { updated_at: { from: time(from), to: time(to) } };
  return {
    ...((updatedSince || updatedUntil) && { updated_at: changed }),
    product_id: { from: String(from), to: to === undefined ? undefined : String(to) },
  };
}

async function recordsOf(batches: ReturnType<typeof createBatches>, rows: readonly Row[], host: string): Promise<Records> {
  const stock = await stockOf(batches, rows, host);
  const told = await batches(
    rows.map(({ product_id }): Call => ['catalog_product.info', [product_id, '0', payloads.productAttributes, 'id']]),
  );
  const found: unknown[] = [];
  const malformed: Malformed[] = [];
  for (const [at, { value, fault }] of told.entries()) {
    if (fault?.code === '101') continue;
    if (fault && fault.code !== '1') throw faulted(fault, 'catalog_product.info', host);
    if (fault)
      malformed.push({
        id: rows[at]?.product_id,
        number: text(rows[at]?.sku),
        reason: `Magento cannot tell it: ${fault.text}`,
        raw: rows[at],
      });
    else found.push(value);
  }
  const read = readRows(found, payloads.product, (product) => toProduct(product, stock.get(product.product_id)), names);
  return { records: read.records, malformed: [...malformed, ...read.malformed] };
}

/** So many in one question: each is first looked for as a SKU. */
const atOnce = 200;

/**
 * By SKU, because a number is first taken for one: the id of a product may be the SKU of another. Those that share a SKU, or have none, are
 * asked for by id.
 */
async function stockOf(
  batches: ReturnType<typeof createBatches>,
  rows: readonly Row[],
  host: string,
): Promise<Map<string, payloads.StockItem>> {
  const found = new Map<string, payloads.StockItem>();
  const ask = async (keys: readonly string[]) => {
    const calls = Array.from({ length: Math.ceil(keys.length / atOnce) }, (_, at): Call => {
      return ['cataloginventory_stock_item.list', [keys.slice(at * atOnce, (at + 1) * atOnce)]];
    });
    for (const item of (await batches(calls)).flatMap((said) => itemsIn(said, host))) found.set(item.product_id, item);
  };
  await ask(rows.map(({ sku, product_id }) => text(sku) || product_id));
  await ask(rows.flatMap(({ product_id }) => (found.has(product_id) ? [] : [product_id])));
  return found;
}

function itemsIn({ value, fault }: Said, host: string): payloads.StockItem[] {
  if (fault) throw faulted(fault, 'cataloginventory_stock_item.list', host);
  return readRows(listOf(value), payloads.stockItem, (item) => item).records;
}
