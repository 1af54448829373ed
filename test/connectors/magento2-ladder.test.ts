import { afterEach, describe, expect, it } from 'vitest';
import type { StoreCheck } from '../../connectors/connector.ts';
import { AuthenticationError, InsecureError, NetworkError, PermissionError, ResponseError } from '../../connectors/errors.ts';
import { createHttp, type HttpOptions } from '../../connectors/http.ts';
import * as advice from '../../connectors/magento2/advice.ts';
import { magento2 } from '../../connectors/magento2/index.ts';
import { type Credentials, everything, type FakeMagento, type Misbehaviour, type Options, startMagento2 } from '../fakes/magento2.ts';
import { tls } from '../fakes/tls.ts';

let fake: FakeMagento;
afterEach(() => fake?.close());

const http = (options: HttpOptions = {}) => createHttp({ allowPrivate: true, ca: tls.cert, timeout: 2000 }).with(options);

async function open(options: Options = {}, change: Partial<Credentials> = {}) {
  fake = await startMagento2(options);
  return magento2.open({ ...fake.credentials, ...change }, http());
}

type Checked = { check(): Promise<StoreCheck> };
/** What stands in the way: the first thing that was refused. */
const obstacle = async (store: Checked) => (await store.check()).rights.find(({ state }) => state === 'refused');
const states = async (store: Checked) => Object.fromEntries((await store.check()).rights.map(({ right, state }) => [right, state]));

describe('the way into a Magento 2 shop', () => {
  type Way = { auth: string; root: string; notice?: string };
  const ways: [string, Options, Way, path?: string][] = [
    ['signed with four values', {}, { auth: 'oauth', root: '/rest/all/V1/' }],
    ['signed over plain http, on this machine', { https: false }, { auth: 'oauth', root: '/rest/all/V1/' }],
    [
      'where a proxy hides that it is https',
      { misbehave: { silentProxy: true } },
      { auth: 'oauth', root: '/rest/all/V1/', notice: advice.tlsProxy },
    ],
    ['behind index.php', { rewrites: false }, { auth: 'oauth', root: '/index.php/rest/all/V1/' }],
    ['in a folder', { folder: 'shop' }, { auth: 'oauth', root: '/shop/rest/all/V1/' }],
    [
      'in a folder behind index.php',
      { folder: 'trgovina/nova', rewrites: false },
      { auth: 'oauth', root: '/trgovina/nova/index.php/rest/all/V1/' },
    ],
    ['in version 2.3.7', { version: '2.3.7' }, { auth: 'oauth', root: '/rest/all/V1/' }],
    ['in version 2.4.8', { version: '2.4.8' }, { auth: 'oauth', root: '/rest/all/V1/' }],
    ['without Inventory', { inventory: false }, { auth: 'oauth', root: '/rest/all/V1/', notice: advice.slowStock }],
  ];

  it.each(ways)('is found %s', async (_, options, { auth, root, notice }) => {
    const check = await (await open(options)).check();
    expect(check.rights.filter(({ state }) => state !== 'allowed')).toEqual([]);
    const url = new URL(fake.url);
    expect(check.store).toMatchObject({
      ...{ url: fake.url, currency: 'EUR', timeZone: 'Europe/Ljubljana', version: (options.version ?? '2.4.7').slice(0, 3) },
      access: { auth, root: `${url.origin}${root}` },
      notices: notice ? [notice] : [],
    });
    fake.requests.length = 0;
    for await (const { records } of magento2.open(fake.credentials, http(), check.store?.access).orders()) {
      expect(records.length).toBeGreaterThan(40);
      break;
    }
    expect(fake.requests[0]).toMatchObject({ path: 'orders', auth });
  });

  it.each(['/admin_1x2y/sales/order', '/si', '/si/index.php'])('is found above what was copied from the address bar: %s', async (path) => {
    await open();
    const { store } = await magento2.open({ ...fake.credentials, url: `${fake.url}${path}` }, http()).check();
    expect(store).toMatchObject({ access: { root: `${fake.url}/rest/all/V1/` } });
    expect(store?.notices).toEqual([advice.otherFolder(fake.url)]);
  });

  it('is the token alone only where signatures do not get through and the shop allows it, and the risk is told', async () => {
    const wrong = { consumerSecret: 'q'.repeat(32) };
    const check = await (await open({ allowBearer: true }, wrong)).check();
    expect(check.store).toMatchObject({ access: { auth: 'bearer' }, notices: [advice.bearerUsed] });
    expect(advice.bearerUsed).toMatch(/OAuth → Consumer Settings.*Whoever gets hold of it/);
    await fake.close();
    const refused = await obstacle(await open({ allowBearer: false }, wrong));
    expect(refused?.problem).toBeInstanceOf(AuthenticationError);
    expect(refused?.problem?.advice).toEqual(advice.signature);
    expect(advice.signature.join(' ')).toMatch(
      /“Allow OAuth Access Tokens to be used as standalone Bearer tokens” = Yes.*Whoever then gets hold/,
    );
  });

  it('lets the token itself travel only where nobody on the way can read it', async () => {
    const store = await open({ https: false, allowBearer: true }, { consumerSecret: 'q'.repeat(32) });
    expect((await obstacle(store))?.problem).toBeInstanceOf(AuthenticationError);
    expect(fake.requests.map(({ auth }) => auth)).not.toContain('bearer');
  });

  it('is not taken over plain http to elsewhere unless the merchant accepts it', async () => {
    await open({ https: false });
    const url = fake.url.replace('127.0.0.1', '[::ffff:127.0.0.1]');
    const refused = await obstacle(magento2.open({ ...fake.credentials, url }, http()));
    expect(refused).toMatchObject({ right: 'reach', problem: expect.any(InsecureError) });
    expect(fake.requests.filter(({ auth }) => auth !== 'guest')).toEqual([]);
    const accepted = await magento2.open({ ...fake.credentials, url }, http({ plainHttp: true })).check();
    expect(accepted.rights.filter(({ state }) => state !== 'allowed')).toEqual([]);
    expect(accepted.store?.notices).toContain(advice.httpAccepted);
  });

  it('is looked for again when the shop has moved into another folder or behind index.php', async () => {
    await open({ rewrites: false });
    const access = { root: `${fake.url}/rest/all/V1/`, auth: 'oauth', sources: true };
    const { store } = await magento2.open(fake.credentials, http(), access).check();
    expect(store?.access.root).toBe(`${fake.url}/index.php/rest/all/V1/`);
  });

  it('goes on where an answer was asked for twice, and the first time had used up the nonce', async () => {
    const store = await open();
    const { store: facts } = await store.check();
    fake.misbehave({
      only: /orders/,
      times: 1,
      status: 401,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(nonceUsed),
    });
    const known = magento2.open(fake.credentials, http(), facts?.access);
    expect((await Array.fromAsync(known.orders())).length).toBeGreaterThan(3);
  });
  const nonceUsed = { message: 'The nonce is already being used by the consumer with ID %1', parameters: ['1'] };

  it('says so where the shop calls itself by another name', async () => {
    const { store } = await (await open({ misbehave: { baseUrl: 'https://www.trgovina.example' } })).check();
    expect(store).toMatchObject({
      url: 'https://www.trgovina.example',
      notices: [advice.otherName('https://www.trgovina.example', fake.url)],
    });
  });
});

