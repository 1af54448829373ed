import { afterEach, describe, expect, it } from 'vitest';
import type { Page, PageOptions, RemoteStore } from '../../connectors/connector.ts';
import { NetworkError, PermissionError } from '../../connectors/errors.ts';
import { createHttp } from '../../connectors/http.ts';
import { magento1 } from '../../connectors/magento1/index.ts';
import { type FakeStore, type Options, startMagento1 } from '../fakes/magento1.ts';
import { shopWithout } from '../fakes/shop/lacks.ts';
import { realOrders, type Shop, sellables } from '../fakes/shop.ts';
import { tls } from '../fakes/tls.ts';
import { ids, records } from './contract/bench.ts';

let fake: FakeStore;
afterEach(() => fake?.close());

const http = createHttp({ allowPrivate: true, ca: tls.cert, timeout: 5000 });
const lacks = ['fees', 'products without SKU'] as const;

/** A store of its own, opened as after a check; no request is counted yet. */
async function known(options: Options = {}): Promise<RemoteStore> {
  fake = await startMagento1({ https: true, shop: shopWithout(lacks), ...options });
  return magento1.open(fake.credentials, http, { root: `${fake.url}/api/xmlrpc/` });
}

/** A shop with so many orders, one every ten minutes, ids from there on. */
function shopOf(count: number, firstId: number, change: (shop: Shop) => void = () => {}): Shop {
  const shop = shopWithout(lacks);
  const models = realOrders(shop).filter(({ broken, refunds }) => !broken && refunds.length === 0);
  const now = Math.floor(Date.now() / 1000) * 1000;
  shop.orders = Array.from({ length: count }, (_, at) => {
    const [model] = models.slice(at % models.length);
    if (!model) throw new Error('The sample shop has no orders.');
    const created = new Date(now - (count - at) * 600_000);
    return { ...model, id: firstId + at, number: String(100_000_000 + firstId + at), created, modified: created };
  });
  change(shop);
  return shop;
}

const called = (what: string) => fake.requests.filter(({ path }) => path.includes(`#${what}`));
const good = () => realOrders(fake.shop).flatMap(({ id, broken }) => (broken ? [] : [String(id)]));
const sorted = (all: string[]) => all.toSorted((one, other) => Number(one) - Number(other));

describe('orders, though the list knows no pages', () => {
  it('are read by ids that begin anywhere and have gaps, and none is missed at the end', async () => {
    const shop = shopOf(330, 250_001, ({ orders }) => orders.splice(120, 100));
    const store = await known({ shop });
    expect(ids(await records(store.orders()))).toEqual(good());
    expect(Math.max(...called('multiCall sales_order.info').map(({ calls }) => calls))).toBe(25);
    expect(fake.requests.length).toBeLessThan(40);
    // No list was asked for more than two hundred ids but where a look ahead showed that there are few.
    expect(called('sales_order.list increment_id').length).toBeLessThan(12);
  });

  it('are read by days when they are asked for by change, and the answer to a quiet stretch is a wider one', async () => {
    const store = await known();
    const since = new Date(Date.now() - 80 * 86_400_000);
    const expected = realOrders(fake.shop).filter(({ modified, broken }) => modified >= since && !broken);
    expect(sorted(ids(await records(store.orders({ updatedSince: since }))))).toEqual(expected.map(({ id }) => String(id)));
    expect(called('sales_order.list updated_at').length).toBeLessThan(45);
  });

  it('are asked for once where the window is short', async () => {
    const store = await known();
    const window = { updatedSince: new Date(Date.now() - 900_000), updatedUntil: new Date() };
    await records(store.orders(window));
    expect(called('sales_order.list')).toHaveLength(1);
  });

  it('are asked for in ever shorter stretches where the server breaks over them', async () => {
    const store = await known({ shop: shopOf(300, 1), misbehave: { fatalAbove: 20 } });
    const window = { createdSince: new Date(Date.now() - 4 * 86_400_000), createdUntil: new Date() };
    expect(ids(await records(store.orders(window)))).toEqual(good());
    expect(fake.requests.some(({ status }) => status === 500)).toBe(true);
  });

  it('are read by ids within a single second that holds too many', async () => {
    const shop = shopOf(90, 7001, ({ orders }) => {
      const moment = new Date(Math.floor(Date.now() / 1000) * 1000 - 3_600_000);
      for (const order of orders.slice(0, 80)) order.modified = moment;
    });
    const store = await known({ shop, misbehave: { fatalAbove: 30 } });
    const window = { updatedSince: new Date(Date.now() - 2 * 86_400_000), updatedUntil: new Date() };
    expect(sorted(ids(await records(store.orders(window))))).toEqual(good());
  });

  it('give up on a server that breaks over everything, and say so', async () => {
    const store = await known({ misbehave: { only: /sales_order\.list/, page: 'fatal' } });
    await expect(records(store.orders({ updatedSince: new Date(Date.now() - 86_400_000) }))).rejects.toBeInstanceOf(NetworkError);
    expect(called('sales_order.list').length).toBeLessThan(30);
  });

  it('come in pages of a hundred, each with a place to go on from, also within one answer', async () => {
    const store = await known({ shop: shopOf(260, 1) });
    const window = { createdSince: new Date(Date.now() - 3 * 86_400_000), createdUntil: new Date() };
    const pages = await Array.fromAsync(store.orders(window));
    expect(Math.max(...pages.map((page) => page.records.length))).toBe(100);
    for (const [at, { cursor }] of pages.entries()) {
      if (!cursor) continue;
      const rest = (await Array.fromAsync(store.orders({ ...window, cursor }))).flatMap((page) => ids(page.records));
      expect(rest).toEqual(pages.slice(at + 1).flatMap((page) => ids(page.records)));
    }
  });

  it('begin anew from what is no cursor of ours', async () => {
    const store = await known({ shop: shopOf(20, 1) });
    for (const cursor of ['', 'x', '{"at":3}', '{"by":"order_id","place":{"at":-1,"size":0}}'])
      expect(ids(await records(store.orders({ cursor })))).toEqual(good());
  });

  it('that are placed after we began are there, too, where no end was asked for', async () => {
    const store = await known();
    const since = new Date(Date.now() - 86_400_000);
    fake.onRequest = ({ path }) => {
      if (path.includes('login')) fake.addOrder({ created: new Date(Date.now() + 60_000), modified: new Date(Date.now() + 60_000) });
    };
    expect(ids(await records(store.orders({ updatedSince: since })))).toContain(String(fake.shop.orders.at(-1)?.id));
  });
});

