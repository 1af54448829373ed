import { z } from 'zod';
import type { Malformed } from '../connector.ts';
import type { OrderRecord } from '../records.ts';
import { field, readRows } from '../rows.ts';
import { type Reply, understand } from './api.ts';
import type { Entry } from './ladder.ts';
import { toOrder } from './mapping.ts';
import { isOrderRow } from './orders.ts';
import { readPages, start } from './paging.ts';
import * as payloads from './payloads.ts';

type Api = Entry['api'];

/** A shop searches in names, addresses and telephone numbers, too: what is not among so many pages is not found. */
const mostPages = 5;

/**
 * The order that the merchant calls so. Mostly its number is its id; plugins give other numbers, by which a shop can only be searched. Where
 * none has this number, it is the order with this id: merchants see that in addresses.
 */
export async function findOrder({ api }: Pick<Entry, 'api'>, number: string): Promise<OrderRecord | Malformed | undefined> {
  const wanted = number.trim();
  if (wanted === '') return undefined;
  const byId = isId(wanted) ? await orderById(api, wanted) : undefined;
  if (byId !== undefined && numberOf(byId) === wanted) return read(byId);
  const id = await searchId(api, wanted);
  const byNumber = id === undefined ? undefined : await orderById(api, id);
  return read(byNumber ?? byId);
}

/** Larger numbers than any shop counts to are no ids. */
const isId = (text: string) => /^[1-9]\d{0,14}$/.test(text);

async function orderById(api: Api, id: string): Promise<unknown> {
  const reply = await api.ask(`wc/v3/orders/${id}`, { _fields: payloads.orderFields });
  return isNoOrder(reply) ? undefined : understand(reply, z.unknown()).data;
}

const isNoOrder = ({ status, code }: Reply) => status === 404 && code === 'woocommerce_rest_shop_order_invalid_id';

/** Oldest first: a short number, which much else holds, too, is an early one. */
async function searchId(api: Api, number: string): Promise<string | undefined> {
  const query = { search: number, orderby: 'id', order: 'asc', _fields: 'id,number,status' };
  const pages = readPages(async (page, size) => {
    const { data, ...answer } = await api.get('wc/v3/orders', z.array(z.unknown()), { ...query, page, per_page: size });
    return { ...answer, rows: data, seen: data.length };
  }, start);
  let read = 0;
  for await (const { rows } of pages) {
    const found = rows.find((row) => isOrderRow(row) && numberOf(row).toLowerCase() === number.toLowerCase());
    if (found !== undefined) return field(found, 'id');
    if (++read === mostPages) return undefined;
  }
}

const numberOf = (row: unknown) => field(row, 'number') || field(row, 'id');

/** Half-finished checkouts and what lies in the waste bin are nobody's orders. */
function read(row: unknown): OrderRecord | Malformed | undefined {
  if (row === undefined || !isOrderRow(row)) return undefined;
  const { records, malformed } = readRows([row], payloads.order, toOrder);
  return records[0] ?? malformed[0];
}
