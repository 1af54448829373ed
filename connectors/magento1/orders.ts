import { z } from 'zod';
import type { Malformed, Page, PageOptions } from '../connector.ts';
import type { OrderRecord } from '../records.ts';
import { readJson, readRows } from '../rows.ts';
import { text } from '../words.ts';
import { type Api, listOf, type Said } from './api.ts';
import { type Batches, createBatches } from './batches.ts';
import type { Entry } from './ladder.ts';
import { toOrder } from './mapping.ts';
import * as payloads from './payloads.ts';
import { refundsOf } from './refunds.ts';
import { utc } from './times.ts';
import { faulted } from './trouble.ts';
import { isTooMuch, type Line, type Place, place, readSpans, type Span } from './windows.ts';
import type { Given } from './xmlrpc-writing.ts';

/** By what the list is cut into spans, and how far it was read. `end`: the last second that is read. */
const cursor = z.object({ by: z.enum(['order_id', 'created_at', 'updated_at']), end: z.int().optional(), place });
type Cursor = z.infer<typeof cursor>;

/** Of a list's row, all that is needed to ask for the order itself. */
type Row = payloads.OrderRow;
type Records = { records: OrderRecord[]; malformed: Malformed[] };

const day = 86_400;
/** What began longer ago than this is read by ids: so many days would be more questions than so many orders. */
const longAgo = 1000 * day;
/** Orders that one page holds at most: in a list each is 11 kB. */
const pageSize = 100;

/** Orders of a window, span after span: the list has neither pages nor an order. Details come by the dozen. */
export async function* orders({ api }: Pick<Entry, 'api'>, options: PageOptions, timeout: number): AsyncGenerator<Page<OrderRecord>> {
  const patience = 2.5 * timeout;
  const batches = createBatches(api, { size: 25, patience });
  const { by, end, place: from } = savedPlace(options.cursor) ?? startOf(options);
  const window = windowOf(options);
  const line: Line =
    by === 'order_id' ? byIds(api, patience) : { end, most: 32 * day, aim: pageSize, patience, ...(!untilOf(options) && { open: true }) };
  const fetch = (span: Span) => (by === 'order_id' ? list(api, { ...window, ...ids(span) }) : listTime(api, window, by, span, patience));
  for await (const { rows, here, next } of readSpans(fetch, from, line))
    for (const { part, after } of parts(rows, here, next))
      yield {
        ...(await recordsOf(api, batches, part)),
        ...(after && { cursor: JSON.stringify({ by, end, place: after } satisfies Cursor) }),
      };
}

/** The rows of a span by id, so many to a page; each page with the place after it. */
function* parts(rows: readonly Row[], here: Place, next: Place | undefined): Generator<{ part: Row[]; after?: Place }> {
  const left = rows
    .filter(({ order_id }) => Number(order_id) > (here.after ?? 0))
    .toSorted((one, other) => Number(one.order_id) - Number(other.order_id));
  for (let begin = 0; begin === 0 || begin < left.length; begin += pageSize) {
    const part = left.slice(begin, begin + pageSize);
    const isLast = begin + pageSize >= left.length;
    yield { part, after: isLast ? next : { ...here, after: Number(part.at(-1)?.order_id) } };
  }
}

/** What is no cursor of ours begins anew: reading twice does no harm. */
const savedPlace = (saved: string | undefined): Cursor | undefined => (saved ? cursor.safeParse(readJson(saved)).data : undefined);

function startOf(options: PageOptions, now = Date.now()): Cursor {
  const since = options.updatedSince ?? options.createdSince;
  const at = since && seconds(since);
  const end = seconds(untilOf(options) ?? new Date(now));
  if (at === undefined || at < end - longAgo) return { by: 'order_id', place: { at: 1, size: 100, empty: 1 } };
  return { by: options.updatedSince ? 'updated_at' : 'created_at', end, place: { at, size: day, empty: 0 } };
}

const seconds = (time: Date) => Math.max(0, Math.floor(time.getTime() / 1000));
const untilOf = ({ updatedSince, updatedUntil, createdUntil }: PageOptions) =>
  updatedSince ? updatedUntil : (createdUntil ?? updatedUntil);

type Filters = { [field: string]: Given };

