import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startPrestaShop } from './prestashop.ts';

const folder = join(resolve(process.env.RECORDINGS ?? '../shared/recordings'), 'prestashop-1.7.8.8');
const present = existsSync(folder);
if (!present) console.log('No recordings of a real PrestaShop at hand: the sample store is not compared with them.');

/** What the recorded shop calls otherwise: its key that may all, one that may only read, and things that are like those of the sample shop. */
const alike: [real: RegExp, sample: string][] = [
  [/filter\[id_order\]=139/g, 'filter[id_order]=1001'],
  [/filter\[id_product\]=1&/g, 'filter[id_product]=500&'],
  [/\/order_carriers\/298/g, '/order_carriers/41001'],
  [/\/stock_availables\/20/g, '/stock_availables/50011'],
  [
    /filter\[date_add\]=\[2026-11-\d\d%2000:00:00,2026-11-\d\d%20\d\d:\d\d:\d\d\]/g,
    'filter[date_add]=[2020-01-01%2000:00:00,2090-01-01%2000:00:00]',
  ],
  [/%3E\[2026-11-\d\d%2000:00:00\]/g, '%3E[2020-01-01%2000:00:00]'],
];

const names = [
  ...['addresses', 'carriers', 'combinations-page', 'configurations-timezone', 'currencies', 'languages', 'order-carriers-of-order'],
  ...[
    'order-details-of-order',
    'order-payments',
    'order-states',
    'orders-date-range-page1',
    'orders-date-range-page2-fields',
    'product-options',
  ],
  ...[
    'product-option-values',
    'products-full-page1-json',
    'products-all-fields-100',
    'stock-availables-of-product-1',
    'taxes',
    'orders-ids-only',
  ],
  ...['orders-empty-json', 'orders-limit-too-odd', 'products-empty-page', 'order-not-found', 'product-not-found', 'api-without-rewrite'],
  ...[
    'bad-display-field',
    'bad-filter-field',
    'orders-sort-bad',
    'orders-date-without-date1',
    'multilang-language-nonexistent',
    'no-such-resource',
  ],
  ...[
    'no-such-resource-xml',
    'probe-bad-key',
    'probe-bad-key-json',
    'probe-bad-key-short',
    'probe-no-auth',
    'probe-ok-json',
    'webservice-disabled',
  ],
  ...['webservice-disabled-xml', 'stock-available-post-denied', 'stock-available-put-partial-fails', 'order-history-create-missing-field'],
  ...['order-history-create-bad-order', 'order-put-bad-xml', 'probe-ws-key-query'],
];

describe.runIf(present)('The sample store answers as a real PrestaShop did', () => {
  const store = startPrestaShop();
  afterAll(async () => (await store).close());

  it.each(names)('%s', async (name) => {
    const fake = await store;
    fake.setKey('all', { key: 'PEERRWKEY00000000000000000000001' });
    fake.misbehave(name.startsWith('webservice-disabled') ? { switchedOff: true } : {});
    const told = read(readFileSync(join(folder, `${name}.http`), 'utf8'));
    const answer = await ask(new URL(fake.url).port, readFileSync(join(folder, `${name}.request.txt`), 'utf8'));
    expect([answer.status, answer.type]).toEqual([told.status, told.type]);
    expect(shapeOf(answer.body)).toEqual(shapeOf(told.body));
  });
});

type Told = { status: number; type?: string; body: string };

function read(text: string): Told {
  const [head = '', ...body] = text.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), type: /content-type: (.*?)\r?$/im.exec(head)?.[1], body: body.join('\r\n\r\n') };
}

/** Sends a recorded request, with the sample shop's own things in it. */
function ask(port: string, recorded: string): Promise<Told> {
  const [head = '', ...rest] = recorded.split(/\r?\n\r?\n/);
  const [first = '', ...lines] = head.split(/\r?\n/);
  const [, method = '', uri = ''] = /^(\w+) (.*) \(http/.exec(first) ?? [];
  const path = alike.reduce((text, [real, sample]) => text.replaceAll(real, sample), uri);
  const headers = Object.fromEntries(
    lines.filter(Boolean).map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
  return new Promise((done, fail) => {
    const asked = request({ port, method, path, headers }, async (response) => {
      const parts: Buffer[] = await Array.fromAsync(response);
      done({ status: response.statusCode ?? 0, type: response.headers['content-type'], body: Buffer.concat(parts).toString() });
    });
    asked.on('error', fail).end(rest.join('\n\n').trim());
  });
}

/** The names and kinds of what an answer holds; of what it complains, the codes. */
function shapeOf(body: string): unknown {
  if (body.startsWith('<?xml')) return [...body.matchAll(/<code><!\[CDATA\[(\d+)/g)].map(([, code]) => code).slice(-1);
  if (!/^[[{]/.test(body)) return body;
  const json: unknown = JSON.parse(body);
  if (Array.isArray(json)) return json.length > 0 ? 'names' : json;
  const [[name, rows] = ['', []]] = Object.entries(Object(json));
  if (!Array.isArray(rows)) return name;
  if (name === 'errors') return rows.map(({ code }) => code).slice(0, 1);
  return [name, Object.keys(rows[0] ?? {}).filter((field) => field !== 'associations'), typeof rows[0]?.id];
}
