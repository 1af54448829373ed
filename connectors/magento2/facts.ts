import { z } from 'zod';
import { addressKey, isLoopback, normaliseAddress } from '../address.ts';
import { isTimeZone } from '../checking.ts';
import type { StoreFacts } from '../connector.ts';
import { ConnectorError } from '../errors.ts';
import { plain, text } from '../words.ts';
import * as advice from './advice.ts';
import { siteOf } from './api.ts';
import { searchCriteria } from './criteria.ts';
import type { Entry } from './ladder.ts';
import * as payloads from './payloads.ts';
import { placesOf } from './resources.ts';
import { MissingRight } from './trouble.ts';

/** Nobody has such a product. */
export const noSku = 'om-bot-no-such-sku';

/** What a shop says of itself. */
export async function facts({ api, way }: Entry, typed: string): Promise<StoreFacts> {
  const told = await orProblem(() => api.get('store/storeConfigs', payloads.storeConfigs));
  const configs = told instanceof ConnectorError ? [] : told;
  const config = configs.find((one) => addressKey(homeOf(one)) === addressKey(siteOf(way))) ?? configs[0];
  const currency = plain(config?.base_currency_code) || (await currencyOf({ api }));
  const zone = text(config?.timezone);
  const version = await versionOf({ api });
  return {
    name: (await nameOf({ api })) ?? new URL(way.root).host,
    url: normaliseAddress((config && homeOf(config)) || siteOf(way)),
    currency,
    timeZone: isTimeZone(zone) ? zone : 'UTC',
    ...(version && { version }),
    access: way,
    notices: [
      ...aboutAddress(way, typed, config && homeOf(config)),
      told instanceof MissingRight && advice.noStoreRights(placesOf('Magento_Backend::store').join()),
      await aboutStock({ api, way }),
      aboutCurrencies(configs, currency),
    ].filter((notice) => typeof notice === 'string'),
  };
}

/** What a shop says of itself is good to know; that it does not come is no reason to fail. */
async function orProblem<T>(read: () => Promise<T>): Promise<T | ConnectorError> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ConnectorError) return error;
    throw error;
  }
}

/** "XXX" is ISO's word for none. */
async function currencyOf({ api }: Pick<Entry, 'api'>): Promise<string> {
  const told = await orProblem(() => api.get('directory/currency', payloads.directory));
  return told instanceof ConnectorError ? 'XXX' : told.base_currency_code;
}

const homeOf = (config: payloads.StoreConfig): string => text(config.secure_base_url) || text(config.base_url);

/** What Magento calls everything before it is given a name. */
const unnamed = /^(admin|main website|main website store|default store view|default)$/i;

/** The name of the website, of its store or its view: the first that the merchant has given. */
async function nameOf({ api }: Pick<Entry, 'api'>): Promise<string | undefined> {
  for (const list of ['store/websites', 'store/storeGroups', 'store/storeViews']) {
    const named = await orProblem(() => api.get(list, payloads.named));
    if (named instanceof MissingRight) return undefined;
    if (named instanceof ConnectorError) continue;
    const given = named.filter(({ id, code }) => String(id) !== '0' && code !== 'admin').map(({ name }) => plain(name));
    const name = given.find((name) => name && !unnamed.test(name));
    if (name) return name;
  }
  return undefined;
}

/** "Magento/2.4 (Community)", where the shop tells it: many do not, and nothing hangs on it. */
async function versionOf({ api }: Pick<Entry, 'api'>): Promise<string | undefined> {
  const text = await api.front('magento_version').then(
    (reply) => reply.text,
    () => '',
  );
  return /^Magento\/(\d+(?:\.\d+)+)/.exec(text)?.[1];
}

function aboutAddress(way: Entry['way'], typed: string, home?: string): string[] {
  const site = siteOf(way);
  return [
    way.auth === 'bearer' && advice.bearerUsed,
    way.proxied && advice.tlsProxy,
    way.root.startsWith('http:') && !isLoopback(new URL(way.root)) && advice.httpAccepted,
    addressKey(typed) !== addressKey(site) && advice.otherFolder(site),
    home && addressKey(home) !== addressKey(site) && advice.otherName(normaliseAddress(home), site),
  ].filter((notice) => typeof notice === 'string');
}

async function aboutStock({ api, way }: Entry): Promise<string | undefined> {
  const path = way.sources ? 'inventory/source-items' : `stockItems/${noSku}`;
  const told = await orProblem(() => api.get(path, z.unknown(), searchCriteria({ size: 1, fields: 'total_count' })));
  if (told instanceof MissingRight) {
    const resource = way.sources ? 'Magento_InventoryApi::source' : 'Magento_Catalog::catalog_inventory';
    return advice.noStockRights(placesOf(resource).join());
  }
  return way.sources ? undefined : advice.slowStock;
}

function aboutCurrencies(configs: readonly payloads.StoreConfig[], currency: string): string | undefined {
  const all = [...new Set(configs.map((config) => plain(config.base_currency_code)).filter(Boolean))];
  return all.length > 1 ? advice.currencies(all, currency) : undefined;
}
