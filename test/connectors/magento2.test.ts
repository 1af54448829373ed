import { afterEach, describe, expect, it } from 'vitest';
import { createHttp } from '../../connectors/http.ts';
import { magento2 } from '../../connectors/magento2/index.ts';
import { everything, type FakeMagento, type Misbehaviour, type Options, startMagento2 } from '../fakes/magento2.ts';
import { realOrders } from '../fakes/shop.ts';
import { tls } from '../fakes/tls.ts';
import { ids, records } from './contract/bench.ts';
import { testConnector } from './contract.ts';
import { type Asked, type Recording, type Routes, replay } from './recordings/replay.ts';

testConnector({
  connector: magento2,
  start: ({ shop }) => startMagento2({ shop }),
  wrong: {
    'a consumer key that nobody knows': { consumerKey: 'z'.repeat(32) },
    'the secret of another integration': { consumerSecret: '2'.repeat(8).padEnd(32, 's') },
    'a token that was taken back': { accessToken: 'y'.repeat(32) },
    'the token of another integration': { accessToken: '2'.repeat(8).padEnd(32, 't') },
    'two secrets in each other’s place': {
      consumerSecret: '1'.repeat(8).padEnd(32, 'x'),
      accessTokenSecret: '1'.repeat(8).padEnd(32, 's'),
    },
  },
  ordersPath: /^orders(\/\d+)?$/,
  besidePath: /^(creditmemos|products|products\/attributes|modules|directory\/currency)$/,
  without: [
    ...(['fees', 'products without SKU', 'duplicate SKUs', 'lines without SKU', 'products without price', 'uncounted stock'] as const),
    ...(['payment methods', 'delivery methods'] as const),
  ],
});

let fake: FakeMagento;
afterEach(() => fake?.close());

const given = () => createHttp({ allowPrivate: true, ca: tls.cert, timeout: 10_000 });

/** A shop of its own, opened after a check; no request is counted yet. */
async function known(options: Options = {}) {
  fake = await startMagento2(options);
  const { store } = await magento2.open(fake.credentials, given()).check();
  fake.requests.length = 0;
  return magento2.open(fake.credentials, given(), store?.access);
}

const asked = (path: string, method = 'GET') => fake.requests.filter((one) => one.path === path && one.method === method);
const good = () =>
  realOrders(fake.shop)
    .filter(({ broken }) => !broken)
    .map(({ id }) => String(id));

