import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import type { StoreCheck } from '../../connectors/connector.ts';
import {
  AuthenticationError,
  type ConnectorError,
  InsecureError,
  NetworkError,
  PermissionError,
  ResponseError,
} from '../../connectors/errors.ts';
import { createHttp, type HttpOptions } from '../../connectors/http.ts';
import { zoneOf } from '../../connectors/magento1/facts.ts';
import { magento1 } from '../../connectors/magento1/index.ts';
import { type Credentials, type FakeStore, type Misbehaviour, type Options, startMagento1 } from '../fakes/magento1.ts';
import { shopWithout } from '../fakes/shop/lacks.ts';
import { tls } from '../fakes/tls.ts';

let fake: FakeStore;
afterEach(() => fake?.close());

const http = (options: HttpOptions = {}) => createHttp({ allowPrivate: true, ca: tls.cert, timeout: 5000 }).with(options);

async function open(options: Options = {}, change: Partial<Credentials> = {}) {
  fake = await startMagento1({ https: true, ...options });
  return magento1.open({ ...fake.credentials, ...change }, http());
}

const obstacle = ({ rights }: StoreCheck) => rights.find(({ state }) => state === 'refused');
const wordsOf = (problem?: ConnectorError) => `${problem?.message} ${problem?.advice?.join(' ')}`;
const called = () => fake.requests.map(({ path }) => path);

