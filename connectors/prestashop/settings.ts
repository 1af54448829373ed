import { isTimeZone } from '../checking.ts';
import { field } from '../rows.ts';
import type { Permissions } from './answers.ts';
import type { Api } from './api.ts';

/** What a shop's settings tell. The `special` order states have no other mark: their ids, by the last word of the setting's name. */
export type Settings = {
  name?: string;
  timeZone?: string;
  language?: string;
  country?: string;
  currency?: string;
  special: ReadonlyMap<string, string>;
};

const facts = ['SHOP_NAME', 'TIMEZONE', 'LANG_DEFAULT', 'COUNTRY_DEFAULT', 'CURRENCY_DEFAULT'].map((name) => `PS_${name}`);

/** https://github.com/PrestaShop/PrestaShop/blob/8.1.x/install-dev/data/xml/configuration.xml */
const states = [
  ...['CANCELED', 'ERROR', 'REFUND', 'SHIPPING', 'DELIVERED', 'PAYMENT', 'WS_PAYMENT', 'PREPARATION', 'OUTOFSTOCK_PAID'],
  ...['CHEQUE', 'BANKWIRE', 'COD_VALIDATION', 'OUTOFSTOCK_UNPAID', 'PAYPAL'],
].map((name) => `PS_OS_${name}`);

/** Nothing where the key may not read them. */
export async function readSettings(api: Api, permissions?: Permissions): Promise<Settings> {
  if (permissions && !permissions.get('configurations')?.has('get')) return { special: new Map() };
  const names = [...facts, ...states].join('|');
  const rows = await api.list('configurations', { display: 'full', 'filter[name]': `[${names}]` });
  const told = new Map<string, string>();
  // Several shops in one may each have their own; what holds for all of them has no shop.
  for (const row of rows) {
    const name = field(row, 'name');
    if (!told.has(name) || !Number(field(row, 'id_shop'))) told.set(name, field(row, 'value').trim());
  }
  const of = (name: string) => told.get(`PS_${name}`) || undefined;
  const timeZone = of('TIMEZONE');
  return {
    name: of('SHOP_NAME'),
    timeZone: timeZone && isTimeZone(timeZone) ? timeZone : undefined,
    language: of('LANG_DEFAULT'),
    country: of('COUNTRY_DEFAULT'),
    currency: of('CURRENCY_DEFAULT'),
    special: new Map(states.flatMap((name) => (told.get(name) ? [[told.get(name) ?? '', name.slice('PS_OS_'.length)] as const] : []))),
  };
}
