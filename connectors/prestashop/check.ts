import { addressKey, isLoopback, normaliseAddress } from '../address.ts';
import { checkRights } from '../checking.ts';
import type { Right, StoreCheck, StoreFacts } from '../connector.ts';
import { ResponseError } from '../errors.ts';
import { field } from '../rows.ts';
import * as advice from './advice.ts';
import { isSince } from './api.ts';
import { cartRulesList, tellsWishes } from './beside.ts';
import { type Entry, siteOf } from './ladder.ts';
import { orderStatuses } from './statuses.ts';
import { mayNot } from './trouble.ts';

/** Tries every right by itself, changing nothing: what the key may do stands on the front page of the web service, list by list. */
export const check = (enter: () => Promise<Entry>, typed: string): Promise<StoreCheck> =>
  checkRights({ enter, probe, facts: (entry) => facts(entry, typed) });

async function probe(entry: Entry, right: Exclude<Right, 'reach'>): Promise<void> {
  if (right === 'write back') return assertMayWrite(entry);
  assertMayRead(entry, right);
  if (right === 'order statuses') await orderStatuses(entry.api);
  // Payment methods are told by the orders that were paid by them.
  else if (right !== 'payment methods') await entry.api.list(right, { limit: 1 });
  if (right !== 'order statuses' && !entry.way.timeZone)
    throw new ResponseError('The shop does not say in which time zone it is, so its times mean nothing.', { advice: advice.noTimeZone });
}

/** Which lists belong to a right. */
function listsOf(right: Exclude<Right, 'reach' | 'write back'>, version: string | undefined): string[] {
  const orders = ['orders', 'order_payments', 'configurations'];
  if (right === 'payment methods') return orders;
  if (right === 'order statuses') return ['order_states', 'configurations'];
  if (right === 'products')
    return [
      'products',
      'combinations',
      'product_options',
      'product_option_values',
      'stock_availables',
      'tax_rules',
      'taxes',
      'configurations',
    ];
  return [
    ...orders,
    ...['order_details', 'order_slip', 'order_states', 'cart_rules', 'customers', 'addresses', 'countries', 'states', 'currencies'],
    ...['carriers', 'taxes', cartRulesList(version) ?? 'cart_rules'],
    ...(isSince(version, 1, 7) ? ['messages'] : ['customer_threads', 'customer_messages']),
    ...(tellsWishes(version) ? ['customizations', 'product_customization_fields'] : []),
  ];
}

function assertMayRead({ permissions, way }: Entry, right: Exclude<Right, 'reach' | 'write back'>): void {
  const missing = listsOf(right, way.version).filter((list) => !permissions.get(list)?.has('get'));
  if (missing.length > 0) throw mayNot('View (GET)', missing);
}

function assertMayWrite({ permissions }: Entry): void {
  const missing = ['order_carriers', 'stock_availables'].filter((list) => !permissions.get(list)?.has('put'));
  if (missing.length > 0) throw mayNot('Modify (PUT)', missing);
  if (!permissions.get('order_histories')?.has('post')) throw mayNot('Add (POST)', ['order_histories']);
}

async function facts(entry: Entry, typed: string): Promise<StoreFacts> {
  const { api, way, settings, shopName, permissions } = entry;
  const [currency] =
    settings.currency && permissions.get('currencies')?.has('get')
      ? await api.list('currencies', { display: '[id,iso_code]', 'filter[id]': `[${settings.currency}]` })
      : [];
  const code = field(currency, 'iso_code');
  return {
    name: shopName || settings.name || new URL(way.root).host,
    url: normaliseAddress(siteOf(way)),
    currency: /^[A-Z]{3}$/.test(code) ? code : 'XXX',
    timeZone: way.timeZone ?? 'UTC',
    ...(way.version && { version: way.version }),
    access: way,
    notices: notices(way, typed),
  };
}

function notices(way: Entry['way'], typed: string): string[] {
  const site = siteOf(way);
  return [
    way.auth === 'query' && !URL.parse(typed)?.password && advice.keyInAddress,
    way.root.includes('?') && advice.noRewriting,
    way.root.startsWith('http:') && !isLoopback(new URL(way.root)) && advice.httpAccepted,
    addressKey(typed) !== addressKey(site) && advice.otherFolder(site),
  ].filter((notice) => typeof notice === 'string');
}