describe('the way into a Magento 1 or OpenMage shop', () => {
  const ways: [string, Options, string, RegExp?][] = [
    ['without rewriting of addresses', {}, '/index.php/api/xmlrpc/'],
    ['where index.php is hidden', { misbehave: { doors: ['rewritten'] } }, '/api/xmlrpc/'],
    ['by its own entry alone', { misbehave: { doors: ['api.php'] } }, '/api.php?type=xmlrpc'],
    ['in a folder', { folder: 'trgovina/nova' }, '/trgovina/nova/index.php/api/xmlrpc/'],
    ['over plain http on this machine', { https: false }, '/index.php/api/xmlrpc/'],
    [
      'where PHP prints warnings before every answer',
      { misbehave: { warnings: true } },
      '/index.php/api/xmlrpc/',
      /Shop_Extras.*display_errors/,
    ],
    ['in Magento’s own last version', { version: '1.9.4.5' }, '/index.php/api/xmlrpc/', /June 2020.*OpenMage/],
    ['in OpenMage 19', { version: '19.5.3' }, '/index.php/api/xmlrpc/'],
    ['in OpenMage 20.12, which takes calls in another form', { version: '20.12.1' }, '/index.php/api/xmlrpc/'],
  ];

  it.each(ways)('is found %s', async (_, options, door, notice) => {
    const check = await (await open(options)).check();
    expect(check.rights.filter(({ state }) => state !== 'allowed')).toEqual([]);
    expect(check.store).toMatchObject({
      url: fake.url,
      currency: 'EUR',
      timeZone: 'CET',
      version: options.version ?? '20.0.20',
      notices: notice ? [expect.stringMatching(notice)] : [],
    });
    fake.requests.length = 0;
    const store = magento1.open(fake.credentials, http(), check.store?.access);
    await store.findOrder('1001');
    expect(called()).toEqual([`${door}#login`, `${door}#sales_order.info`]);
  });

  it('asks only who is there before it says who we are, and leaves again', async () => {
    await (await open()).check();
    expect(fake.requests[0]).toMatchObject({ method: 'GET', path: '/index.php/api/xmlrpc/' });
    expect(called().at(-1)).toMatch(/#endSession$/);
    expect(fake.site.sessions.size).toBe(0);
  });

  it('asks once a day for what is slow to be told', async () => {
    const { store } = await (await open()).check();
    fake.requests.length = 0;
    const again = await magento1.open(fake.credentials, http(), store?.access).check();
    expect(again.store).toEqual(store);
    expect(called().map((path) => path.split('#')[1])).toEqual([
      ...[undefined, 'login', 'multiCall core_magento.info', 'catalog_product.list product_id', 'resources', 'sales_order.list order_id'],
      'endSession',
    ]);
  });

  it('is found where the address is that of a language, of SOAP, or of the admin', async () => {
    await open();
    for (const path of ['/si', '/api/v2_soap/?wsdl', '/index.php/admin/dashboard/']) {
      const { store } = await magento1.open({ ...fake.credentials, url: `${fake.url}${path}` }, http()).check();
      expect(store).toMatchObject({ url: fake.url, notices: path.includes('index.php') ? [] : [expect.stringMatching(/was found at/)] });
    }
  });

  it('leads to https where the shop sends us there, before anything is said', async () => {
    await open({ bothProtocols: true });
    const { store } = await magento1.open({ ...fake.credentials, url: fake.url.replace('https:', 'http:') }, http()).check();
    expect(store).toMatchObject({ url: fake.url });
    expect(fake.requests.filter(({ method, status }) => method === 'POST' && status !== 200)).toEqual([]);
  });

  it('is found behind the password of a staging site, given with the address', async () => {
    const refused = obstacle(await (await open({ misbehave: { wall: { user: 'ana', password: 'ž geslo' } } })).check());
    expect(refused?.problem).toBeInstanceOf(PermissionError);
    expect(wordsOf(refused?.problem)).toMatch(/password of its own.*name:password@/);
    const url = fake.url.replace('//', `//ana:${encodeURIComponent('ž geslo')}@`);
    const check = await magento1.open({ ...fake.credentials, url }, http()).check();
    expect(check.rights.filter(({ state }) => state !== 'allowed')).toEqual([]);
    expect(JSON.stringify(check.store)).not.toContain('geslo');
  });

  it('is looked for again when the shop has changed its doors', async () => {
    const { store } = await (await open()).check();
    fake.misbehave({ doors: ['rewritten'] });
    const again = await magento1.open(fake.credentials, http(), store?.access).check();
    expect(again.store?.access).toMatchObject({ root: `${fake.url}/api/xmlrpc/` });
  });

  it('is not taken over plain http to elsewhere unless the merchant accepts it: the key itself would be read', async () => {
    await open({ https: false });
    const url = fake.url.replace('127.0.0.1', '[::ffff:127.0.0.1]');
    const refused = obstacle(await magento1.open({ ...fake.credentials, url }, http()).check());
    expect(refused).toMatchObject({ right: 'reach', problem: expect.any(InsecureError) });
    expect(fake.requests.filter(({ method }) => method === 'POST')).toEqual([]);
    const known = magento1.open({ ...fake.credentials, url }, http(), { root: `${url}/api/xmlrpc/` });
    await expect(known.findOrder('1001')).rejects.toBeInstanceOf(InsecureError);
    const accepted = await magento1.open({ ...fake.credentials, url }, http({ plainHttp: true })).check();
    expect(accepted.rights.filter(({ state }) => state !== 'allowed')).toEqual([]);
    expect(accepted.store?.notices).toEqual([expect.stringMatching(/API key/)]);
  });

  it('tells what it can of a shop without orders and products', async () => {
    const shop = { ...shopWithout([]), name: 'Default Store View', orders: [], products: [] };
    const { store } = await (await open({ shop })).check();
    expect(store).toMatchObject({ name: new URL(fake.url).host, currency: 'XXX', timeZone: 'UTC' });
    expect(await Array.fromAsync(magento1.open(fake.credentials, http(), store?.access).orders())).toEqual([
      { records: [], malformed: [] },
    ]);
  });
});

describe('what keeps us from a Magento 1 shop', () => {
  const obstacles: [string, Misbehaviour, new (...given: never[]) => Error, RegExp][] = [
    ['maintenance', { page: 'maintenance' }, NetworkError, /maintenance\.flag/],
    ['a fatal error', { page: 'fatal' }, NetworkError, /memory_limit/],
    ['a fatal error that is displayed', { page: 'fatalDisplayed' }, NetworkError, /“Fancy_Export” \(Observer\.php, line 41\)/],
    ['no answer at all', { page: 'empty' }, NetworkError, /answered with nothing/],
    ['a firewall', { page: 'firewall' }, PermissionError, /Cloudflare.*OM-Bot/],
    ['a rule against every “xmlrpc”', { page: 'forbidden' }, PermissionError, /because of WordPress/],
    ['a coming-soon page', { page: 'comingSoon' }, ResponseError, /coming soon/i],
    ['no shop', { page: 'notFound' }, ResponseError, /no Magento 1 shop.*Base URL/s],
    ['a document that would have our files read', { page: 'doctype' }, ResponseError, /web page/],
    ['a server that is not there', { redirect: { to: 'https://127.0.0.1:9' } }, NetworkError, /refused/],
  ];

  it.each(obstacles)('%s is told by its name, with the way to mend it', async (_, how, kind, words) => {
    const refused = obstacle(await (await open({ misbehave: how })).check());
    expect(refused?.right).toBe('reach');
    expect(refused?.problem).toBeInstanceOf(kind);
    expect(wordsOf(refused?.problem)).toMatch(words);
    expect(wordsOf(refused?.problem)).not.toMatch(/\/srv\//);
  });

  it('an address that leads to another shop: nothing is said to that one', async () => {
    const other = await startMagento1({ https: true });
    const { rights } = await (await open({ misbehave: { redirect: { to: other.url } } })).check();
    expect(wordsOf(rights[0]?.problem)).toMatch(/sends us on to another shop.*After a move.*Base URL/s);
    expect(other.requests.filter(({ method }) => method === 'POST')).toEqual([]);
    await other.close();
  });

  it('a domain that has moved since: what we say is not said again there', async () => {
    const { store } = await (await open()).check();
    fake.misbehave({ redirect: { to: 'https://new.example.com', status: 308 } });
    await expect(magento1.open(fake.credentials, http(), store?.access).findOrder('1')).rejects.toThrow(
      /sends us on to another shop: https:\/\/new/,
    );
  });

  const users: [string, Parameters<FakeStore['setUser']>[1], RegExp][] = [
    ['a key that was changed', { apiKey: 'another-one' }, /name or key is wrong/],
    ['a user that was switched off', { active: false }, /Active/],
  ];
  it.each(users)('%s', async (_, change, words) => {
    const store = await open();
    fake.setUser('all', change);
    const refused = obstacle(await store.check());
    expect([refused?.right, refused?.problem]).toEqual(['reach', expect.any(AuthenticationError)]);
    expect(wordsOf(refused?.problem)).toMatch(words);
    expect(wordsOf(refused?.problem)).toMatch(/SOAP\/XML-RPC - Users/);
  });

  it('an empty name is as good as a wrong one', async () => {
    await open();
    const { rights } = await magento1.open({ ...fake.credentials, apiUser: '' }, http()).check();
    expect(rights[0]?.problem).toBeInstanceOf(AuthenticationError);
  });

  it('a role without resources: each right is refused, with the places to tick', async () => {
    await open();
    const { rights, store } = await magento1.open(fake.credentialsOf('nothing'), http()).check();
    expect(rights.map(({ state }) => state)).toEqual(['allowed', ...Array(5).fill('refused')]);
    expect(wordsOf(rights[1]?.problem)).toMatch(/Catalog → Product → Retrieve products data/);
    expect(wordsOf(rights[2]?.problem)).toMatch(/Role Resources.*Sales → Order → Retrieve orders info/s);
    expect(store).toMatchObject({ name: new URL(fake.url).host, currency: 'XXX', timeZone: 'UTC' });
    expect(store?.version).toBeUndefined();
  });

  it('a role that may ship but not mail later: that is told', async () => {
    await open();
    fake.setUser('all', { allowed: /^(?!sales_order_shipment\.sendInfo)/ });
    const { rights, store } = await magento1.open(fake.credentials, http()).check();
    expect(rights.every(({ state }) => state === 'allowed')).toBe(true);
    expect(store?.notices).toEqual([expect.stringMatching(/before the tracking number is there.*Send shipment info/)]);
  });

  it('neither key, name nor session is in anything that is told', async () => {
    const store = await open();
    const { store: facts } = await store.check();
    const secrets = [fake.credentials.apiKey, fake.credentials.apiUser];
    for (const page of ['maintenance', 'fatalDisplayed', 'empty', 'halfXml', 'comingSoon'] as const) {
      fake.misbehave({ page });
      const error = await magento1
        .open(fake.credentials, http(), facts?.access)
        .findOrder('1001')
        .catch((thrown: unknown) => thrown);
      for (const secret of secrets) expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(secret);
    }
    for (const secret of [...secrets, ...fake.site.sessions.keys()]) expect(JSON.stringify(facts)).not.toContain(secret);
  });
});

it('tells the shop’s clock by the one time that is told by it', () => {
  const zones = { '2026-11-23T16:33:29+01:00': 'CET', '2026-07-23T16:33:29+02:00': 'CET', '2026-01-05T10:00:00+02:00': 'EET' };
  const others = { '2026-07-23T16:33:29+00:00': 'UTC', '2026-07-23T16:33:29-07:00': 'PST8PDT', '2026-11-23T16:33:29+05:30': 'UTC+05:30' };
  for (const [time, zone] of Object.entries({ ...zones, ...others })) expect(zoneOf(time)).toBe(zone);
  expect([zoneOf('2026-11-23 16:33:29'), zoneOf('')]).toEqual([undefined, undefined]);
});
