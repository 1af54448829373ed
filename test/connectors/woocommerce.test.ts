import { afterEach, describe, expect, it } from 'vitest';
import type { PageOptions } from '../../connectors/connector.ts';
import { RateLimitError } from '../../connectors/errors.ts';
import { createHttp, type HttpOptions } from '../../connectors/http.ts';
import { woocommerce } from '../../connectors/woocommerce/index.ts';
import { oauth } from '../../connectors/woocommerce/oauth.ts';
import { realOrders, sampleShop, sellables } from '../fakes/shop.ts';
import { tls } from '../fakes/tls.ts';
import { type FakeStore, keys, type Options, startWooCommerce } from '../fakes/woocommerce.ts';
import { ids, records } from './contract/bench.ts';
import { testConnector } from './contract.ts';

testConnector({
  connector: woocommerce,
  start: ({ shop }) => startWooCommerce({ shop, https: true }),
  wrong: {
    'a key that nobody knows': { consumerKey: `ck_${'9'.repeat(40)}` },
    'the secret of another key': { consumerSecret: `cs_${'9'.repeat(40)}` },
    'key and secret in each other’s place': { consumerKey: `cs_${'8'.repeat(40)}`, consumerSecret: `ck_${'8'.repeat(40)}` },
  },
  ordersPath: /\/wc\/v3\/orders$/,
  without: ['writing back'],
});

let fake: FakeStore;
afterEach(() => fake?.close());

/** A store of its own, opened after a check; no request is counted yet. */
async function known(options: Options = {}, http: HttpOptions = {}) {
  fake = await startWooCommerce({ https: true, ...options });
  const given = createHttp({ allowPrivate: true, ca: tls.cert, timeout: 10_000 }).with(http);
  const { store } = await woocommerce.open(fake.credentials, given).check();
  fake.requests.length = 0;
  return woocommerce.open(fake.credentials, given, store?.access);
}

