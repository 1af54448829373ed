import type { Malformed } from '../connector.ts';
import type { OrderRecord } from '../records.ts';
import { field } from '../rows.ts';
import { besideOrders } from './beside.ts';
import { type Filter, searchCriteria } from './criteria.ts';
import type { Entry } from './ladder.ts';
import { readOrders } from './orders.ts';
import * as payloads from './payloads.ts';

/** Larger numbers than Magento counts to are no ids. */
const isId = (text: string) => /^[1-9]\d{0,8}$/.test(text);

/** The order that the merchant calls so ("000000128"), else the one with this id: both are asked for at once. */
export async function findOrder({ api }: Pick<Entry, 'api'>, number: string): Promise<OrderRecord | Malformed | undefined> {
  const wanted = number.trim();
  if (wanted === '') return undefined;
  const either: Filter[] = [['increment_id', 'eq', wanted], ...(isId(wanted) ? [['entity_id', 'eq', wanted] as const] : [])];
  const { rows } = await api.list('orders', searchCriteria({ where: [either], sort: 'entity_id', size: 10, fields: payloads.orderFields }));
  const found = rows.find((row) => isCalled(row, wanted)) ?? rows.find((row) => field(row, 'entity_id') === wanted);
  if (found === undefined) return undefined;
  const { records, malformed } = await readOrders([found], besideOrders(api));
  return records[0] ?? malformed[0];
}

const isCalled = (row: unknown, number: string) => field(row, 'increment_id').toLowerCase() === number.toLowerCase();