describe('a shop of several store views', () => {
  const json = { 'Content-Type': 'application/json' };
  const config = (code: string, base_currency_code: string, home: string) => ({
    code,
    base_currency_code,
    timezone: 'Europe/Zagreb',
    secure_base_url: home,
  });
  const configs = (url: string) => [
    config('default', 'USD', 'https://us.example/'),
    config('si', 'EUR', `${url}/`),
    config('hr', 'EUR', 'https://hr.example/'),
  ];

  it('is known by the view that was connected, and its currencies are told', async () => {
    const store = await open();
    fake.misbehave({ only: /storeConfigs/, status: 200, headers: json, body: JSON.stringify(configs(fake.url)) });
    expect((await store.check()).store).toMatchObject({
      ...{ url: fake.url, currency: 'EUR', timeZone: 'Europe/Zagreb' },
      notices: [advice.currencies(['USD', 'EUR'], 'EUR')],
    });
  });

  it('is called by the first name that the merchant has given', async () => {
    const store = await open();
    const sites = [
      { id: 0, code: 'admin', name: 'Admin' },
      { id: 1, code: 'base', name: 'Main Website' },
    ];
    const views = [{ id: 1, code: 'default', name: 'Trgovina &amp; delavnica' }];
    fake.misbehave({ only: /store\/websites/, status: 200, headers: json, body: JSON.stringify(sites) });
    expect((await store.check()).store?.name).toBe(new URL(fake.url).host);
    fake.misbehave({ only: /store\/(websites|storeGroups)/, status: 200, headers: json, body: JSON.stringify([...sites, ...views]) });
    expect((await store.check()).store?.name).toBe('Trgovina & delavnica');
  });
});

