import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { realOrders, type Shop, type ShopOrder, sampleShop } from './shop.ts';
import { tls } from './tls.ts';
import { type FakeStore, type KeyName, type Misbehaviour, startWooCommerce } from './woocommerce.ts';

const folder = process.env.RECORDINGS ?? join(import.meta.dirname, '../../../shared/recordings');
const versions = ['10.5.2', '3.9.1'].filter((version) => existsSync(join(folder, `woocommerce-${version}`)));
if (versions.length === 0) console.log('No recordings of real WooCommerce stores at hand: the sample store is not compared with them.');

/** What the sample store does not do, because no connector asks for it. */
const absent =
  /^(api-v1|categories|coupons|currencies|customers|xml|webhook|order-create|order-note|taxes|shipping-methods|.*settings-general|products-search|product-duplicate|order-delete|order-.*trashed|oauth1-http-(ok|old|sha1|nonce))/;

/** Each set-up of the recorded site had its own port. */
const setups: Record<string, Misbehaviour> = {
  8802: { permalinks: 'plain' },
  8803: { stripsAuthorization: true },
  8804: { restOff: true },
  8805: { warnings: true },
  8806: { page: 'fatal' },
  8807: { page: 'noDatabase' },
  8808: { wall: { user: 'staging', password: 'staging' } },
  8809: { page: 'fatalDisplayed' },
};

/** The keys that the recordings used, by what they may. */
const recordedKeys: Record<Exclude<KeyName, 'noOrders'>, [string, string]> = {
  all: ['ck_6fb51279a4493f41474d7d27629b0c48a918176b', 'cs_e80105300af8ce9203e6f3213eae61673f5199d8'],
  readOnly: ['ck_cc69a237885a45f0b1dd8ac06a9edaaa843a871f', 'cs_4b122851dda176b26628446e7741b0640406fe98'],
  writeOnly: ['ck_d7fb1171406d2d8a39210e85f7293b7ecd9da00b', 'cs_43f889d3bfe4405b2361ec4826a8448510187e06'],
  subscriber: ['ck_083589e46a1763fb108f84fb7f476fb15ca4bea4', 'cs_41b41ebbf1e27113727c9be4cd7bf3b1e0654fb0'],
};

/** The sample shop's products that are like the recorded ones. */
const products: Record<string, string> = {
  10: '11',
  5: '11',
  11: '12',
  6: '12',
  271: '500',
  86: '500',
  272: '580',
  87: '580',
  275: '590',
  90: '590',
  316: '501',
  317: '502',
  101: '501',
  102: '502',
};

/** The sample shop's order that is like the recorded one of that name. */
function likeOrder(name: string, shop: Shop): string {
  const like: Record<string, (order: ShopOrder) => boolean> = {
    'order-with-coupon': ({ coupons, customer }) => coupons.length > 0 && customer !== 0,
    'order-with-fee': ({ fees, customer }) => fees.length > 0 && customer === 0,
    'order-with-deleted-product': ({ lines, customer }) => lines.some(({ sku }) => sku === null) && customer !== 0,
    'order-with-line-meta': ({ lines, customer }) => lines.some(({ personal }) => 'Gravura' in personal) && customer === 0,
    'order-refunds': ({ refunds }) => refunds.length > 0,
  };
  return String(realOrders(shop).find(like[name] ?? (({ customer }) => customer !== 0))?.id);
}

async function start(https: boolean, version: string) {
  const store = await startWooCommerce({ https, version, shop: sampleShop() });
  for (const [name, [consumerKey, consumerSecret]] of Object.entries(recordedKeys))
    store.setKey(name as KeyName, { consumerKey, consumerSecret });
  return store;
}

describe.each(versions)('The sample store answers as WooCommerce %s did', (version) => {
  const path = join(folder, `woocommerce-${version}`);
  const names = readdirSync(path).flatMap((name) => /^(.*)\.request\.txt$/.exec(name)?.[1] ?? []);
  const stores = { https: start(true, version), http: start(false, version) };
  afterAll(async () => {
    for (const store of Object.values(stores)) await (await store).close();
  });

  it.each(names.filter((name) => !absent.test(name)))('%s', async (name) => {
    const asked = readRequest(readFileSync(join(path, `${name}.request.txt`), 'utf8'));
    const told = readAnswer(readFileSync(join(path, `${name}.http`), 'utf8'));
    const store = await stores[asked.https ? 'https' : 'http'];
    store.misbehave(name === 'fault-maintenance-mode' ? { page: 'maintenance' } : setups[asked.port]);
    const like = { ...asked, uri: likeUri(asked.uri, name, store.shop), body: likeBody(asked, store.shop) };
    const answer = await send(store, like);
    expect(answer.status).toBe(told.status);
    expect(headersOf(answer)).toEqual(headersOf(told));
    const sorted = asked.uri.includes('_fields');
    expect(common(answer.json, told.json, sorted)).toEqual(common(told.json, answer.json, sorted));
  });
});

