import { addressKey, isLoopback, normaliseAddress } from '../address.ts';
import { checkRights, isTimeZone } from '../checking.ts';
import type { Right, StoreCheck, StoreFacts } from '../connector.ts';
import { AuthenticationError, ConnectorError, PermissionError } from '../errors.ts';
import { plain } from '../words.ts';
import * as advice from './advice.ts';
import { isGood, type Query, type Reply } from './api.ts';
import { type Entry, isItsOwnName, siteOf } from './ladder.ts';
import * as payloads from './payloads.ts';
import { orderStatuses } from './statuses.ts';
import { trouble } from './trouble.ts';

/** Tries every right by itself, changing nothing. */
export const check = (enter: () => Promise<Entry>, typed: string): Promise<StoreCheck> =>
  checkRights({ enter, probe, facts: (entry) => facts(entry, typed) });

async function probe(entry: Entry, right: Exclude<Right, 'reach'>): Promise<void> {
  if (right === 'order statuses') {
    await orderStatuses(entry.api);
    return;
  }
  const reply = await probes[right](entry);
  if (!isGood(reply)) throw refused(reply, right);
}

const read = (path: string, query: Query) => (entry: Entry) => entry.api.ask(path, query);

const probes: Record<Exclude<Right, 'reach' | 'order statuses'>, (entry: Entry) => Promise<Reply>> = {
  products: read('wc/v3/products', { per_page: 1, _fields: 'id' }),
  orders: read('wc/v3/orders', { per_page: 1, _fields: 'id' }),
  'payment methods': read('wc/v3/payment_gateways', { _fields: payloads.paymentGatewayFields }),
  // An empty batch changes nothing, but is refused to who may not write.
  'write back': (entry) => entry.api.ask('wc/v3/orders/batch', {}, { method: 'POST', body: '{}' }),
};

/** The key itself was accepted before, so a 401 here means that it may only read, or only write. */
function refused(reply: Reply, right: Right): ConnectorError {
  const problem = trouble(reply);
  if (!(problem instanceof AuthenticationError) && !(problem instanceof PermissionError)) return problem;
  if (reply.json === undefined) return problem;
  if (reply.status === 403)
    return new PermissionError(`The key's user may not use the ${words[right]} of this shop.`, { advice: problem.advice });
  const what = right === 'write back' ? 'write' : 'read';
  return new PermissionError(`The key may not ${what} the ${words[right]} of this shop.`, {
    advice: what === 'write' ? advice.mayNotWrite : advice.mayNotRead,
  });
}

const words: Record<Right, string> = {
  reach: 'shop',
  products: 'products',
  orders: 'orders',
  'payment methods': 'payment methods',
  'order statuses': 'order statuses',
  'write back': 'orders',
};

async function facts({ api, way, index }: Entry, typed: string): Promise<StoreFacts> {
  const { version, currency } = way;
  return {
    name: plain(index?.name) || new URL(way.root).host,
    url: normaliseAddress(way.home ?? siteOf(way)),
    currency: isoOrNone(currency) ?? isoOrNone(await currencyOf({ api })) ?? 'XXX',
    timeZone: timeZone(index),
    ...(version && { version }),
    access: way,
    notices: notices(way, typed),
  };
}

/** For who may not read the shop's settings. */
async function currencyOf({ api }: Pick<Entry, 'api'>): Promise<string | undefined> {
  try {
    const { data } = await api.get('wc/v3/orders', payloads.orderCurrency, { per_page: 1, _fields: 'currency' });
    return data[0]?.currency;
  } catch (error) {
    if (error instanceof ConnectorError) return undefined;
    throw error;
  }
}

/** Plugins add currencies of their own, bonus points or coins. "XXX" is ISO's word for none. */
const isoOrNone = (currency: string | undefined) => (currency && /^[A-Z]{3}$/.test(currency) ? currency : undefined);

/** WordPress knows a place ("Europe/Ljubljana"), or only hours from GMT (2, "5.5"). */
export function timeZone(index: payloads.Index | undefined): string {
  const place = plain(index?.timezone_string);
  if (place && isTimeZone(place)) return place;
  const minutes = Math.round(Number(index?.gmt_offset ?? 0) * 60);
  return minutes ? offset(minutes) : 'UTC';
}

function offset(minutes: number): string {
  const part = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `UTC${minutes < 0 ? '-' : '+'}${part(Math.abs(minutes) / 60)}:${part(Math.abs(minutes) % 60)}`;
}

function notices(way: Entry['way'], typed: string): string[] {
  return [
    way.auth === 'query' && advice.headerStripped,
    way.proxied && advice.tlsProxy,
    way.root.includes('?') && advice.plainPermalinks,
    way.root.startsWith('http:') && !isLoopback(new URL(way.root)) && advice.httpAccepted,
    addressKey(typed) !== addressKey(siteOf(way)) && advice.otherFolder(siteOf(way)),
    !isItsOwnName(way) && advice.otherName(way.home ?? '', siteOf(way)),
  ].filter((notice) => typeof notice === 'string');
}
