import { afterEach, describe, expect, it } from 'vitest';
import type { StoreCheck } from '../../connectors/connector.ts';
import { AuthenticationError, InsecureError, NetworkError, PermissionError, ResponseError } from '../../connectors/errors.ts';
import { createHttp, type HttpOptions } from '../../connectors/http.ts';
import { woocommerce } from '../../connectors/woocommerce/index.ts';
import { sampleShop } from '../fakes/shop.ts';
import { tls } from '../fakes/tls.ts';
import { type Credentials, type FakeStore, type Misbehaviour, type Options, startWooCommerce } from '../fakes/woocommerce.ts';

let fake: FakeStore;
afterEach(() => fake?.close());

const http = (options: HttpOptions = {}) => createHttp({ allowPrivate: true, ca: tls.cert, timeout: 2000 }).with(options);

async function open(options: Options, change: Partial<Credentials> = {}) {
  fake = await startWooCommerce(options);
  return woocommerce.open({ ...fake.credentials, ...change }, http());
}

/** What stands in the way: the first thing that was refused. */
const obstacle = async (store: { check(): Promise<StoreCheck> }) => (await store.check()).rights.find(({ state }) => state === 'refused');

/** Goes the way that was found: how the first page of orders is asked for, and that nothing else is asked before. */
async function firstRequest({ store }: StoreCheck, change: Partial<Credentials> = {}) {
  fake.requests.length = 0;
  for await (const { records } of woocommerce.open({ ...fake.credentials, ...change }, http(), store?.access).orders()) {
    expect(records.length).toBeGreaterThan(80);
    break;
  }
  expect(fake.requests).toHaveLength(1);
  return fake.requests[0];
}