/** Both ends are in it, to the second. */
function windowOf({ updatedSince, updatedUntil, createdSince, createdUntil }: PageOptions): Filters {
  const range = (from?: Date, to?: Date): Given => ({ from: from && utc(seconds(from) * 1000), to: to && utc(seconds(to) * 1000) });
  return {
    ...((updatedSince || updatedUntil) && { updated_at: range(updatedSince, updatedUntil) }),
    ...((createdSince || createdUntil) && { created_at: range(createdSince, createdUntil) }),
  };
}

const ids = ({ from, to }: Span): Filters => ({ order_id: { from: String(from), to: to === undefined ? undefined : String(to) } });

async function list(api: Api, filters: Filters): Promise<Row[]> {
  const rows = listOf(await api.call('sales_order.list', [filters]));
  // What has neither id nor number cannot be asked for, and nobody could look for it.
  return readRows(rows, payloads.orderRow, (row) => row).records;
}

/** A span of time. Where a single second holds too much (orders changed all together in the database), that is read by ids. */
async function listTime(api: Api, window: Filters, by: string, { from, to }: Span, patience: number): Promise<Row[]> {
  const time = { ...window, [by]: { from: utc(from * 1000), to: to === undefined ? undefined : utc(to * 1000) } };
  try {
    return await list(api, time);
  } catch (error) {
    if (!isTooMuch(error) || from !== to) throw error;
    const all: Row[] = [];
    const spans = readSpans((span) => list(api, { ...time, ...ids(span) }), { at: 1, size: 100, empty: 1 }, byIds(api, patience));
    for await (const { rows } of spans) all.push(...rows);
    return all;
  }
}

/**
 * Ids may begin anywhere and have gaps, and how far they go is not told. But numbers are given in sequence, so those that end in noughts are
 * a sample of all orders: up to the first of them there are a hundred or so, and where there is none there are no more left.
 */
function byIds(api: Api, patience: number): Line {
  const first = async (from: number, ending: string, to?: number) => {
    const rows = await list(api, { ...ids({ from, to }), increment_id: { like: `%${ending}` } });
    return rows.length > 0 ? Math.min(...rows.map(({ order_id }) => Number(order_id))) : undefined;
  };
  const lookAhead = async (from: number) => {
    const far = await first(from, '0000');
    return (await first(from, '00', far)) ?? far;
  };
  return { most: 2000, aim: pageSize, patience, lookAhead };
}

/** Details of some orders. One that was deleted meanwhile is passed over, one that cannot be told or read is kept with the reason. */
async function recordsOf(api: Api, batches: Batches, rows: readonly Row[]): Promise<Records> {
  const said = await batches(rows.map(({ increment_id }) => ['sales_order.info', [increment_id]]));
  const told = said.map((one, at) => orderIn(one, rows[at], api.host));
  const whole = told.flatMap((one) => ('whole' in one ? [one.whole] : []));
  const memos = await refundsOf(api, batches, whole);
  const read = readOrders(whole, memos);
  return { ...read, malformed: [...told.flatMap((one) => ('malformed' in one ? [one.malformed] : [])), ...read.malformed] };
}

export const readOrders = (whole: readonly unknown[], memos: Map<string, payloads.CreditMemo[]>): Records =>
  readRows([...whole], payloads.order, (order) => toOrder(order, memos.get(order.order_id)), { id: 'order_id', number: 'increment_id' });

type Told = { whole: unknown } | { malformed: Malformed } | { gone: true };

/** Fault 100: there is no such order. An order is asked for by its number, so a number given twice hides one of two orders. */
function orderIn({ value, fault }: Said, row: Row | undefined, host: string): Told {
  if (fault?.code === '100' || !row) return { gone: true };
  if (fault && ['2', '3', '4', '5'].includes(fault.code)) throw faulted(fault, 'sales_order.info', host);
  const { order_id: id, increment_id: number } = row;
  const unread = (reason: string): Told => ({ malformed: { id, number, reason, raw: value ?? row } });
  if (fault) return unread(`Magento cannot tell it (${fault.code}): ${fault.text}`);
  const its = value && typeof value === 'object' && !Array.isArray(value) ? text(value.order_id) : '';
  return its && its !== id ? unread(`order ${its} has the same number, and Magento tells that one`) : { whole: value };
}