describe('an order that cannot be told', () => {
  const malformed = async (pages: AsyncIterable<Page<unknown>>) => (await Array.fromAsync(pages)).flatMap((page) => page.malformed);
  const window: PageOptions = { createdSince: new Date(Date.now() - 3 * 86_400_000), createdUntil: new Date(Date.now() + 60_000) };

  it('because it breaks PHP is kept with the reason, and stops none of the others', async () => {
    const store = await known({ shop: shopOf(60, 1), misbehave: { fatalOrder: '100000031' } });
    const pages = await Array.fromAsync(store.orders(window));
    expect(pages.flatMap((page) => page.malformed)).toMatchObject([
      { id: '31', number: '100000031', reason: expect.stringMatching(/broke down/) },
    ]);
    expect(pages.flatMap((page) => page.records)).toHaveLength(59);
  });

  it('because of an error inside is kept with the reason', async () => {
    const store = await known({ shop: shopOf(30, 1), misbehave: { internalError: '100000011' } });
    expect(await malformed(store.orders(window))).toMatchObject([{ id: '11', reason: expect.stringMatching(/Internal Error/) }]);
  });

  it('because another has the same number is kept, so that nobody takes one for the other', async () => {
    const shop = shopOf(10, 1, ({ orders }) => {
      if (orders[6]) orders[6].number = '100000002';
    });
    const store = await known({ shop });
    expect(await malformed(store.orders(window))).toMatchObject([
      { id: '7', number: '100000002', reason: expect.stringMatching(/order 2 has the same number/) },
    ]);
  });

  it('because it was deleted meanwhile is passed over', async () => {
    const store = await known({ shop: shopOf(10, 1) });
    fake.onRequest = ({ path }) => {
      if (path.includes('sales_order.list created_at')) queueMicrotask(() => fake.shop.orders.splice(4, 1));
    };
    const pages = await Array.fromAsync(store.orders(window));
    expect(pages.flatMap((page) => page.malformed)).toEqual([]);
  });
});

