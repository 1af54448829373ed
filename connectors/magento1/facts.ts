import { AuthenticationError, ConnectorError, RateLimitError } from '../errors.ts';
import { text } from '../words.ts';
import { type Api, listOf, type Way } from './api.ts';
import { latestOrder } from './recent.ts';
import { members, type Value } from './xmlrpc-reading.ts';

type Facts = Pick<Way, 'version' | 'openMage' | 'name' | 'currency' | 'timeZone' | 'asOf'>;

/** An interactive step: a shop that needs longer than this to say who it is will not do. */
const timeout = 20_000;

/** What the shop tells of itself, here and there. What needs orders and products to be looked at is asked for once a day. */
export async function factsOf(api: Api, known: Way | undefined): Promise<Facts> {
  const [info, stores] = await api.all(
    [
      ['core_magento.info', []],
      ['core_store.list', []],
    ],
    { timeout },
  );
  const { magento_version, openmage_version } = members(info?.value);
  const version = text(openmage_version) || text(magento_version) || undefined;
  const today = new Date().toISOString().slice(0, 10);
  const its = { version, openMage: openmage_version !== undefined };
  if (known?.asOf === today) return { ...its, name: known.name, currency: known.currency, timeZone: known.timeZone, asOf: today };
  const order = await tried(() => latestOrder(api, { timeout }));
  return {
    ...its,
    name: nameOf(listOf(stores?.value), text(order?.store_name)),
    currency: isoOrNone(text(order?.base_currency_code)) ?? isoOrNone(text(order?.order_currency_code)),
    timeZone: await tried(() => timeZone(api)),
    asOf: today,
  };
}

/** What the shop lets us not read, or cannot tell just now, can be done without here: it is tried and told by its right. */
async function tried<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ConnectorError) || error instanceof RateLimitError || error instanceof AuthenticationError) throw error;
    return undefined;
  }
}

const isoOrNone = (currency: string) => (/^[A-Z]{3}$/.test(currency) ? currency : undefined);

/** What Magento calls the first of each, where nobody gave it a name. */
const nobodysName = /^(admin|main website( store)?|default( store( view)?)?|english|store|website)?$/i;

/** The only view of the shop, else the website or the shop that orders say they came from: "Website\nShop\nView". */
function nameOf(stores: readonly Value[], storeName: string): string | undefined {
  const views = stores.map(members).filter(({ code, is_active }) => code !== 'admin' && is_active !== '0');
  const names = [...(views.length === 1 ? [text(views[0]?.name)] : []), ...storeName.split('\n').slice(0, 2)];
  return names.map((name) => name.trim()).find((name) => !nobodysName.test(name));
}

/** Times are told in UTC, but for when a product was made: that comes with the hours between the shop's clock and UTC. */
async function timeZone(api: Api): Promise<string | undefined> {
  const rows = listOf(await api.call('catalog_product.list', [{ product_id: { from: '1', to: '300' } }], { timeout }));
  const id = text(members(rows.at(-1)).product_id);
  if (!id) return undefined;
  const { created_at } = members(await api.call('catalog_product.info', [id, '0', ['created_at'], 'id'], { timeout }));
  return zoneOf(text(created_at));
}

/** Zones whose clocks are changed twice a year, as far as ours and America go. */
const zones = ['CET', 'EET', 'WET', 'EST5EDT', 'CST6CDT', 'MST7MDT', 'PST8PDT'];

/** "2026-07-01T12:00:00+02:00" is told by a clock of Central Europe: so many hours at that time of the year. Else only the hours are known. */
export function zoneOf(time: string): string | undefined {
  const [, sign, hours, minutes] = /([+-])(\d\d):?(\d\d)$/.exec(time) ?? [];
  const moment = new Date(time);
  if (!sign || Number.isNaN(moment.getTime())) return undefined;
  const offset = `${sign}${hours}:${minutes}`;
  if (/[+-]00:00/.test(offset) && isSummer(moment)) return 'UTC';
  return zones.find((zone) => offsetIn(zone, moment) === offset) ?? `UTC${offset}`;
}

const isSummer = (moment: Date) => offsetIn('WET', moment) !== '+00:00';

function offsetIn(timeZone: string, moment: Date): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(moment);
  const told = parts.find(({ type }) => type === 'timeZoneName')?.value.replace('GMT', '') ?? '';
  return told || '+00:00';
}
