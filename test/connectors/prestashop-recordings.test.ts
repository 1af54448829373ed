import { afterEach, describe, expect, it } from 'vitest';
import { PermissionError, ResponseError } from '../../connectors/errors.ts';
import * as advice from '../../connectors/prestashop/advice.ts';
import { orderRecord, type ProductRecord, productRecord } from '../../connectors/records.ts';
import { records } from './contract/bench.ts';
import * as raw from './prestashop/raw.ts';
import { known, list, of, open, start, stopAll } from './prestashop/shop.ts';
import * as tables from './prestashop/tables.ts';
import { type Asked, haveRecordings, type Recording, type Routes, recordingsOf } from './recordings/replay.ts';

const present = haveRecordings(tables.shop);
if (!present) console.log('No recordings of a real PrestaShop here (RECORDINGS names their folder): they are not replayed.');

describe.runIf(present)('answers of a real PrestaShop', () => {
  afterEach(stopAll);

  it('each is read here, or is none of ours', () => {
    const isOurs = (name: string) => !tables.notOurs.some((names) => names.test(name));
    expect(recordingsOf(tables.shop).filter((name) => isOurs(name) && !tables.read.includes(name))).toEqual([]);
    expect(tables.read.filter((name) => !isOurs(name) || !recordingsOf(tables.shop).includes(name))).toEqual([]);
  });

  const opened = async (routes: Routes, access = {}) => {
    const server = await start(routes);
    return open(server, known(server, access));
  };
  const details = (pages: raw.Order[]) => list({ order_details: pages.flatMap(raw.detailsOf) });
  const page = (name: string) => raw.orders.parse(of(name).json()).orders;

  it.each(tables.orderPages)('orders: %s', async (name) => {
    const rows = page(name);
    const store = await opened({ '/api/orders': of(name), '/api/order_details': details(rows) });
    const told = await records(store.orders());
    expect(told).toHaveLength(rows.length);
    for (const [at, row] of rows.entries()) {
      raw.expectOrder(told[at], row);
      expect(orderRecord.parse(told[at])).toEqual(told[at]);
    }
  });

  it('an order with the lines, the customer and the address that were recorded with it', async () => {
    const { orders } = JSON.parse(of('orders-date-range-page1').body);
    const row = orders.find(({ id }: raw.Order) => id === 139);
    const [, address] = /(\{"id":35.*?\})/.exec(of('addresses').body) ?? [];
    const store = await opened({
      '/api/orders': list({ orders: [row] }),
      '/api/order_details': of('order-details-of-order'),
      '/api/addresses': list({ addresses: [{ ...JSON.parse(address ?? ''), id: 26 }] }),
      '/api/customers': list({ customers: [{ id: 22, email: 'kupec21@example.com' }] }),
      '/api/order_payments': of('order-payments'),
    });
    const [order] = await records(store.orders());
    expect(order?.lines.map(({ sku, subtotal, total, tax, price }) => [sku, subtotal, total, tax, price])).toEqual([
      ['PS-0015', '175.06', '175.06', '38.51', '87.53'],
      ['PS-0025-0', '89.48', '89.48', '19.69', '44.74'],
      ['PS-0026', '94.61', '94.61', '20.81', '94.61'],
    ]);
    expect(order?.lines.map(({ productId, variantId }) => [productId, variantId])).toEqual([
      ['37', undefined],
      ['47', '47-52'],
      ['48', undefined],
    ]);
    expect(order?.taxes).toEqual([{ code: '1', title: 'DDV SI 22%', rate: '22', total: '80.55' }]);
    expect(order?.buyer).toEqual({
      ...{ name: 'Marko Horvat', company: 'Podjetje d.o.o.', street: 'Čopova ulica 30', street2: undefined, city: 'Ljubljana' },
      ...{ postcode: '1000', state: undefined, country: 'SI', email: 'kupec21@example.com', phone: '040 123 030' },
    });
    expect(order?.descriptions).toEqual([{ label: 'VAT number', value: 'SI12345678' }]);
    // Its state counts as paid, and no payment was registered for it: so it was paid when it was invoiced.
    expect(order?.paidAt).toEqual(new Date('2026-11-23T15:38:40Z'));
    expect(order?.shipping).toEqual([{ code: '2', title: 'My carrier', total: '7.00', tax: '1.54' }]);
  });

  it('only states that the shop ties a payment to count as paid', async () => {
    const rows = page('orders-date-range-page1');
    const store = await opened({ '/api/orders': of('orders-date-range-page1'), '/api/order_details': details(rows) });
    const paid = (await records(store.orders())).filter(({ paidAt }) => paidAt).map(({ status }) => status);
    expect(paid).toEqual(['9', '9', '5', '2']);
  });

  it.each(tables.partOrders)('orders of which a part was told are malformed, one by one: %s', async (name) => {
    const pages = await Array.fromAsync((await opened({ '/api/orders': of(name) })).orders());
    const ids = [...of(name).body.matchAll(/\{"id":(\d+)/g)].map(([, id]) => id);
    expect(pages.flatMap(({ malformed }) => malformed).map(({ id }) => id)).toEqual(ids.slice(0, pages[0]?.malformed.length));
    expect(pages[0]?.malformed.length).toBe(ids.length);
  });

  it.each(tables.emptyLists)('nothing: %s', async (name) => {
    const store = await opened({ '/api/orders': of(name), '/api/products': of(name) });
    expect([await records(store.orders()), await records(store.products())]).toEqual([[], []]);
    expect(await store.findOrder('CRARVPJPG')).toBeUndefined();
  });

  it.each(tables.productPages)('products: %s', async (name) => {
    const { products } = raw.products.parse(of(name).json());
    const store = await opened({
      '/api/products': of(name),
      '/api/combinations': of('combinations-page'),
      '/api/stock_availables': of('stock-availables-of-product-1'),
    });
    const told = await records(store.products());
    for (const product of told) expect(productRecord.parse(product)).toEqual(product);
    for (const product of products) {
      const own = told.filter(({ id, parentId }) => (parentId ?? id) === String(product.id));
      expect(own).toHaveLength(product.id === 1 ? 5 : 1);
      for (const variant of own) raw.expectProduct(variant, product);
    }
    const [first] = told;
    const variant = { id: '1-1', parentId: '1', sku: 'demo_1', variant: 'Size: S, #8', stock: '300', price: '23.90' };
    expect(first).toMatchObject(variant);
  });

  it.each(tables.partProducts)('products of which a part was told: %s', async (name) => {
    const pages = await Array.fromAsync((await opened({ '/api/products': of(name) })).products());
    const count = [...of(name).body.matchAll(/\{"id":\d/g)].length;
    expect(pages.flatMap(({ records, malformed }) => [...records, ...malformed])).toHaveLength(count);
    const whole = /all-fields|page2/.test(name);
    expect(pages.flatMap((page) => page.malformed)).toHaveLength(whole ? 0 : count);
  });

  it('prices with tax, where the shop has rules for its own country', async () => {
    const rules = list({
      tax_rules: [{ id: 1, id_tax_rules_group: '1', id_country: '191', id_state: '0', zipcode_from: '0', id_tax: '1', behavior: '0' }],
    });
    const store = await opened({ '/api/products': of('products-full-page1-json'), '/api/tax_rules': rules }, { country: '191' });
    const [first]: ProductRecord[] = await records(store.products());
    expect(first).toMatchObject({ sku: 'demo_1', price: '29.16' });
  });

  it.each(['combinations-of-product-1'])('combinations of which a part was told: %s', async (name) => {
    const store = await opened({ '/api/products': of('products-full-page1-json'), '/api/combinations': of(name) });
    const told = await records(store.products());
    expect(told.filter(({ parentId }) => parentId === '1').map(({ id, variant }) => [id, variant])).toHaveLength(8);
  });

  it.each(['order-states', 'multilang-order-states-json', 'multilang-order-states-language2'])('order states: %s', async (name) => {
    const statuses = await (await opened({ '/api/order_states': of(name) })).orderStatuses();
    expect(statuses.filter(({ code }) => code === '4')).toMatchObject([{ title: 'Shipped' }]);
    if (name !== 'order-states') return;
    const meanings = Object.fromEntries(statuses.map(({ code, meaning }) => [code, meaning]));
    expect(meanings).toEqual({
      ...{ 1: 'pending', 2: 'processing', 3: 'processing', 4: 'completed', 5: 'completed', 6: 'cancelled', 7: 'refunded' },
      ...{ 8: 'cancelled', 9: 'processing', 10: 'pending', 11: 'processing', 12: 'other', 13: 'pending' },
    });
    expect(statuses.filter(({ mails }) => !mails).map(({ code }) => code)).toEqual(['5', '13']);
    expect(statuses.filter(({ shipped }) => shipped).map(({ code }) => code)).toEqual(['4', '5']);
  });

  it('carriers, those switched off as such', async () => {
    expect(await (await opened({})).deliveryMethods?.()).toEqual([
      { code: '1', title: 'Peer Presta', enabled: true },
      { code: '2', title: 'My carrier', enabled: true },
      { code: '3', title: 'My cheap carrier', enabled: false },
      { code: '4', title: 'My light carrier', enabled: false },
    ]);
  });

  it('a language that was deleted since: then texts are asked for in all that are left', async () => {
    const states = ({ query }: Asked) => (query.has('language') ? of('multilang-language-nonexistent') : of('multilang-order-states-json'));
    const statuses = await (await opened({ '/api/order_states': states }, { language: '99' })).orderStatuses();
    expect(statuses.map(({ title }) => title)).toContain('Payment accepted');
  });

  it.each(Object.entries(tables.refusals))('refused: %s', async (name, [kind, steps]) => {
    const store = await opened({ '/api/orders': of(name) });
    const failure = await records(store.orders()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(kind);
    expect(Object(failure).advice).toEqual(steps);
    // Neither paths of the server nor lists of everything there is.
    expect(String(failure)).not.toMatch(/\/srv\/|The full list|Did you mean|However/);
  });

  it.each(tables.nothing)('what is not there is no shop that breaks: %s', async (name) => {
    await expect(records((await opened({ '/api/orders': of(name) })).orders())).rejects.toBeInstanceOf(ResponseError);
  });

  describe('the way in', () => {
    it.each(['shop-maintenance-webservice-still-works', 'probe-after-restore'])('all rights: %s', async (name) => {
      const server = await start({ '/api/orders': of(name) });
      const { rights, store } = await open(server).check();
      expect(rights.map(({ state }) => state)).toEqual(Array(6).fill('allowed'));
      expect(store).toMatchObject({ name: 'Peer Presta', url: server.url, version: '1.7.8.8', timeZone: 'Europe/Ljubljana', notices: [] });
    });

    it('with the key in the address, where the header is taken away', async () => {
      const seen = (good: Recording) => (asked: Asked) => (asked.query.has('ws_key') ? good : of('probe-no-auth'));
      const server = await start({ '/api/': seen(of('probe-ok-xml')), '/api/orders': seen(of('orders-empty-json')) });
      const { rights, store } = await open(server).check();
      expect(rights.filter(({ state }) => state !== 'allowed')).toEqual([]);
      expect(store).toMatchObject({ access: { auth: 'query' }, notices: [advice.keyInAddress] });
    });

    it('without friendly URLs', async () => {
      const page: Recording = { ...of('order-not-found'), headers: { 'content-type': 'text/html' }, body: '<html>404</html>' };
      const answers: Record<string, string> = {
        '': 'probe-ok-xml',
        orders: 'api-without-rewrite',
        configurations: 'configurations-timezone',
      };
      const dispatcher = ({ query }: Asked) => {
        const path = query.get('url') ?? '';
        return of(answers[path] ?? (path === 'order_states' ? 'order-states' : 'order-slips-empty'));
      };
      const server = await start({ '*': page, '/api/': page, '/webservice/dispatcher.php': dispatcher });
      const { store } = await open(server).check();
      const root = `${server.url}/webservice/dispatcher.php?url=`;
      expect(store).toMatchObject({ url: server.url, access: { root }, notices: [advice.noRewriting] });
    });
  });

  describe('writing back', () => {
    const level = { id: '1-1', stock: '44' };
    const stock = (put: string) =>
      opened({
        '/api/stock_availables': of('stock-availables-of-product-1'),
        'PUT /api/stock_availables/20': of(put),
      });

    it('stock: stock-available-put-full', async () => {
      expect(await (await stock('stock-available-put-full')).setStock?.([level])).toEqual([]);
    });

    it('stock that the shop does not take is told with its reason', async () => {
      const refusals = await (await stock('stock-available-put-partial-fails')).setStock?.([level]);
      expect(refusals).toEqual([{ id: '1-1', reason: expect.stringContaining('"id_product" required') }]);
      await expect((await stock('scope-readonly-put')).setStock?.([level])).rejects.toBeInstanceOf(PermissionError);
    });

    it('a sent order: order-carrier-put-tracking, order-history-create', async () => {
      const states = ['2', '4'].map((state) => list({ orders: [{ id: 139, current_state: state }] }));
      const store = await opened({
        '/api/orders': () => states.shift() ?? of('order-after-history'),
        '/api/order_carriers': of('order-carriers-of-order'),
        'PUT /api/order_carriers/298': of('order-carrier-put-tracking'),
        'POST /api/order_histories': of('order-history-create'),
      });
      await store.markShipped?.({ order: '139', tracking: { number: 'GLS999' }, status: '4', notify: false });
      expect(states).toEqual([]);
    });

    it('a state that is not set: order-history-create-bad-order', async () => {
      const store = await opened({
        '/api/orders': list({ orders: [{ id: 139, current_state: '2' }] }),
        'POST /api/order_histories': of('order-history-create-bad-order'),
      });
      await expect(store.markShipped?.({ order: '139', status: '4', notify: false })).rejects.toThrow();
    });
  });
});