describe('what keeps us from a Magento 2 shop', () => {
  const json = { 'Content-Type': 'application/json; charset=utf-8' };
  const obstacles: [string, Misbehaviour, new (...given: never[]) => Error, RegExp][] = [
    ['maintenance', { page: 'maintenance' }, NetworkError, /maintenance:disable/],
    ['a fatal error', { page: 'error' }, NetworkError, /under 11759db1\w+/],
    ['a firewall', { page: 'firewall' }, PermissionError, /Cloudflare keeps us.*OM-Bot/],
    ['a coming-soon page', { page: 'comingSoon' }, ResponseError, /coming soon/],
    ['no Magento at all', { page: 'notFound' }, ResponseError, /Base URLs/],
    ['a password of the web server', { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="x"' } }, PermissionError, /same place/],
    [
      'Magento 1, or something else that speaks JSON',
      { status: 404, headers: json, body: '{"messages":{}}' },
      ResponseError,
      /Base URLs|404/,
    ],
    [
      'PHP warnings before the JSON',
      {
        status: 200,
        body: '<br />\n<b>Warning</b>: x in <b>/srv/www/app/code/Acme/Tags/Model/Tag.php</b> on line <b>7</b><br />\n{"a":1}',
      },
      ResponseError,
      /extension Acme\/Tags \(Tag.php, line 7\).*display_errors/,
    ],
    ['a header that is taken away', { stripsAuthorization: true }, AuthenticationError, /SetEnvIf Authorization/],
    ['a redirect to elsewhere', { redirect: { to: 'https://localhost:1/' } }, NetworkError, /localhost/],
  ];

  it.each(obstacles)('%s is told by its name, with the way to mend it', async (_, how, kind, words) => {
    const refused = await obstacle(await open({ misbehave: how }));
    expect(refused?.right).toBe('reach');
    expect(refused?.problem).toBeInstanceOf(kind);
    expect(`${refused?.problem?.message} ${refused?.problem?.advice?.join(' ')}`).toMatch(words);
  });

  it('an answer that comes drop by drop is given up, and told', async () => {
    const store = await open();
    const { store: facts } = await store.check();
    fake.misbehave({ drip: 20 });
    const slow = createHttp({ allowPrivate: true, ca: tls.cert, timeout: 300 });
    await expect(Array.fromAsync(magento2.open(fake.credentials, slow, facts?.access).orders())).rejects.toThrow(/did not answer in time/);
  });

  it('Adobe’s cloud service is told before anything is asked', async () => {
    const url = 'https://na1.api.commerce.adobe.com/abc123';
    const refused = await obstacle(await open({}, { url }));
    expect(refused?.problem?.advice).toEqual(advice.cloudService);
    expect(fake.requests).toEqual([]);
  });

  it('a certificate that nobody signed is told', async () => {
    await open();
    const refused = await obstacle(magento2.open(fake.credentials, createHttp({ allowPrivate: true })));
    expect(refused?.problem?.message).toMatch(/certificate/);
  });
});

describe('what an integration may', () => {
  it('nothing at all: Magento does not see it', async () => {
    await open();
    const refused = await obstacle(magento2.open(fake.credentialsOf('nothing'), http()));
    expect(refused).toMatchObject({ right: 'reach', problem: expect.any(AuthenticationError) });
    expect(refused?.problem?.advice?.join()).toMatch(/at least one resource/);
  });

  it('everything but one thing, told by where that is ticked', async () => {
    const store = await open();
    const without = (...resources: string[]) => {
      fake.setIntegration('all', { resources: everything.filter((one) => !resources.includes(one)) });
      return store.check();
    };
    const adviceFor = async (right: string, ...resources: string[]) =>
      (await without(...resources)).rights.find((one) => one.right === right)?.problem?.advice?.[1];
    expect(await adviceFor('orders', 'Magento_Sales::actions_view')).toContain('Sales → Operations → Orders → Actions → View');
    expect(await adviceFor('products', 'Magento_Catalog::products')).toContain('Catalog → Inventory → Products');
    expect(await adviceFor('write back', 'Magento_Sales::ship', 'Magento_Sales::comment')).toMatch(/Actions → Ship; .*Actions → Comment/);
    expect((await without('Magento_Backend::store')).store).toMatchObject({
      ...{ currency: 'EUR', timeZone: 'UTC', name: new URL(fake.url).host },
      notices: [advice.noStoreRights('Stores → Settings → All Stores')],
    });
    expect((await without('Magento_InventoryApi::source')).store?.notices).toEqual([advice.noStockRights('Stores → Inventory → Sources')]);
  });

  it.each(['oauth', 'bearer'])('nothing any more, once it was taken back (%s)', async (auth) => {
    const store = await open({ allowBearer: true });
    const { store: facts } = await store.check();
    fake.setIntegration('all', { active: false });
    const known = magento2.open(fake.credentials, http(), { ...facts?.access, auth });
    await expect(Array.fromAsync(known.orders())).rejects.toBeInstanceOf(AuthenticationError);
    expect(await states(known)).toMatchObject({ reach: 'refused', orders: 'unknown' });
  });

  it('is told by what was pasted wrongly before anything is asked', () => {
    const read = (name: 'consumerKey' | 'accessToken', value: string) => magento2.credentials[name].schema.safeParse(value);
    expect(read('consumerKey', ` ${'a1'.repeat(16)} `)).toMatchObject({ success: true, data: 'a1'.repeat(16) });
    expect(read('accessToken', 'eyJraWQiOiIxIn0.x.y').error?.issues[0]?.message).toContain("admin's token");
    expect(read('consumerKey', 'ana@example.com').error?.issues[0]?.message).toContain('of an integration');
    expect(read('accessToken', 'abc').error?.issues[0]?.message).toContain('32 letters and digits');
  });
});
