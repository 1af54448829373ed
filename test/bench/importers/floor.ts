import { oauth } from '../../../connectors/woocommerce/oauth.ts';
import { orderFields } from '../../../connectors/woocommerce/payloads.ts';
import type { Import } from '../import.ts';
import { type Credentials, days, credentials as wooCredentials } from '../store.ts';
import { openCopy } from './copy.ts';

/**
 * The least that has to be done: fetch the pages that the product fetches, parse each, and copy its text into Postgres as it came.
 * Nothing is checked, decided, or safe to be repeated.
 */
export async function importToFloor({ orders, credentials: given, databaseUrl }: Import): Promise<number> {
  const credentials = wooCredentials.parse(given);
  const copy = await openCopy(databaseUrl);
  const began = performance.now();
  const window = windowOf(new Date());
  let read = 0;
  for (let page = 1; read < orders; page++) {
    const text = await (await fetch(address(credentials, { ...window, page: String(page) }))).text();
    const parsed: unknown = JSON.parse(text);
    if (!Array.isArray(parsed) || parsed.length === 0) throw new Error(`The store gave ${read} of ${orders} orders.`);
    read += parsed.length;
    await copy.write(text);
  }
  await copy.end();
  const milliseconds = performance.now() - began;
  await copy.close();
  return milliseconds;
}

const moment = (time: number) => new Date(time).toISOString().slice(0, 19);

function windowOf(now: Date): Record<string, string> {
  const after = moment(now.getTime() - days * 86_400_000);
  const fixed = { orderby: 'id', order: 'asc', dates_are_gmt: 'true', _fields: orderFields, per_page: '100' };
  return { ...fixed, after, before: moment(now.getTime() + 1_000) };
}

function address({ url, consumerKey, consumerSecret }: Credentials, query: Record<string, string>): URL {
  const plain = new URL(`${url}/wp-json/wc/v3/orders`);
  const asked = new URL(`${plain}?${new URLSearchParams(query)}`);
  return oauth(asked, plain.href, { consumerKey, consumerSecret, method: 'GET', seconds: Math.floor(Date.now() / 1000) });
}
