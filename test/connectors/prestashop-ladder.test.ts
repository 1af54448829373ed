import { describe, expect, it } from 'vitest';
import type { Right, StoreCheck } from '../../connectors/connector.ts';
import {
  AuthenticationError,
  InsecureError,
  NetworkError,
  PermissionError,
  RateLimitError,
  ResponseError,
} from '../../connectors/errors.ts';
import { createHttp } from '../../connectors/http.ts';
import * as advice from '../../connectors/prestashop/advice.ts';
import { prestaApi } from '../../connectors/prestashop/api.ts';
import { prestashop } from '../../connectors/prestashop/index.ts';
import type { Credentials, KeyName, Misbehaviour, Options } from '../fakes/prestashop.ts';
import { records } from './contract/bench.ts';
import { http, known, open, start } from './prestashop/open.ts';

/** What stands in the way: the first thing that was refused. */
const obstacle = ({ rights }: StoreCheck) => rights.find(({ state }) => state === 'refused');
const problem = ({ rights }: StoreCheck, wanted: Right) => rights.find(({ right }) => right === wanted)?.problem;

describe('the way into a PrestaShop', () => {
  type Way = { auth: 'header' | 'query'; path: string; notice?: string };
  const plainly: Way = { auth: 'header', path: '/api/orders' };
  const detour: Way = { auth: 'header', path: '/webservice/dispatcher.php', notice: advice.noRewriting };
  const inAddress: Way = { auth: 'query', path: '/api/orders', notice: advice.keyInAddress };
  const ways: [string, Options, Way][] = [
    ['over https with the key in the header', {}, plainly],
    ['over plain http, on this machine', { https: false }, plainly],
    ['where the server takes the header away', { misbehave: { stripsAuthorization: true } }, inAddress],
    ['where friendly URLs do not work', { misbehave: { noRewriting: true } }, detour],
    ['with neither', { misbehave: { noRewriting: true, stripsAuthorization: true } }, { ...detour, auth: 'query' }],
    ['in a folder', { folder: 'trgovina/nova' }, { ...plainly, path: '/trgovina/nova/api/orders' }],
    ['in version 1.6', { version: '1.6.1.24' }, plainly],
    ['in version 8, whose front page breaks as JSON', { version: '8.1.7' }, plainly],
    ['in version 9', { version: '9.0.2' }, plainly],
  ];

  it.each(ways)('%s', async (_, options, { auth, path, notice }) => {
    const fake = await start(options);
    const { rights, store } = await open(fake).check();
    expect(rights.filter(({ state }) => state !== 'allowed')).toEqual([]);
    expect(store).toMatchObject({ url: fake.url, version: options.version ?? '1.7.8.8', timeZone: 'Europe/Ljubljana' });
    expect(store?.notices).toEqual(expect.arrayContaining(notice ? [notice] : []));
    expect(JSON.stringify(store)).not.toContain(fake.credentials.key);
    fake.requests.length = 0;
    for await (const page of open(fake, {}, store?.access).orders()) {
      expect(page.records.length).toBeGreaterThan(80);
      break;
    }
    expect(fake.requests[0]).toMatchObject({ auth, path });
    expect(new Set(fake.requests.map((one) => one.auth))).toEqual(new Set([auth]));
  });

  it.each(['/admin831abc/index.php?controller=AdminDashboard&token=1', '/sl/', '/sl/2-domov', '/'])(
    'from an address as merchants copy it: %s',
    async (copied) => {
      const fake = await start();
      const { store } = await open(fake, { url: `${fake.url}${copied}` }).check();
      expect(store).toMatchObject({ url: fake.url, notices: copied === '/' ? [] : [advice.otherFolder(fake.url)] });
    },
  );

  it('behind the password of a staging copy, when it is given with the address', async () => {
    const fake = await start({ misbehave: { wall: { user: 'staging', password: 'geslo' } } });
    const url = fake.url.replace('https://', 'https://staging:geslo@');
    const { rights, store } = await open(fake, { url }).check();
    expect(rights.filter(({ state }) => state !== 'allowed')).toEqual([]);
    expect(JSON.stringify(store)).not.toContain('geslo');
    expect(await records(open(fake, { url }, store?.access).orders())).toHaveLength(249);
  });

  it('is looked for again when it has changed', async () => {
    const fake = await start();
    const { store } = await open(fake).check();
    fake.misbehave({ noRewriting: true, stripsAuthorization: true });
    const again = await open(fake, {}, store?.access).check();
    expect(again.store?.access).toMatchObject({ root: `${fake.url}/webservice/dispatcher.php?url=`, auth: 'query' });
  });

  it('never puts the key into an address that is not encrypted', async () => {
    const fake = await start({ https: false, misbehave: { stripsAuthorization: true } });
    expect(obstacle(await open(fake).check())?.problem?.advice).toEqual(advice.headerStripped);
    expect(fake.requests.filter(({ query }) => query.has('ws_key'))).toEqual([]);
  });

  it('does not send the key over plain http at all, unless the merchant accepts it', async () => {
    const asked = createHttp({ allowPrivate: false });
    const api = prestaApi({ url: 'http://shop.example', key: '1'.repeat(32) }, asked, { root: 'http://shop.example/api/', auth: 'header' });
    await expect(api.list('orders', {})).rejects.toBeInstanceOf(InsecureError);
  });
});

