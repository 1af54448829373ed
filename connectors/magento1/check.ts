import { addressKey, isLoopback, normaliseAddress } from '../address.ts';
import { checkRights } from '../checking.ts';
import type { Right, StoreCheck, StoreFacts } from '../connector.ts';
import * as advice from './advice.ts';
import type { Way } from './api.ts';
import { type Entry, siteOf } from './ladder.ts';
import { needed, placeOf, sendInfo } from './resources.ts';
import { notAllowed } from './trouble.ts';

/** An interactive step: a shop that needs longer than this to say who it is will not do. */
const timeout = 20_000;

/** Tries every right by itself, changing nothing: Magento tells what the role may do, and one of each list is read. */
export async function check(enter: () => Promise<Entry>, typed: string): Promise<StoreCheck> {
  let entry: Entry | undefined;
  let allowed: Promise<Set<string>> | undefined;
  try {
    return await checkRights({
      async enter() {
        entry = await enter();
        return entry;
      },
      async probe({ api }, right) {
        const read = reading[right];
        if (read) await api.call(read.path, [read.filters], { timeout });
        allowed ??= api.allowed({ timeout });
        const may = await allowed;
        const missing = needed[right].filter((path) => !may.has(path));
        if (missing.length > 0) throw notAllowed(missing, api.host);
      },
      async facts({ api, way }) {
        const may = await allowed?.catch(() => undefined);
        return factsOf({ ...way, many: api.facts().many, mailsLater: may?.has(sendInfo) }, typed, api.facts().printer);
      },
    });
  } finally {
    await entry?.api.leave();
  }
}

/** Lists know no limit but their filters: the first of all. */
const reading: Partial<Record<Right, { path: string; filters: { [field: string]: { from: string; to: string } } }>> = {
  products: { path: 'catalog_product.list', filters: { product_id: { from: '1', to: '1' } } },
  orders: { path: 'sales_order.list', filters: { order_id: { from: '1', to: '1' } } },
};

/** "XXX" is ISO's word for no currency: there was no order yet to tell it. */
function factsOf(way: Way, typed: string, printer: string | undefined): StoreFacts {
  const site = siteOf(way);
  return {
    name: way.name ?? new URL(site).host,
    url: normaliseAddress(site),
    currency: way.currency ?? 'XXX',
    timeZone: way.timeZone ?? 'UTC',
    ...(way.version && { version: way.version }),
    access: way,
    notices: notices(way, site, typed, printer),
  };
}

function notices(way: Way, site: string, typed: string, printer: string | undefined): string[] {
  return [
    way.version !== undefined && !way.openMage && advice.vendorGone,
    way.root.startsWith('http:') && !isLoopback(new URL(way.root)) && advice.httpAccepted,
    addressKey(typed) !== addressKey(site) && advice.otherFolder(site),
    printer !== undefined && advice.phpPrints(printer),
    way.mailsLater === false && advice.mailsWithoutNumber(placeOf(sendInfo)),
  ].filter((notice) => typeof notice === 'string');
}
