import type { Malformed, Page, PageOptions } from '../connector.ts';
import type { OrderRecord } from '../records.ts';
import { readRows } from '../rows.ts';
import { type Beside, besideOrders } from './beside.ts';
import { after, type Filter, searchCriteria, toSeconds } from './criteria.ts';
import type { Entry } from './ladder.ts';
import { toOrder } from './mapping.ts';
import { readById, savedPlace } from './paging.ts';
import * as payloads from './payloads.ts';

/** An order is a heavy thing to Magento, each loaded by itself. */
const sizes = [50, 25, 10];
const names = { id: 'entity_id', number: 'increment_id' };

/** All orders of a window, by id. Magento keeps times in UTC and compares them as they are written, both ends included. */
export async function* orders({ api }: Pick<Entry, 'api'>, options: PageOptions): AsyncGenerator<Page<OrderRecord>> {
  const beside = besideOrders(api);
  const window = windowOf(options);
  const fetch = (last: number, size: number) => {
    const where = [...window, [after(last)]];
    return api.list('orders', searchCriteria({ where, sort: 'entity_id', size, fields: payloads.orderFields }));
  };
  for await (const { rows, total, next } of readById({ fetch, id: 'entity_id', sizes }, savedPlace(options.cursor)))
    yield {
      ...(await readOrders(rows, beside)),
      ...(next && { cursor: JSON.stringify(next) }),
      ...(total !== undefined && { total }),
    };
}

/** Rows → orders, with what is told of them elsewhere. */
export async function readOrders(rows: unknown[], beside: Beside): Promise<{ records: OrderRecord[]; malformed: Malformed[] }> {
  const { records, malformed } = readRows(rows, payloads.order, (order) => order, names);
  await beside.meet(records);
  return { records: records.map((order) => toOrder(order, beside)), malformed };
}

function windowOf({ updatedSince, updatedUntil, createdSince, createdUntil }: PageOptions): Filter[][] {
  const bounds: [string, 'gteq' | 'lteq', Date | undefined][] = [
    ['updated_at', 'gteq', updatedSince],
    ['updated_at', 'lteq', updatedUntil],
    ['created_at', 'gteq', createdSince],
    ['created_at', 'lteq', createdUntil],
  ];
  return bounds.flatMap(([field, is, moment]) => (moment ? [[[field, is, toSeconds(moment)] as const]] : []));
}