describe('the way into a WooCommerce shop', () => {
  type Way = { auth: string; path: string; notice?: RegExp };
  const ways: [string, Options, Way][] = [
    ['over https with the key in the header', { https: true }, { auth: 'basic', path: '/wp-json/wc/v3/orders' }],
    ['over plain http with a signature, on this machine', {}, { auth: 'oauth', path: '/wp-json/wc/v3/orders' }],
    [
      'where the server takes the header away',
      { https: true, misbehave: { stripsAuthorization: true } },
      { auth: 'query', path: '/wp-json/wc/v3/orders', notice: /Authorization/ },
    ],
    [
      'where a proxy hides that it is https',
      { https: true, misbehave: { silentProxy: true } },
      { auth: 'oauth', path: '/wp-json/wc/v3/orders', notice: /proxy/ },
    ],
    ['with plain permalinks', { https: true, misbehave: { permalinks: 'plain' } }, { auth: 'basic', path: '/', notice: /Permalinks/ }],
    ['with plain permalinks over plain http', { misbehave: { permalinks: 'plain' } }, { auth: 'oauth', path: '/', notice: /Permalinks/ }],
    [
      'with nearly pretty permalinks',
      { https: true, misbehave: { permalinks: 'index.php' } },
      { auth: 'basic', path: '/index.php/wp-json/wc/v3/orders' },
    ],
    ['in a folder', { https: true, folder: 'shop' }, { auth: 'basic', path: '/shop/wp-json/wc/v3/orders' }],
    ['in a folder over plain http', { folder: 'trgovina/nova' }, { auth: 'oauth', path: '/trgovina/nova/wp-json/wc/v3/orders' }],
    [
      'where a plugin closes REST for those who are not logged in',
      { https: true, misbehave: { restOff: true } },
      { auth: 'basic', path: '/wp-json/wc/v3/orders' },
    ],
    [
      'where a byte order mark stands before every answer',
      { https: true, misbehave: { bom: true } },
      { auth: 'basic', path: '/wp-json/wc/v3/orders' },
    ],
    ['in version 3.9.1', { https: true, version: '3.9.1' }, { auth: 'basic', path: '/wp-json/wc/v3/orders' }],
  ];

  it.each(ways)('is found %s', async (_, options, { auth, path, notice }) => {
    const store = await open(options);
    const check = await store.check();
    expect(check.rights.filter(({ state }) => state !== 'allowed')).toEqual([]);
    expect(check.store).toMatchObject({
      url: fake.url,
      currency: 'EUR',
      version: fake.version,
      notices: notice ? [expect.stringMatching(notice)] : [],
    });
    expect(await firstRequest(check)).toMatchObject({ auth, path });
  });

  it('is found behind the password of a staging site, given with the address', async () => {
    const store = await open({ https: true, misbehave: { wall: { user: 'ana', password: 'ž geslo' } } });
    const url = fake.url.replace('//', `//ana:${encodeURIComponent('ž geslo')}@`);
    const check = await woocommerce.open({ ...fake.credentials, url }, http()).check();
    expect(check.rights.filter(({ state }) => state !== 'allowed')).toEqual([]);
    expect(JSON.stringify(check.store)).not.toContain('geslo');
    expect(await firstRequest(check, { url })).toMatchObject({ auth: 'query' });
    expect((await obstacle(store))?.problem).toBeInstanceOf(PermissionError);
  });

  it('takes the currency from the orders where the shop counts in one of its own', async () => {
    const store = await open({ https: true, shop: { ...sampleShop(), currency: 'POINTS' } });
    expect((await store.check()).store?.currency).toMatch(/^(EUR|USD)$/);
  });

  it('leads to https where the shop sends us there', async () => {
    const store = await open({ https: true, bothProtocols: true });
    const check = await woocommerce.open({ ...fake.credentials, url: fake.url.replace('https:', 'http:') }, http()).check();
    expect(check.store).toMatchObject({ url: fake.url });
    expect(await firstRequest(check)).toMatchObject({ auth: 'basic' });
    expect(store).toBeDefined();
  });

  it('stays open where the shop’s clock is an hour ahead, whoever asks first', async () => {
    const store = await open({ misbehave: { clockAhead: 3600 } });
    const { store: facts } = await store.check();
    const known = woocommerce.open(fake.credentials, http(), facts?.access);
    expect((await Array.fromAsync(known.orders())).length).toBe(3);
  });

  it('is looked for again when the shop has changed its permalinks', async () => {
    const store = await open({ https: true });
    const { store: facts } = await store.check();
    fake.misbehave({ permalinks: 'plain' });
    const again = await woocommerce.open(fake.credentials, http(), facts?.access).check();
    expect(again.store?.access).not.toEqual(facts?.access);
    expect(await firstRequest(again)).toMatchObject({ path: '/' });
  });

  it('lets the secret itself travel only where nobody on the way can read it', async () => {
    const store = await open({});
    await store.check();
    for await (const _ of store.orders()) break;
    expect(fake.requests.length).toBeGreaterThan(3);
    for (const { query } of fake.requests) expect(query.toString()).not.toContain(fake.credentials.consumerSecret);
    expect(fake.requests.map(({ auth }) => auth)).not.toContain('basic');
  });

  it('is not taken over plain http to elsewhere unless the merchant accepts it', async () => {
    const store = await open({});
    const url = fake.url.replace('127.0.0.1', '[::ffff:127.0.0.1]');
    const refused = await obstacle(woocommerce.open({ ...fake.credentials, url }, http()));
    expect(refused).toMatchObject({ right: 'reach', problem: expect.any(InsecureError) });
    expect(fake.requests.filter(({ auth }) => auth !== 'none')).toEqual([]);
    const accepted = await woocommerce.open({ ...fake.credentials, url }, http({ plainHttp: true })).check();
    expect(accepted.rights.filter(({ state }) => state !== 'allowed')).toEqual([]);
    expect(store).toBeDefined();
  });
});

