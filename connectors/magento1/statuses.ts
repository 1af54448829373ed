import { magentoStatuses, toMagentoStatus } from '../magento-statuses.ts';
import type { StatusRecord } from '../records.ts';
import type { Api } from './api.ts';
import { otherStatuses } from './recent.ts';

/** Magento's own statuses, and those that orders of the last months have: there is no list to be read. */
export async function orderStatuses(api: Api): Promise<StatusRecord[]> {
  const others = await otherStatuses(
    api,
    magentoStatuses.map(({ code }) => code),
  );
  return [...magentoStatuses, ...[...others].map(([code, state]) => ({ code, state }))].map(toMagentoStatus);
}