const paths = () => [...new Set(fake.requests.map(({ path }) => path.replace(/\/\d+\//, '/ID/')))];
const good = (within: (order: { created: Date; modified: Date }) => boolean) =>
  realOrders(fake.shop)
    .filter((order) => !order.broken && within(order))
    .map(({ id }) => String(id));

describe('WooCommerce, version by version', () => {
  const routes: [version: string, list: string][] = [
    ['11.0.1', '/wp-json/wc/v3/variations'],
    ['10.5.2', '/wp-json/wc/v3/variations'],
    ['9.9.5', '/wp-json/wc-analytics/variations'],
    ['5.5.0', '/wp-json/wc-analytics/variations'],
    ['3.9.1', '/wp-json/wc/v3/products/ID/variations'],
    ['3.5.0', '/wp-json/wc/v3/products/ID/variations'],
  ];

  it.each(routes)('%s: finds all variations at %s', async (version, list) => {
    const products = await records((await known({ version })).products());
    expect(paths()).toContain(list);
    expect(ids(products).toSorted()).toEqual(
      sellables(fake.shop)
        .map(({ id }) => String(id))
        .toSorted(),
    );
    const byId = new Map(products.map((product) => [product.id, product]));
    for (const { id, sku, inherited, variant } of sellables(fake.shop)) {
      expect(byId.get(String(id))).toMatchObject({ ...(sku && { sku }) });
      expect(Boolean(byId.get(String(id))?.skuInherited)).toBe(inherited);
      expect(byId.get(String(id))?.variant).toBe(
        variant &&
          Object.entries(variant.options)
            .map((option) => option.join(': '))
            .join(', '),
      );
    }
  });

  it('reads variations parent by parent where the list of all does not say whose they are', async () => {
    const store = await known({ misbehave: { only: /\/variations\?/, orphans: true } });
    expect(await records(store.products())).toHaveLength(250);
    expect(paths()).toContain('/wp-json/wc/v3/products/ID/variations');
  });

  it.each(['11.0.1', '6.0.0', '5.8.0', '5.5.0', '3.9.1', '3.5.0'])(
    '%s: reads only what changed since a moment, though old ones ignore the question',
    async (version) => {
      const store = await known({ version });
      const since = fake.shop.orders.at(-40)?.modified ?? new Date();
      const expected = good(({ modified }) => modified >= since);
      expect(ids(await records(store.orders({ updatedSince: since })))).toEqual(expected);
      expect(expected.length).toBeLessThan(100);
    },
  );

  it.each(['11.0.1', '5.8.0', '3.9.1'])(
    '%s: reads what was placed between two moments, whatever the shop’s clock shows',
    async (version) => {
      const window: PageOptions = {};
      const store = await known({ version, shop: { ...sampleShop(), timeZone: 'Pacific/Auckland' } });
      Object.assign(window, { createdSince: fake.shop.orders.at(-80)?.created, createdUntil: fake.shop.orders.at(-30)?.created });
      expect(ids(await records(store.orders(window)))).toEqual(
        good(({ created }) => created >= (window.createdSince ?? 0) && created <= (window.createdUntil ?? 0)),
      );
    },
  );

  it('tells apart a shop that ignores the question from one that has many changes, also without knowing its version', async () => {
    await known({ version: '3.9.1' });
    fake.setKey('all', { capabilities: ['orders', 'products'] });
    const store = woocommerce.open(fake.credentials, createHttp({ allowPrivate: true, ca: tls.cert }));
    const since = fake.shop.orders.at(-40)?.modified ?? new Date();
    expect(ids(await records(store.orders({ updatedSince: since })))).toEqual(good(({ modified }) => modified >= since));
  });

  it('names the time zone of a shop that has only hours from GMT', async () => {
    await known({ shop: { ...sampleShop(), timeZone: '+05:30' } });
    const { store } = await woocommerce.open(fake.credentials, createHttp({ allowPrivate: true, ca: tls.cert })).check();
    expect(store?.timeZone).toBe('UTC+05:30');
  });
});

describe('WooCommerce, page by page', () => {
  it('asks for less at a time where the server breaks under a full page, and loses nothing', async () => {
    const store = await known({ misbehave: { fatalAbove: 30 } });
    expect(ids(await records(store.orders()))).toEqual(good(() => true));
    expect([...new Set(fake.requests.map(({ query }) => query.get('per_page')))]).toEqual(['100', '50', '25']);
  });

  it('goes on with smaller pages from a cursor of larger ones', async () => {
    const store = await known();
    let cursor: string | undefined;
    const first = new Set<string>();
    for await (const page of store.orders()) {
      for (const { id } of page.records) first.add(id);
      cursor = page.cursor;
      break;
    }
    fake.misbehave({ fatalAbove: 30 });
    const rest = ids(await records(store.orders({ cursor })));
    expect(good(() => true).filter((id) => !first.has(id) && !rest.includes(id))).toEqual([]);
  });

  it('says how many there are', async () => {
    for await (const { total } of (await known()).orders()) expect(total).toBe(258);
  });

  it('asks only for the fields it reads, and never for the settings of payment gateways, which hold keys', async () => {
    const store = await known();
    await store.check();
    await store.paymentMethods?.();
    await store.deliveryMethods?.();
    await records(store.orders());
    await records(store.products());
    const lists = fake.requests.filter(({ method, path }) => method === 'GET' && !path.endsWith('/orders/statuses'));
    expect(lists.filter(({ query }) => !query.has('_fields')).map(({ path }) => path)).toEqual([]);
    expect(
      lists.flatMap(({ query }) => query.get('_fields')?.split(',') ?? []).filter((field) => field === 'settings' || field === 'routes'),
    ).toEqual([]);
  });

  it('yields neither half-finished checkouts nor what lies in the trash', async () => {
    const store = await known();
    const hidden = fake.shop.orders.filter(({ status }) => ['checkout-draft', 'trash'].includes(status)).map(({ id }) => String(id));
    expect(hidden).toHaveLength(10);
    expect(ids(await records(store.orders())).filter((id) => hidden.includes(id))).toEqual([]);
  });

  it('reads 2,000 orders of a store that makes them as they are asked for', async () => {
    const store = await known({ orders: { count: 2000, days: 5 } });
    expect(new Set(ids(await records(store.orders({ createdSince: new Date(Date.now() - 6 * 86_400_000) })))).size).toBe(2000);
    expect(fake.requests).toHaveLength(20);
  });
});

describe('WooCommerce behind a limit', () => {
  it('is read to the end at the pace that it allows, waits said', async () => {
    const waits: number[] = [];
    const store = await known({ orders: { count: 1200 } }, { onWait: (seconds) => waits.push(seconds) });
    fake.misbehave({ limit: { perSecond: 5 } });
    expect((await records(store.orders())).length).toBe(1200);
    expect(fake.requests.filter(({ status }) => status === 429).length).toBeLessThan(4);
    expect(waits.length).toBeGreaterThan(0);
  });

  it('hands a long wait to whoever asked', async () => {
    const store = await known();
    fake.misbehave({ limit: { perSecond: 0, retryAfter: 600 } });
    const failure = await records(store.orders()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RateLimitError);
    expect(failure).toMatchObject({ retryAfter: 600 });
  });
});

/** The vector was checked by WooCommerce's own code. */
it('signs as WooCommerce checks signatures', () => {
  const { consumerKey, consumerSecret } = keys().all;
  const query = 'per_page=100&status=processing,on-hold&modified_after=2026-01-31T00:00:00&dates_are_gmt=true';
  const url = new URL(`http://shop.example.com/wp-json/wc/v3/orders?${query}`);
  const signed = oauth(url, 'http://shop.example.com/wp-json/wc/v3/orders', {
    consumerKey,
    consumerSecret,
    method: 'GET',
    seconds: 1767225600,
    nonce: 'n0nce1234567890',
  });
  expect(signed.searchParams.get('oauth_signature')).toBe('BEBdH7KrJYu2Kx7d4bjBrXeru+SmUZLG0kYF8v6JOeY=');
  expect(signed.href).not.toContain(consumerSecret);
});