describe('what keeps us from a WooCommerce shop', () => {
  const obstacles: [string, Misbehaviour, new (...given: never[]) => Error, RegExp][] = [
    ['a firewall', { page: 'firewall' }, PermissionError, /OM-Bot/],
    ['maintenance', { page: 'maintenance' }, NetworkError, /maintenance/],
    ['no database', { page: 'noDatabase' }, NetworkError, /database/],
    ['a fatal error', { page: 'fatal' }, NetworkError, /Plugins/],
    ['a fatal error that is displayed', { page: 'fatalDisplayed' }, NetworkError, /Plugins/],
    ['PHP warnings before the JSON', { warnings: true }, ResponseError, /WP_DEBUG_DISPLAY/],
    ['a coming-soon page', { page: 'comingSoon' }, ResponseError, /coming soon/i],
    ['a password of the web server', { wall: { user: 'a', password: 'b' } }, PermissionError, /name and password/],
    ['no WordPress at all', { page: 'notFound' }, ResponseError, /Site Address/],
    ['no WooCommerce', { withoutWooCommerce: true }, ResponseError, /Activate/],
    ['answers without an end', { padding: 40_000_000 }, ResponseError, /./],
  ];

  it.each(obstacles)('%s is told by its name, with the way to mend it', async (_, how, kind, advice) => {
    const store = await open({ https: true, misbehave: how });
    const refused = await obstacle(store);
    expect(refused?.right).toBe('reach');
    expect(refused?.problem).toBeInstanceOf(kind);
    expect(`${refused?.problem?.message} ${refused?.problem?.advice?.join(' ')}`).toMatch(advice);
  });

  it('a shop that calls itself by another host is not given the key, and its address is told', async () => {
    const store = await open({ https: true, canonicalHost: 'localhost' }, {});
    const url = fake.url.replace('localhost', '127.0.0.1');
    const refused = await obstacle(woocommerce.open({ ...fake.credentials, url }, http()));
    expect(refused?.problem?.advice?.join()).toContain(fake.url);
    expect(fake.requests.filter(({ auth }) => auth !== 'none')).toEqual([]);
    expect((await store.check()).store?.url).toBe(fake.url);
  });

  it('a shop that sends us from https down to plain http is not followed with the key', async () => {
    await open({ bothProtocols: true });
    const url = fake.url.replace('http://127.0.0.1', 'https://[::ffff:127.0.0.1]');
    const refused = await obstacle(woocommerce.open({ ...fake.credentials, url }, http()));
    expect(refused?.problem).toBeInstanceOf(InsecureError);
    expect(fake.requests.filter(({ auth }) => auth !== 'none')).toEqual([]);
  });

  it('a certificate that nobody signed is told', async () => {
    await open({ https: true });
    const refused = await obstacle(woocommerce.open(fake.credentials, createHttp({ allowPrivate: true })));
    expect(refused?.problem).toBeInstanceOf(NetworkError);
    expect(refused?.problem?.message).toMatch(/certificate/);
  });
});

describe('what a WooCommerce key may', () => {
  const states = async ({ check }: { check(): Promise<StoreCheck> }) =>
    Object.fromEntries((await check()).rights.map(({ right, state }) => [right, state]));

  it('a key that may only write reads nothing', async () => {
    await open({ https: true });
    const store = woocommerce.open(fake.credentialsOf('writeOnly'), http());
    expect(await states(store)).toMatchObject({ reach: 'allowed', products: 'refused', orders: 'refused', 'write back': 'allowed' });
    expect((await obstacle(store))?.problem).toBeInstanceOf(PermissionError);
    expect((await obstacle(store))?.problem?.advice?.join()).toContain('Read/Write');
  });

  it.each([true, false])('a subscriber’s key is good for nothing, though it is known (https: %s)', async (https) => {
    await open({ https });
    const store = woocommerce.open(fake.credentialsOf('subscriber'), http());
    expect(await states(store)).toMatchObject({
      reach: 'allowed',
      products: 'refused',
      orders: 'refused',
      'payment methods': 'refused',
      'write back': 'refused',
    });
    expect((await obstacle(store))?.problem?.advice?.join()).toContain('Shop manager');
  });

  it.each([true, false])('a revoked key is told as one that is gone (https: %s)', async (https) => {
    const store = await open({ https });
    const { store: facts } = await store.check();
    fake.revokeKey('all');
    const known = woocommerce.open(fake.credentials, http(), facts?.access);
    expect((await obstacle(known))?.problem).toBeInstanceOf(AuthenticationError);
    await expect(Array.fromAsync(known.orders())).rejects.toBeInstanceOf(AuthenticationError);
  });

  it('statuses are found also where the key may not see reports', async () => {
    await open({ https: true, version: '9.0.0' });
    fake.setKey('all', { capabilities: ['orders', 'products', 'manage'] });
    const statuses = await woocommerce.open(fake.credentials, http()).orderStatuses();
    expect(statuses.map(({ code }) => code)).toEqual(fake.shop.statuses.map(({ code }) => code));
  });
});