function likeUri(uri: string, name: string, shop: Shop): string {
  if (/is-refund|is-product|not-found|deleted$/.test(name)) return uri.replace(/\/\d+/, '/999999');
  const order = uri.includes('/orders/') ? likeOrder(name, shop) : '';
  return uri.replace(
    /\/(orders|products|variations)\/(\d+)/g,
    (_, list, id) => `/${list}/${list === 'orders' ? order : (products[id] ?? id)}`,
  );
}

function likeBody({ uri, body }: Asked, shop: Shop): string {
  const known: Record<string, string> = uri.includes('/orders/') ? { 503: likeOrder('', shop) } : products;
  return body.replace(/"id":(\d+)/g, (_, id) => `"id":${known[id] ?? id}`);
}

type Asked = { method: string; uri: string; https: boolean; port: string; headers: Record<string, string>; body: string };
type Told = { status: number; headers: Record<string, string>; json: unknown };

/** `GET /path (https://127.0.0.1:8443)`, headers, a blank line, the body. */
function readRequest(text: string): Asked {
  const [head = '', ...body] = text.split(/\r?\n\r?\n/);
  const [first = '', ...lines] = head.split(/\r?\n/);
  const [, method = '', uri = '', scheme, port = ''] = /^(\w+) (.*) \((https?):\/\/[^:]+:(\d+)\)$/.exec(first) ?? [];
  return { method, uri, https: scheme === 'https', port, headers: readHeaders(lines), body: body.join('\n\n').trim() };
}

function readAnswer(text: string): Told {
  const [head = '', ...body] = text.split(/\r?\n\r?\n/);
  const [first = '', ...lines] = head.split(/\r?\n/);
  return { status: Number(first.split(' ')[1]), headers: readHeaders(lines), json: parsed(body.join('\n\n')) };
}

const readHeaders = (lines: string[]) =>
  Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function send(store: FakeStore, { method, uri, https, headers, body }: Asked): Promise<Told> {
  const { port } = new URL(store.url);
  const { promise, resolve, reject } = Promise.withResolvers<Told>();
  const options = {
    host: '127.0.0.1',
    port,
    method,
    path: uri,
    headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    ca: tls.cert,
    agent: false as const,
  };
  const request = (https ? secureRequest : plainRequest)(options, async (response) => {
    const parts = await Array.fromAsync(response as AsyncIterable<Buffer>);
    resolve({
      status: response.statusCode ?? 0,
      headers: Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)])),
      json: parsed(Buffer.concat(parts).toString()),
    });
  });
  request.on('error', reject).end(body || undefined);
  return promise;
}

const compared = [
  'content-type',
  'allow',
  'retry-after',
  'vary',
  'expires',
  'www-authenticate',
  'x-robots-tag',
  'x-content-type-options',
  'access-control-expose-headers',
];

/** What must be the same, and that the rest is there: counts, and a Link without what is particular to a site. */
function headersOf({ headers }: Told) {
  return {
    ...Object.fromEntries(compared.map((name) => [name, headers[name]])),
    counts: ['x-wp-total', 'x-wp-totalpages'].filter((name) => name in headers),
    link: 'link' in headers,
  };
}

/**
 * The parts of one answer that can be compared with another: the names in their order (`_fields` has an order of its own), the types, and
 * the words of errors. Lists are compared by their first entries; where one of the two has nothing, nothing is compared.
 */
function common(one: unknown, other: unknown, sorted: boolean): unknown {
  if (typeof one !== 'object' || typeof other !== 'object') return mixed(one, other) ? 'anything' : typeof one;
  if (one === null || other === null) return 'anything';
  if (Array.isArray(one) && Array.isArray(other)) return one.length > 0 && other.length > 0 ? [common(one[0], other[0], sorted)] : [];
  if ('code' in one && 'message' in one) return one;
  const theirs = new Map(Object.entries(other));
  const names = Object.entries(one).filter(([name]) => !particular.includes(name));
  const parts = names.map(([name, value]) => [name, theirs.has(name) ? common(value, theirs.get(name), sorted) : 'only here']);
  return sorted ? parts.sort(([one], [other]) => String(one).localeCompare(String(other))) : parts;
}

/** What hangs on who bought, and on the plugins of a shop. */
const particular = ['customer', 'settings', 'meta_data'];

/** Ids of pictures and the settings of a site are a number here and a string there. */
const mixed = (one: unknown, other: unknown) =>
  one === null || other === null || [typeof one, typeof other].sort().join() === 'number,string';
