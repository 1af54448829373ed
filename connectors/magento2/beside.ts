import { readRows } from '../rows.ts';
import { text } from '../words.ts';
import type { Api } from './api.ts';
import { attributesOf } from './attributes.ts';
import { after, searchCriteria } from './criteria.ts';
import { customsOf } from './customs.ts';
import { readById } from './paging.ts';
import * as payloads from './payloads.ts';
import { ifTold } from './trouble.ts';

/** What belongs to orders and is told elsewhere: the words for what was chosen, and what was given back. */
export type Beside = ReturnType<typeof besideOrders>;

const sizes = [100, 50, 25];

export function besideOrders(api: Api) {
  const attributes = attributesOf(api);
  const customs = customsOf(api);
  let memos = new Map<string, payloads.CreditMemo[]>();
  let mayReadMemos = true;

  /** Where credit memos may not be read, an order still says how much was given back. */
  async function meetMemos(orders: readonly payloads.Order[]): Promise<void> {
    memos = new Map();
    const ids = orders.filter(({ total_refunded }) => Number(total_refunded ?? 0) > 0).map(({ entity_id }) => String(entity_id));
    if (ids.length === 0 || !mayReadMemos) return;
    const found = await ifTold(() => memosOf(api, ids));
    mayReadMemos = found !== undefined;
    memos = found ?? memos;
  }

  return {
    attributes,
    customs,
    memos: (order: string): readonly payloads.CreditMemo[] => memos.get(order) ?? [],
    /** Asks for it in bulk, only where something of the kind is among these orders. */
    async meet(orders: readonly payloads.Order[]): Promise<void> {
      const lines = orders.flatMap(({ items }) => items);
      await meetMemos(orders);
      await attributes.meet(lines.flatMap((line) => optionsOf(line).configurable_item_options.map(({ option_id }) => text(option_id))));
      await customs.meet(lines.filter((line) => optionsOf(line).custom_options.length > 0).map(({ product_id }) => text(product_id)));
    },
  };
}

export const optionsOf = ({ product_option }: payloads.Line) => product_option.extension_attributes;

async function memosOf(api: Api, orders: readonly string[]): Promise<Map<string, payloads.CreditMemo[]>> {
  const found = new Map<string, payloads.CreditMemo[]>();
  const fetch = (last: number, size: number) => {
    const where = [[['order_id', 'in', orders.join(',')]] as const, [after(last)]] as const;
    return api.list('creditmemos', searchCriteria({ where, sort: 'entity_id', size, fields: payloads.creditMemoFields }));
  };
  for await (const { rows } of readById({ fetch, id: 'entity_id', sizes }))
    for (const memo of readRows(rows, payloads.creditMemo, (row) => row).records) {
      const order = String(memo.order_id);
      found.set(order, [...(found.get(order) ?? []), memo]);
    }
  return found;
}
