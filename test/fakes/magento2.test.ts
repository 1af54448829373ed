import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type FakeMagento, startMagento2 } from './magento2.ts';
import { tls } from './tls.ts';

const folder = join(resolve(process.env.RECORDINGS ?? '../shared/recordings'), 'magento2-2.4.7');
const present = existsSync(folder);
if (!present) console.log('No recordings of a real Magento 2 at hand: the sample store is not compared with them.');

/** What the recorded shop calls otherwise: things that are like those of the sample shop. */
const alike: [real: RegExp, sample: string][] = [
  [/\/orders\/1\d\d\b/g, '/orders/1004'],
  [/\/order\/128\//g, '/order/1001/'],
  [/=000000128/g, '=1004'],
  [/M2-0001|M2%2013%2F%C5%BE/g, 'OM-0030'],
  [/M2-0002/g, 'OM-0031'],
  [/2026-11-\d\d/g, '2020-01-01'],
  [/lteq&([^&]*)value\]=2020-01-01/g, 'lteq&$1value]=2090-01-01'],
  [/holded%2Ccomplete/g, 'processing%2Ccomplete'],
];

/** What the sample store does not do, because no connector asks for it, or does otherwise on purpose. */
const absent = [
  /^(admin-token|attribute-velikost|bulk-async|categories|configurable|countries|customer|invoices|salable|soap|rest-schema|transactions|wrong-method)/,
  /^(product-(simple|configurable|not-found|put-price|sku)|shipments|order-(cancel|comments|hold|invoice|set-status|statuses)|bad-json|accept-)/,
  // Signed with secrets that nobody has any more.
  /^(oauth1-query-with-brackets|probe-oauth1-(ok|old-timestamp)|probe-(integration-bearer-enabled|store-configs-admin-token))$/,
  // Told by what the shop was told before.
  /^(order-ship-twice|order-after-ship|order-comment-status-not-allowed|stock-item-not-found)$/,
];
const names = (present ? readdirSync(folder) : []).flatMap((file) => /^(.*)\.request\.txt$/.exec(file)?.[1] ?? []);

describe.runIf(present)('The sample store answers as a real Magento did', () => {
  const stores = [startMagento2({ allowBearer: true }), startMagento2()] as const;
  afterAll(async () => {
    for (const store of stores) await (await store).close();
  });

  it.each(names.filter((name) => !absent.some((pattern) => pattern.test(name))))('%s', async (name) => {
    const fake = await stores[name.endsWith('disabled-default') ? 1 : 0];
    fake.setIntegration('all', { consumerKey: 'xbj0gz64gup7vn7u2a8cluxsatsrjuws', accessToken: 'rjfgyo841osqo5iegf516q5fxdynq2cs' });
    fake.misbehave(name === 'maintenance-mode' ? { page: 'maintenance' } : {});
    const told = read(readFileSync(join(folder, `${name}.http`), 'utf8'));
    const answer = await ask(fake, readFileSync(join(folder, `${name}.request.txt`), 'utf8'), name);
    expect([answer.status, answer.type]).toEqual([told.status, told.type]);
    expect(unknownIn(answer.body, told.body)).toEqual([]);
    expect(envelope(answer.body)).toEqual(envelope(told.body));
  });
});

type Told = { status: number; type?: string; body: string };

function read(text: string): Told {
  const [head = '', ...body] = text.split(/\r?\n\r?\n/);
  return { status: Number(head.split(' ')[1]), type: /content-type: (.*?)\r?$/im.exec(head)?.[1], body: body.join('\n\n') };
}

/** Sends a recorded request, with the sample shop's own things in it. */
function ask(fake: FakeMagento, recorded: string, name: string): Promise<Told> {
  const [head = '', ...rest] = recorded.split(/\r?\n\r?\n/);
  const [first = '', ...lines] = head.split(/\r?\n/);
  const [, method = '', uri = ''] = /^(\w+) (.*) \(http/.exec(first) ?? [];
  const path = alike.reduce((text, [real, sample]) => text.replaceAll(real, sample), uri);
  const given = lines
    .filter(Boolean)
    .map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]);
  const headers = Object.fromEntries(given.map(([key, value]) => [key, token(value, name, fake)]));
  const body = alike.reduce((text, [real, sample]) => text.replaceAll(real, sample), rest.join('\n\n').trim());
  return new Promise((done, fail) => {
    const { hostname, port } = new URL(fake.url);
    const options = {
      hostname,
      port,
      method,
      path,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      ca: tls.cert,
      agent: false,
    };
    const asked = request(options, async (response) => {
      const parts: Buffer[] = await Array.fromAsync(response);
      done({ status: response.statusCode ?? 0, type: response.headers['content-type'], body: Buffer.concat(parts).toString() });
    });
    asked.on('error', fail).end(body);
  });
}

/** The recorded integrations and the admin, as what is like them here. */
function token(value: string, name: string, fake: FakeMagento): string {
  if (!value.startsWith('Bearer') || name === 'probe-garbage-bearer') return value;
  const who = name === 'scope-catalogonly-orders' ? 'noOrders' : name === 'scope-catalogonly-stock-put' ? 'readOnly' : 'all';
  return `Bearer ${fake.credentialsOf(who).accessToken}`;
}

const json = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

/** Of an error everything, of a list its names, of anything else what it is. */
function envelope(body: string): unknown {
  const told = json(body);
  if (told === undefined) return /<title>(.*?)<\/title>/.exec(body)?.[1];
  if (told === null || typeof told !== 'object') return typeof told;
  if ('message' in told) return told;
  if (!('items' in told) || 'entity_id' in told) return Array.isArray(told) ? 'list' : 'thing';
  return [Object.keys(told).sort(), told.items === null ? null : Array.isArray(told.items) && told.items.length > 0];
}

/** Left out where they are null, so not every recorded thing has them. */
const documented =
  /\.(coupon_code|customer_note|discount_description|customer_id|company|region|region_code|total_paid|total_refunded|amount_paid|last_trans_id|custom_options|configurable_product_\w+)$|\.(product_option|parent_item|parent_item_id|applied_taxes|comments|options)\b|available_currency_codes|exchange_rates|search_criteria/;

/** What the sample store’s answer has, by name and kind, and the recorded one has not. */
function unknownIn(ours: string, theirs: string): string[] {
  const known = new Set(paths(json(theirs)));
  return [...new Set(paths(json(ours)))].filter((path) => !known.has(path) && !documented.test(path.replace(/ .*/, '')));
}

function paths(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => paths(item, at));
  if (value === null) return [];
  if (typeof value !== 'object') return [`${at} ${typeof value}`];
  return Object.entries(value).flatMap(([key, inner]) => paths(inner, `${at}.${key}`));
}
