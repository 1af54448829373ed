import type { Malformed } from '../connector.ts';
import type { OrderRecord } from '../records.ts';
import { field, readRows } from '../rows.ts';
import { type Api, listOf } from './api.ts';
import { createBatches } from './batches.ts';
import { readOrders } from './orders.ts';
import * as payloads from './payloads.ts';
import { refundsOf } from './refunds.ts';
import { faulted } from './trouble.ts';

/** The order with this number; where none has it, the one with this id: merchants see that in addresses. */
export async function findOrder(api: Api, number: string, timeout: number): Promise<OrderRecord | Malformed | undefined> {
  const wanted = number.trim();
  if (wanted === '') return undefined;
  const found = (await orderNumbered(api, wanted)) ?? (await orderWithId(api, wanted));
  if (found === undefined) return undefined;
  const memos = await refundsOf(api, createBatches(api, { size: 25, patience: timeout }), [found]);
  const { records, malformed } = readOrders([found], memos);
  return records[0] ?? malformed[0];
}

/** MySQL takes "č" for "c", and a number with a blank behind it for the same: it is looked at again. */
async function orderNumbered(api: Api, number: string): Promise<unknown> {
  const { value, fault } = await api.said('sales_order.info', [number]);
  if (fault?.code === '100') return undefined;
  if (fault) throw faulted(fault, 'sales_order.info', api.host);
  return field(value, 'increment_id').toLowerCase() === number.toLowerCase() ? value : undefined;
}

/** Larger numbers than any shop counts to are no ids. */
const isId = (text: string) => /^[1-9]\d{0,9}$/.test(text);

async function orderWithId(api: Api, id: string): Promise<unknown> {
  const row = isId(id) ? await orderRow(api, id) : undefined;
  return row && orderNumbered(api, row.increment_id);
}

/** What a list tells of the order with this id. */
export async function orderRow(api: Api, id: string): Promise<payloads.OrderRow | undefined> {
  const rows = listOf(await api.call('sales_order.list', [{ order_id: id }]));
  return readRows(rows, payloads.orderRow, (row) => row).records.find(({ order_id }) => order_id === id);
}
