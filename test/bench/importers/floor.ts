import pg from 'pg';
import { from } from 'pg-copy-streams';
import { oauth } from '../../../connectors/woocommerce/oauth.ts';
import { orderFields } from '../../../connectors/woocommerce/payloads.ts';
import type { Import } from '../import.ts';
import { type Credentials, days } from '../store.ts';

/**
 * The least that has to be done: fetch the pages that the product fetches, parse each, and copy its text into Postgres as it came.
 * Nothing is checked, decided, or safe to be repeated.
 */
export async function importToFloor({ orders, credentials, databaseUrl }: Import): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('create table floor (page text not null)');
  const began = performance.now();
  // In this form nothing in JSON needs an escape.
  const copy = client.query(from(String.raw`copy floor from stdin with (format csv, delimiter E'\x02', quote E'\x01')`));
  const window = windowOf(new Date());
  let read = 0;
  for (let page = 1; read < orders; page++) {
    const text = await (await fetch(address(credentials, { ...window, page: String(page) }))).text();
    const parsed: unknown = JSON.parse(text);
    if (!Array.isArray(parsed) || parsed.length === 0) throw new Error(`The store gave ${read} of ${orders} orders.`);
    read += parsed.length;
    if (!copy.write(`${text}\n`)) await new Promise((done) => copy.once('drain', done));
  }
  await new Promise((done, failed) => copy.on('finish', done).on('error', failed).end());
  const milliseconds = performance.now() - began;
  await client.end();
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