describe('Magento 2, question by question', () => {
  it('always asks with searchCriteria, sorted, for certain fields only, and never for a numbered page', async () => {
    const store = await known();
    await records(store.orders());
    await records(store.products());
    await store.findOrder('1001');
    await store.orderStatuses();
    const lists = fake.requests.filter(({ path }) => /^(orders|products|creditmemos|products\/attributes|inventory\/\w+)/.test(path));
    expect(lists.length).toBeGreaterThan(15);
    for (const { query } of lists) {
      expect(query.get('searchCriteria[pageSize]')).toMatch(/^\d+$/);
      expect(query.get('fields')).toMatch(/^items\[.*\]/);
      expect(query.get('searchCriteria[currentPage]')).toBe('1');
    }
    for (const { query } of lists.filter(({ path }) => ['orders', 'products', 'creditmemos'].includes(path)))
      expect(query.get('searchCriteria[sortOrders][0][field]')).toBe('entity_id');
    expect(lists.map(({ query }) => query.get('fields')).join()).not.toMatch(/shipping_assignments\[items|base_/);
  });

  it('reads a page of products with two questions, however many variants there are', async () => {
    const store = await known();
    expect(await records(store.products())).toHaveLength(250);
    expect(fake.requests.map(({ path, query }) => [path, query.get('searchCriteria[filterGroups][0][filters][0][conditionType]')])).toEqual(
      [
        ['products', 'nin'],
        ['products', 'eq'],
        ['products/attributes', 'in'],
        ['inventory/sources', null],
        ['inventory/source-items', 'in'],
        ['products', 'nin'],
        ['inventory/source-items', 'in'],
      ],
    );
  });

  it('asks for families only where something is sold', async () => {
    const store = await known();
    await records(store.products({ updatedSince: new Date(Date.now() + 86_400_000) }));
    expect(fake.requests).toHaveLength(1);
  });

  it('says how many there are, also from a cursor on', async () => {
    const store = await known();
    const pages = await Array.fromAsync(store.orders());
    expect(pages.map(({ total }) => total)).toEqual(Array(pages.length).fill(250));
    for await (const { total } of store.orders({ cursor: pages[0]?.cursor })) expect(total).toBe(250);
  });

  it.each<[string, Misbehaviour]>([
    ['where the server breaks under a full page', { only: /orders\?/, fatalAbove: 30 }],
    ['where the merchant limits how much may be asked for', { only: /orders\?/, mostAtOnce: 30 }],
  ])('asks for less at a time %s, and loses nothing', async (_, how) => {
    const store = await known();
    fake.misbehave(how);
    expect(ids(await records(store.orders()))).toEqual(good());
    expect([...new Set(asked('orders').map(({ query }) => query.get('searchCriteria[pageSize]')))]).toEqual(['50', '25']);
  });

  it.each(['2.3.0', '2.3.7', '2.4.0', '2.4.8'])('%s: reads each order and each product once', async (version) => {
    const store = await known({ version });
    const [orders, products] = [await Array.fromAsync(store.orders()), await Array.fromAsync(store.products())];
    expect(ids(orders.flatMap((page) => page.records))).toEqual(good());
    expect(products.flatMap((page) => page.records)).toHaveLength(250);
  });

  it('finds the statuses that orders have by as many questions as there are', async () => {
    const store = await known();
    expect((await store.orderStatuses()).find(({ code }) => code === 'poslano')).toEqual({
      ...{ code: 'poslano', title: 'Poslano', meaning: 'completed', paid: true, shipped: true },
    });
    expect(fake.requests).toHaveLength(2);
    fake.changeOrder(1001, { status: 'v_pripravi' });
    expect((await store.orderStatuses()).map(({ title }) => title)).toContain('V pripravi');
  });

  it('does without words and credit memos that it may not read', async () => {
    fake = await startMagento2();
    fake.setIntegration('all', {
      resources: everything.filter((one) => !/attributes_attributes|sales_creditmemo|Catalog::products|InventoryApi/.test(one)),
    });
    const orders = await records(magento2.open(fake.credentials, given()).orders());
    expect(ids(orders)).toEqual(good());
    const refunded = orders.filter(({ refunds }) => refunds.length > 0);
    expect(refunded.length).toBeGreaterThan(5);
    for (const { id, refunds, refunded: amount } of refunded) expect(refunds).toEqual([{ id, reason: '', total: amount }]);
    expect(asked('creditmemos')).toHaveLength(1);
    expect(asked('products/attributes')).toHaveLength(1);
  });
});

it('Magento 2: streams 20,000 variants by two questions a page, families and their words read once', async () => {
  const told = (json: unknown): Recording => ({
    name: '',
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(json),
    json: () => json,
  });
  const filter = ({ query }: Asked, at: number) => query.get(`searchCriteria[filterGroups][${at}][filters][0][value]`) ?? '';
  const size = ({ query }: Asked) => Number(query.get('searchCriteria[pageSize]'));
  const list = (asked: Asked, count: number, from: number, row: (id: number) => unknown) => {
    const after = Math.max(0, Number(filter(asked, 1)) - from);
    const ids = Array.from({ length: Math.max(0, Math.min(size(asked), count - after)) }, (_, at) => from + after + at + 1);
    return told({ items: ids.map(row), total_count: count - after });
  };
  const family = (id: number) => ({
    ...{ id, name: `Majica ${id - 100_000}`, status: 1 },
    extension_attributes: {
      configurable_product_options: [{ attribute_id: '137', label: 'Velikost', position: 0 }],
      configurable_product_links: [1, 2, 3, 4].map((child) => (id - 100_001) * 4 + child),
    },
  });
  const child = (id: number) => ({
    id,
    sku: `SKU-${id}`,
    price: 19.9,
    status: 1,
    custom_attributes: [{ attribute_code: 'velikost', value: '4' }],
  });
  const velikost = {
    attribute_id: 137,
    attribute_code: 'velikost',
    default_frontend_label: 'Velikost',
    options: [{ label: 'S', value: '4' }],
  };
  const routes: Routes = {
    '/rest/all/V1/products': (asked) =>
      filter(asked, 0) === 'configurable' ? list(asked, 5000, 100_000, family) : list(asked, 20_000, 0, child),
    '/rest/all/V1/products/attributes': told({ items: [velikost], total_count: 1 }),
    '/rest/all/V1/inventory/sources': told({ items: [{ source_code: 'default', enabled: true }], total_count: 1 }),
    '/rest/all/V1/inventory/source-items': (asked) =>
      told({
        items: filter(asked, 0)
          .split(',')
          .map((sku) => ({ sku, source_code: 'default', quantity: 3, status: 1 })),
        total_count: 200,
      }),
  };
  const server = await replay(routes);
  const access = { root: `${server.url}/rest/all/V1/`, auth: 'oauth', sources: true };
  const keys = { consumerKey: 'a', consumerSecret: 'b', accessToken: 'c', accessTokenSecret: 'd' };
  let seen = 0;
  for await (const page of magento2.open({ url: server.url, ...keys }, given(), access).products()) {
    seen += page.records.filter(
      ({ variant, stock, title }) => variant === 'Velikost: S' && stock === '3' && title.startsWith('Majica'),
    ).length;
    expect(page.total).toBe(20_000);
  }
  expect(seen).toBe(20_000);
  expect(server.asked).toHaveLength(100 + 100 + 25 + 2);
  await server.close();
});