describe('what is in the way', () => {
  type Kind = new (...given: never[]) => Error;
  const keyed: [string, KeyName, Kind, readonly string[]][] = [
    ['a key that is disabled', 'disabled', AuthenticationError, advice.newKey],
    ['a key without any permission', 'nothing', PermissionError, advice.allPermissions],
    ['a key of another shop of the same installation', 'otherShop', PermissionError, advice.shopAssociation],
  ];
  it.each(keyed)('%s', async (_, key, kind, steps) => {
    for (const version of ['1.7.8.8', '8.1.7']) {
      const fake = await start({ version });
      const found = obstacle(await open(fake, fake.credentialsOf(key)).check());
      expect(found).toMatchObject({ right: 'reach' });
      expect(found?.problem).toBeInstanceOf(kind);
      expect(found?.problem?.advice).toEqual(steps);
    }
  });

  const html = { headers: { 'Content-Type': 'text/html' }, body: '<html><body>Down for maintenance</body></html>' };
  const firewall = { 'Content-Type': 'text/html', Server: 'cloudflare', 'cf-mitigated': 'challenge' };
  const barred: [string, Misbehaviour, Kind, readonly string[] | RegExp][] = [
    ['the web service is switched off', { switchedOff: true }, PermissionError, advice.switchedOff],
    ['a firewall', { status: 403, headers: firewall, body: '<title>Just a moment...</title>' }, PermissionError, /Cloudflare/],
    ['a firewall that nobody knows', { status: 406, ...html }, PermissionError, /A firewall/],
    ['a maintenance page', { status: 503, ...html }, NetworkError, advice.maintenance],
    ['a server that breaks', { status: 500, ...html }, NetworkError, advice.critical],
    ['a page in its place', { status: 200, ...html }, ResponseError, advice.wrongAddress],
    ['no shop at that address', { status: 404, ...html }, ResponseError, advice.wrongAddress],
    ['a password of the web server', { wall: { user: 'a', password: 'b' } }, PermissionError, advice.passwordWall],
  ];
  it.each(barred)('%s', async (_, misbehave, kind, steps) => {
    const found = obstacle(await open(await start({ misbehave })).check());
    expect(found).toMatchObject({ right: 'reach' });
    expect(found?.problem).toBeInstanceOf(kind);
    if (steps instanceof RegExp) expect(found?.problem?.advice?.join(' ')).toMatch(steps);
    else expect(found?.problem?.advice).toEqual(steps);
  });

  it('another shop that we are sent on to, which does not get the key', async () => {
    const other = await start();
    const to = other.url.replace('127.0.0.1', 'localhost');
    const found = obstacle(await open(await start({ misbehave: { redirect: { to } } })).check());
    expect(found?.problem).toBeInstanceOf(ResponseError);
    expect(found?.problem?.advice).toEqual(advice.moved(to));
    expect(new Set(other.requests.map(({ auth }) => auth))).toEqual(new Set(['none']));
  });

  it('a certificate that nobody has signed, told as that', async () => {
    const fake = await start();
    const { rights } = await prestashop.open(fake.credentials, createHttp({ allowPrivate: true })).check();
    expect(rights[0]?.problem).toBeInstanceOf(NetworkError);
    expect(rights[0]?.problem?.message).toMatch(/certificate/);
    expect(rights[0]?.problem?.advice?.join()).toMatch(/Let's Encrypt/);
  });

  it('an answer that drips, told as too slow', async () => {
    const fake = await start({ misbehave: { drip: 20 } });
    const { rights } = await prestashop.open(fake.credentials, http({}, 300)).check();
    expect(rights[0]?.problem).toBeInstanceOf(NetworkError);
    expect(rights[0]?.problem?.message).toMatch(/in time/);
  });

  it('a long wait that the server asks for, handed to whoever asked', async () => {
    const { fake, store } = await known();
    fake.misbehave({ status: 429, headers: { 'Retry-After': '600' } });
    const failure = await records(store.orders()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RateLimitError);
    expect(failure).toMatchObject({ retryAfter: 600 });
  });
});

describe('rights, list by list', () => {
  async function without(list: string, methods: readonly ('get' | 'put' | 'post')[] = []) {
    const fake = await start();
    const { [list]: _, ...others } = fake.site.keys[0]?.methods ?? {};
    fake.setKey('all', { methods: methods.length > 0 ? { ...others, [list]: methods } : others });
    return { fake, check: await open(fake).check() };
  }

  const lists: [right: Right, list: string][] = [
    ['products', 'combinations'],
    ['products', 'stock_availables'],
    ['products', 'taxes'],
    ['orders', 'order_details'],
    ['orders', 'addresses'],
    ['orders', 'messages'],
    ['orders', 'configurations'],
    ['payment methods', 'order_payments'],
    ['order statuses', 'order_states'],
  ];
  it.each(lists)('%s need %s, and the merchant is told where to tick it', async (right, list) => {
    const { check } = await without(list);
    expect(problem(check, right)).toBeInstanceOf(PermissionError);
    expect(problem(check, right)?.advice?.[1]).toContain(list);
    expect(problem(check, 'reach')).toBeUndefined();
  });

  it('to write back, a tick in another column of three lists is needed', async () => {
    for (const [list, column] of [
      ['stock_availables', 'Modify (PUT)'],
      ['order_carriers', 'Modify (PUT)'],
      ['order_histories', 'Add (POST)'],
    ] as const) {
      const { check, fake } = await without(list, ['get']);
      expect(check.rights.map(({ state }) => state)).toEqual([...Array(5).fill('allowed'), 'refused']);
      expect(problem(check, 'write back')?.advice?.[1]).toContain(`“${column}”, tick the rows ${list}`);
      expect(fake.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    }
  });

  it('a right that is taken away later is named when it is needed', async () => {
    const { fake, store } = await known();
    const { customers: _, ...methods } = fake.site.keys[0]?.methods ?? {};
    fake.setKey('all', { methods });
    const failure = await records(store.orders()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PermissionError);
    expect(String(failure)).toContain('customers');
  });
});

describe('a key as it is given', () => {
  const { key, url } = prestashop.credentials;
  it.each(['OMBOT0123456789', 'OMBOT0123456789ABCDEFGHIJKLMNOPQR', 'ck_0123456789abcdef0123456789abc', ''])(
    'is refused at once: “%s”',
    (given) => {
      expect(key.schema.safeParse(given).success).toBe(false);
    },
  );

  it('may have blanks around it', () => {
    expect(key.schema.parse(' OMBOT0123456789ABCDEFGHIJKLMNOPQ\n')).toBe('OMBOT0123456789ABCDEFGHIJKLMNOPQ');
    expect(url.schema.parse('shop.example.com/')).toBe('https://shop.example.com');
  });

  it('has its place in the help, with every tick', () => {
    const credentials: (keyof Credentials)[] = ['url', 'key'];
    expect(Object.keys(prestashop.credentials)).toEqual(credentials);
    expect(prestashop.help.join(' ')).toMatch(/View \(GET\).*order_histories.*order_carriers and stock_availables/);
  });
});
