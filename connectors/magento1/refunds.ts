import { PermissionError, ResponseError } from '../errors.ts';
import { field, readRows } from '../rows.ts';
import { type Api, listOf } from './api.ts';
import type { Batches } from './batches.ts';
import * as payloads from './payloads.ts';

/** Credit memos by order, for those that had something given back. A role that may not read them leaves the sum that the order tells. */
export async function refundsOf(api: Api, batches: Batches, orders: readonly unknown[]): Promise<Map<string, payloads.CreditMemo[]>> {
  const refunded = orders.filter((order) => Number(field(order, 'total_refunded')) > 0).map((order) => field(order, 'order_id'));
  if (refunded.length === 0) return new Map();
  try {
    const rows = listOf(await api.call('sales_order_creditmemo.list', [{ order_id: { in: refunded } }]));
    const numbers = readRows(rows, payloads.creditMemoRow, ({ increment_id }) => increment_id).records;
    const told = await batches(numbers.map((number) => ['sales_order_creditmemo.info', [number]]));
    const memos = readRows(
      told.map(({ value }) => value),
      payloads.creditMemo,
      (memo) => memo,
    ).records;
    return Map.groupBy(memos, ({ order_id }) => order_id);
  } catch (error) {
    if (!(error instanceof PermissionError || error instanceof ResponseError)) throw error;
    return new Map();
  }
}