describe('calls, many at once', () => {
  it.each(['1.9.3.1', '19.5.3', '20.12.1', '20.18.0', '21.0.0'])('are understood by %s', async (version) => {
    const store = await known({ shop: shopOf(60, 1), version });
    expect(ids(await records(store.orders()))).toEqual(good());
    expect(called('multiCall').length).toBeLessThan(6);
  });

  it('are told one by one where a shop takes none of both forms', async () => {
    fake = await startMagento1({ https: true, shop: shopOf(5, 1) });
    const store = magento1.open(fake.credentials, http, { root: `${fake.url}/api/xmlrpc/`, many: 'none' });
    expect(ids(await records(store.orders()))).toEqual(good());
    expect(called('multiCall')).toEqual([]);
  });

  it('go on in a new session when Magento forgets the old one, as often as it does', async () => {
    const store = await known({ shop: shopOf(200, 1), misbehave: { sessionCalls: 3 } });
    expect(ids(await records(store.orders()))).toEqual(good());
    expect(called('login').length).toBeGreaterThan(3);
    fake.misbehave();
    fake.forgetSessions();
    expect(await store.findOrder('100000001')).toMatchObject({ id: '1' });
  });

  it('begin one session for all that ask at the same time', async () => {
    const store = await known();
    await Promise.all([store.findOrder('1001'), store.findOrder('1002'), store.orderStatuses()]);
    expect(called('login')).toHaveLength(1);
  });

  it('tell half a body and no body by their kind, after asking for less', async () => {
    const store = await known();
    for (const page of ['halfXml', 'empty'] as const) {
      fake.misbehave({ only: /sales_order/, page });
      await expect(records(store.orders({ updatedSince: new Date(Date.now() - 60_000) }))).rejects.toMatchObject({
        name: 'NetworkError',
        tooMuch: true,
      });
    }
  });

  it('come to the end though the body drips', async () => {
    const store = await known({ shop: shopOf(2, 1), misbehave: { drip: 20_000 } });
    expect(ids(await records(store.orders()))).toEqual(good());
  });
});

describe('products, parents and children in one list', () => {
  it('are those that are sold, each with what is in stock, and no request for each', async () => {
    const store = await known();
    const products = await records(store.products());
    expect(sorted(ids(products))).toEqual(sorted(sellables(fake.shop).map(({ id }) => String(id))));
    expect(products.filter(({ sku }) => sku === 'MAJ-1')).toEqual([]);
    // A window, what is in stock in it, and fifty products at a time.
    expect(fake.requests.length).toBeLessThan(25);
  });

  it('with a number for a SKU are not taken for the product with that id', async () => {
    const store = await known();
    const [one, other] = fake.shop.products;
    if (!one || !other) throw new Error('The sample shop has no products.');
    Object.assign(one, { sku: String(other.id), stock: 5 });
    Object.assign(other, { sku: 'NAVADEN', stock: 9 });
    const products = new Map((await records(store.products())).map((product) => [product.id, product]));
    expect(products.get(String(one.id))).toMatchObject({ sku: String(other.id), stock: '5' });
    expect(products.get(String(other.id))).toMatchObject({ sku: 'NAVADEN', stock: '9' });
    expect(await store.setStock?.([{ id: String(other.id), sku: 'STARA', stock: '7' }])).toEqual([
      { id: String(other.id), reason: expect.any(String) },
    ]);
    expect([one.stock, other.stock]).toEqual([5, 9]);
    expect(await store.setStock?.([{ id: String(other.id), sku: 'NAVADEN', stock: '7' }])).toEqual([]);
    expect([one.stock, other.stock]).toEqual([5, 7]);
  });

  it('that share a SKU have each its own stock', async () => {
    const store = await known();
    const twins = fake.shop.products.filter(({ sku }) => sku === 'DVOJ-1');
    const products = (await records(store.products()))
      .filter(({ sku }) => sku === 'DVOJ-1')
      .toSorted((one, other) => Number(one.id) - Number(other.id));
    expect(products.map(({ id, stock }) => [id, stock])).toEqual(twins.map(({ id, stock }) => [String(id), String(stock)]));
    await store.setStock?.(twins.map(({ id, sku }, at) => ({ id: String(id), sku, stock: String(20 + at) })));
    expect(twins.map(({ stock }) => stock)).toEqual([20, 21]);
  });

  it('can be bought again when there are some', async () => {
    const store = await known();
    const empty = fake.shop.products.find(({ sku }) => sku === 'NAPREJ-1');
    await store.setStock?.([{ id: String(empty?.id), sku: empty?.sku, stock: '4' }]);
    expect([empty?.stock, fake.site.inStock.get(empty?.id ?? 0)]).toEqual([4, true]);
  });

  it('are asked for in ever shorter stretches where the server breaks over them', async () => {
    const store = await known({ misbehave: { fatalAbove: 40 } });
    expect(await records(store.products())).toHaveLength(250);
  });

  it('say whether the role may not see what is in stock', async () => {
    const store = await known();
    fake.setUser('all', { allowed: /^(?!cataloginventory)/ });
    await expect(records(store.products())).rejects.toBeInstanceOf(PermissionError);
  });
});

describe('what was given back', () => {
  it('is told by the order alone where credit memos may not be read', async () => {
    const store = await known();
    fake.setUser('all', { allowed: /^(?!sales_order_creditmemo)/ });
    const refunded = realOrders(fake.shop).filter(({ refunds }) => refunds.length > 0);
    const orders = new Map((await records(store.orders())).map((order) => [order.id, order]));
    for (const { id } of refunded) {
      const order = orders.get(String(id));
      expect(order?.refunds).toEqual([{ id: String(id), reason: '', total: order?.refunded }]);
    }
  });
});
