import { magentoStatuses, toMagentoStatus } from '../magento-statuses.ts';
import type { StatusRecord } from '../records.ts';
import { readRows } from '../rows.ts';
import { textOrNone } from '../words.ts';
import type { Api } from './api.ts';
import { searchCriteria } from './criteria.ts';
import * as payloads from './payloads.ts';

/** More than anybody has. */
const most = 40;

/**
 * Magento's own statuses, and those that orders have: there is no list to be read. One order with a status not met yet is asked for until
 * there is none, so that it takes as many questions as there are statuses, however many orders there are.
 */
export async function orderStatuses(api: Api): Promise<StatusRecord[]> {
  const known = new Map(magentoStatuses.map((status) => [status.code, toMagentoStatus(status)]));
  while (known.size < most) {
    const where = [[['status', 'nin', [...known.keys()].join(',')] as const]];
    const query = searchCriteria({ where, sort: 'entity_id', descending: true, size: 1, fields: 'items[state,status]' });
    const [found] = readRows((await api.list('orders', query)).rows, payloads.statusRow, (row) => row).records;
    const code = textOrNone(found?.status);
    if (!code || known.has(code)) break;
    known.set(code, toMagentoStatus({ code, state: textOrNone(found?.state) ?? '' }));
  }
  return [...known.values()];
}
