import { z } from 'zod';
import type { Malformed, Page, PageOptions } from '../connector.ts';
import type { OrderRecord } from '../records.ts';
import { field, readJson, readRows } from '../rows.ts';
import { moment, text } from '../words.ts';
import type { Query } from './api.ts';
import { type Entry, isSince } from './ladder.ts';
import { toOrder } from './mapping.ts';
import { place, readPages, type Seen, start } from './paging.ts';
import * as payloads from './payloads.ts';
import { isOrder } from './statuses.ts';

/**
 * How the shop filters by time. `exact`: in GMT, as asked. `wide`: by its own clock, so a day more is asked for on each side.
 * `sweep`: not by modification at all (before 5.8), so all orders' stamps are looked through. In the last two we filter ourselves.
 */
const cursor = place.extend({ filter: z.enum(['exact', 'wide', 'sweep']) });
type Filter = z.infer<typeof cursor>['filter'];

/** No shop's clock is further from GMT than this. */
const widest = 26 * 3600_000;
const second = 1000;

/** All orders of a window, by id. Half-finished checkouts and deleted ones are left out. */
export async function* orders({ api, way }: Pick<Entry, 'api' | 'way'>, options: PageOptions): AsyncGenerator<Page<OrderRecord>> {
  const known = savedPlace(options.cursor);
  let filter = known?.filter ?? firstFilter(way.version, options);
  const inside = insideOf(options);
  for (let from = known ?? start, again = true; again; ) {
    again = false;
    for await (const page of readPages(fetcher(api, options, filter), from)) {
      const wider = filter === 'exact' ? widerFor(page.records, options) : undefined;
      if (wider) {
        filter = wider;
        from = start;
        again = true;
        break;
      }
      yield {
        records: page.records.filter(inside),
        malformed: page.malformed,
        ...(page.next && { cursor: JSON.stringify({ ...page.next, filter }) }),
        ...(filter === 'exact' && page.total !== undefined && { total: page.total }),
      };
    }
  }
}

/** What lists show beside orders is left out. */
export const isOrderRow = (row: unknown): boolean => isOrder(field(row, 'status').replace(/^wc-/, ''));

/** What is no cursor of ours begins anew: reading twice does no harm. */
function savedPlace(saved: string | undefined) {
  return saved ? cursor.safeParse(readJson(saved)).data : undefined;
}

/** `dates_are_gmt` and `modified_after` came with 5.8; where we don't know the version, the answers tell. */
function firstFilter(version: string | undefined, { updatedSince, updatedUntil, createdSince, createdUntil }: PageOptions): Filter {
  if (!version || isSince(version, 6)) return 'exact';
  if ((updatedSince || updatedUntil) && !isSince(version, 5, 8)) return 'sweep';
  return createdSince || createdUntil ? 'wide' : 'exact';
}

/** An order outside of what was asked for shows that the shop ignores our filter. */
function widerFor(records: OrderRecord[], { updatedSince, updatedUntil, createdSince, createdUntil }: PageOptions): Filter | undefined {
  const updated = insideOf({ updatedSince, updatedUntil }, second);
  const created = insideOf({ createdSince, createdUntil }, second);
  if (!records.every(updated)) return 'sweep';
  return records.every(created) ? undefined : 'wide';
}

type Stamps = Pick<OrderRecord, 'placedAt' | 'updatedAt'>;

/** The shop keeps whole seconds, and both ends of the window count. */
function insideOf({ updatedSince, updatedUntil, createdSince, createdUntil }: PageOptions, slack = 0): (order: Stamps) => boolean {
  const from = (moment?: Date) => (moment ? Math.floor(moment.getTime() / second) * second - slack : -Infinity);
  const to = (moment?: Date) => (moment ? moment.getTime() + slack : Infinity);
  const [updatedFrom, updatedTo, createdFrom, createdTo] = [from(updatedSince), to(updatedUntil), from(createdSince), to(createdUntil)];
  return ({ placedAt, updatedAt }) =>
    updatedAt.getTime() >= updatedFrom &&
    updatedAt.getTime() <= updatedTo &&
    placedAt.getTime() >= createdFrom &&
    placedAt.getTime() <= createdTo;
}

type Fetch = (page: number, size: number) => Promise<Seen & { records: OrderRecord[]; malformed: Malformed[] }>;

/** Of a page only its records go on: as they came, the rows are several times as large, and would wait with them until they are written. */
function fetcher(api: Entry['api'], options: PageOptions, filter: Filter): Fetch {
  const query = { orderby: 'id', order: 'asc', ...windowQuery(options, filter) };
  const byChange = options.updatedSince !== undefined || options.updatedUntil !== undefined;
  const list = async <T>(_fields: string, more: Query, read: (rows: unknown[]) => T) => {
    const { data, ...answer } = await api.get('wc/v3/orders', z.array(z.unknown()), { ...query, _fields, ...more });
    return { ...answer, ...read(data), seen: data.length, ...(byChange && { latest: latestChange(data) }) };
  };
  if (filter !== 'sweep') return (page, size) => list(payloads.orderFields, { page, per_page: size }, readOrders);
  return async (page, size) => {
    const stamps = await list(payloads.orderStampFields, { page, per_page: size }, (rows) => ({ ids: changedIds(rows, options) }));
    const none = { records: [], malformed: [] };
    const whole =
      stamps.ids.length > 0 ? await list(payloads.orderFields, { include: stamps.ids.join(','), per_page: size }, readOrders) : none;
    return { ...stamps, records: whole.records, malformed: whole.malformed };
  };
}

const readOrders = (rows: unknown[]) => readRows(rows.filter(isOrderRow), payloads.order, toOrder);

/** GMT times in one form: the last text is the latest. */
function latestChange(rows: unknown[]): number {
  const latest = rows
    .map((row) => field(row, 'date_modified_gmt'))
    .sort()
    .at(-1);
  return Date.parse(`${latest}Z`) || 0;
}

/** A row without readable times is looked at as a whole. */
function changedIds(rows: unknown[], options: PageOptions): string[] {
  const inside = insideOf(options);
  const { records, malformed } = readRows(rows, payloads.orderStamp, ({ id, date_created_gmt, date_modified_gmt }) => {
    const placedAt = moment(text(date_created_gmt));
    return { id: String(id), placedAt, updatedAt: date_modified_gmt ? moment(text(date_modified_gmt)) : placedAt };
  });
  return [...records.filter(inside), ...malformed].flatMap(({ id }) => id ?? []);
}

/** Naive GMT and `dates_are_gmt`: the only form that all newer shops understand. Bounds are exclusive, so they are a second wider. */
function windowQuery({ updatedSince, updatedUntil, createdSince, createdUntil }: PageOptions, filter: Filter): Query {
  const slack = second + (filter === 'exact' ? 0 : widest);
  const from = (time?: Date) => time && naive(Math.floor(time.getTime() / second) * second - slack);
  const to = (time?: Date) => time && naive(Math.floor(time.getTime() / second) * second + slack);
  const created = { after: from(createdSince), before: to(createdUntil) };
  const updated = filter === 'sweep' ? {} : { modified_after: from(updatedSince), modified_before: to(updatedUntil) };
  const window = { ...created, ...updated };
  return Object.values(window).some(Boolean) ? { ...window, dates_are_gmt: true } : {};
}

const naive = (time: number) => new Date(time).toISOString().slice(0, 19);
