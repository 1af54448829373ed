import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Access, RemoteStore, Right } from '../../connectors/connector.ts';
import { AuthenticationError, type ConnectorError, NetworkError, PermissionError, ResponseError } from '../../connectors/errors.ts';
import { createHttp } from '../../connectors/http.ts';
import type { OrderRecord, ProductRecord } from '../../connectors/records.ts';
import * as advice from '../../connectors/woocommerce/advice.ts';
import { woocommerce } from '../../connectors/woocommerce/index.ts';
import { tls } from '../fakes/tls.ts';
import { type Asked, asList, haveRecordings, type Recording, type Replay, type Routes, recording, recordingsOf, replay } from './replay.ts';

const shops = ['woocommerce-10.5.2', 'woocommerce-3.9.1'];
const present = shops.every(haveRecordings);
if (!present) console.log('No recordings of real servers here (RECORDINGS names their folder): they are not replayed.');

const newest = 'woocommerce-10.5.2';
const oldest = 'woocommerce-3.9.1';

/** Whole orders, as lists or one by one. */
const orderPages = ['orders-page1-per10', 'orders-date-filter-page1', 'orders-with-refunds-status-refunded'];
const singleOrders = [
  ...[
    'order-with-coupon',
    'order-with-deleted-product',
    'order-with-fee',
    'order-with-line-meta',
    'order-create-minimal',
    'order-update-status',
  ],
  ...['order-create-full', 'order-delete-to-trash', 'order-update-trashed'],
];
const notOrders = ['order-get-trashed', 'orders-status-checkout-draft', 'orders-status-trash'];
const productPages = [
  ...['products-page1-per10', 'products-page2-per10', 'products-all-fields-100', 'products-by-sku', 'products-by-duplicate-sku'],
  ...[
    'products-modified-after',
    'products-search-unicode',
    'products-sku-with-comma-list',
    'products-status-any-private',
    'products-by-variation-sku',
  ],
];
const singleProducts = ['product-stock-update', 'product-variable-one'];
const variationPages = ['variations-of-variable', 'variations-parent-managed-stock', 'variations-without-own-sku', 'variations-of-simple'];
const emptyPages = ['orders-empty-page', 'orders-empty-future', 'products-page-beyond', 'products-page-last'];
const stamps = ['orders-modified-after', 'orders-modified-after-silently-ignored', 'orders-include'];
const shopFacts = [
  ...[
    'probe-ok-index-fields',
    'probe-ok-system-status-partial',
    'probe-ok-orders-one-id',
    'payment-gateways',
    'orders-totals-report',
    'orders-batch',
  ],
  ...[
    'shipping-zones',
    'shipping-zone-0-methods',
    'shipping-zone-1-methods',
    'shipping-zone-2-methods',
    'no-such-route',
    'orders-status-bad',
  ],
];
const waysIn = [
  ...[
    'plain-permalinks-index',
    'plain-permalinks-rest-route-no-hint-401',
    'plain-permalinks-rest-route-ok',
    'plain-permalinks-wp-json-404',
  ],
  ...['stripped-authorization-basic', 'stripped-authorization-querystring', 'probe-querystring-auth', 'oauth1-http-ok'],
  ...['probe-http-no-tls-basic', 'probe-http-querystring-auth', 'site-home-not-json', 'wp-json-on-subfolder-wrong-path-html-404'],
  ...['fault-rest-api-disabled-by-plugin-no-auth', 'fault-rest-api-disabled-by-plugin-key-ok'],
  ...['fault-staging-basic-auth-wall', 'fault-staging-basic-auth-wall-querystring-keys'],
];

/** What an answer means wherever it comes instead of orders. */
const refusals: Record<string, [kind: new (...given: never[]) => ConnectorError, advice: readonly string[] | undefined]> = {
  'probe-bad-secret': [AuthenticationError, advice.newKey],
  'probe-no-auth': [AuthenticationError, advice.newKey],
  'probe-unknown-key': [AuthenticationError, advice.newKey],
  'probe-bad-key': [AuthenticationError, advice.newKey],
  'oauth1-http-unknown-key': [AuthenticationError, advice.newKey],
  'oauth1-http-bad-signature': [AuthenticationError, advice.signature],
  'oauth1-http-nonce-replayed': [AuthenticationError, advice.signature],
  'oauth1-http-old-timestamp': [AuthenticationError, advice.clock],
  'scope-writeonly-key-read': [PermissionError, advice.mayNotRead],
  'scope-readonly-key-write': [PermissionError, advice.mayNotWrite],
  'scope-subscriber-key-read': [PermissionError, advice.wrongRole],
  'scope-subscriber-key-products': [PermissionError, advice.wrongRole],
  'payment-gateways-readonly-sub': [PermissionError, advice.wrongRole],
  'fault-rest-api-disabled-by-plugin-no-auth': [PermissionError, advice.restClosed],
  'fault-staging-basic-auth-wall': [PermissionError, advice.passwordWall],
  'fault-maintenance-mode': [NetworkError, advice.maintenance],
  'fault-no-database': [NetworkError, advice.database],
  'fault-php-fatal': [NetworkError, advice.critical()],
  'fault-php-fatal-displayed': [NetworkError, advice.critical('the must-use plugin “peers” (peers.php, line 15)')],
  'fault-php-warning-before-json': [ResponseError, advice.phpOutput('the must-use plugin “peers” (peers.php, line 14)')],
  'plain-permalinks-wp-json-404': [ResponseError, advice.wrongAddress],
  'wp-json-on-subfolder-wrong-path-html-404': [ResponseError, advice.wrongAddress],
  'site-home-not-json': [ResponseError, advice.htmlInstead],
  'no-such-route': [ResponseError, advice.noWooCommerce],
  'namespace-wrong': [ResponseError, advice.noWooCommerce],
  'method-not-allowed': [ResponseError, advice.noWooCommerce],
  'orders-after-bad': [ResponseError, undefined],
  'orders-after-date-only': [ResponseError, undefined],
  'orders-page-zero': [ResponseError, undefined],
  'orders-status-bad': [ResponseError, undefined],
  'orders-modified-after': [ResponseError, undefined],
  'orders-status-checkout-draft': [ResponseError, undefined],
  'products-trash': [ResponseError, undefined],
  'products-per-page-101': [ResponseError, undefined],
  'api-v1-legacy-removed': [ResponseError, undefined],
};

/** Answers to questions that no connector asks: it writes nothing, and reads lists only. */
const notOurs = [
  /^webhook/,
  /^(categories|coupons|customers-page|taxes|currencies-current|shipping-methods|refunds-global|xml-accept-ignored)$/,
  /^(settings-general|probe-ok-settings-general-currency|shipping-zone-\d-locations)$/,
  /^order-(notes?(-create)?|refunds|not-found|id-.*|post-override|update-(bad-json|bad-status|empty-body|meta-tracking))$/,
  /^orders-(after-with-.*|after-dates-are-gmt-ignored|dp4|status-(any|custom|list)|unknown-parameter-ignored|date-filter-page2-fields)$/,
  /^product-(batch-.*|deleted|not-found|duplicate-sku-create|stock-update-.*)$/,
  /^(batch-over-100|variation-(batch-.*|via-products-endpoint|wrong-parent)|oauth1-http-sha1)$/,
];

const read = [
  ...[orderPages, singleOrders, notOrders, productPages, singleProducts, variationPages, emptyPages, stamps, shopFacts, waysIn].flat(),
  ...Object.keys(refusals),
];

const keys = { consumerKey: `ck_${'1'.repeat(40)}`, consumerSecret: `cs_${'2'.repeat(40)}` };
const http = createHttp({ allowPrivate: true, ca: tls.cert, timeout: 5_000 });
const running: Replay[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

async function start(routes: Routes, options: { plain?: boolean } = {}): Promise<Replay> {
  const server = await replay(routes, options);
  running.push(server);
  return server;
}

const woo = '/wp-json/wc/v3';

/** A shop in which nothing is out of order; its lists are empty. */
function healthy(shop: string): Routes {
  const of = (name: string) => recording(shop, name);
  const empty = of('orders-empty-future');
  return {
    '/wp-json/': of('probe-ok-index-fields'),
    [`${woo}/system_status`]: of('probe-ok-system-status-partial'),
    [`${woo}/products`]: empty,
    [`${woo}/orders`]: empty,
    [`${woo}/payment_gateways`]: of('payment-gateways'),
    [`${woo}/reports/orders/totals`]: of('orders-totals-report'),
    [`POST ${woo}/orders/batch`]: of('orders-batch'),
    [`${woo}/shipping/zones`]: of('shipping-zones'),
    ...Object.fromEntries([0, 1, 2].map((zone) => [`${woo}/shipping/zones/${zone}/methods`, of(`shipping-zone-${zone}-methods`)])),
    '*': of('no-such-route'),
  };
}

const known = (server: Replay, more: Access = {}): Access => ({
  root: `${server.url}/wp-json/`,
  auth: 'header',
  version: '10.5.2',
  variations: '',
  ...more,
});
const open = (server: Replay, access?: Access, path = ''): RemoteStore =>
  woocommerce.open({ url: `${server.url}${path}`, ...keys }, http, access);

const firstPage = (page: Recording, end: Recording) => (asked: Asked) => (Number(asked.query.get('page') ?? 1) === 1 ? page : end);

async function ordersIn(shop: string, page: Recording): Promise<{ orders: OrderRecord[]; malformed: number }> {
  const server = await start({ ...healthy(shop), [`${woo}/orders`]: firstPage(page, recording(shop, 'orders-empty-page')) });
  for await (const { records, malformed } of open(server, known(server)).orders()) return { orders: records, malformed: malformed.length };
  throw new Error('no page came');
}

async function allProducts(server: Replay): Promise<ProductRecord[]> {
  const found = new Map<string, ProductRecord>();
  for await (const { records, malformed } of open(server, known(server)).products()) {
    expect(malformed).toEqual([]);
    for (const record of records) found.set(record.id, record);
  }
  return [...found.values()];
}

/** A recorded body, read without any of our own code. */
const anything = z.record(z.string(), z.any());
const rowsOf = (page: Recording) => z.array(anything).parse(page.json());
const decode = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
const cents = (amount: unknown) => Math.round(Number(amount) * 100);
const time = (gmt: unknown) => (gmt ? `${gmt}.000Z` : undefined);

/** Compares an order with the recorded one, amount by amount. */
function expectOrder(order: OrderRecord | undefined, raw: z.infer<typeof anything>) {
  expect(order).toMatchObject({
    id: String(raw.id),
    number: raw.number,
    status: raw.status,
    currency: raw.currency,
    total: raw.total,
    totalTax: raw.total_tax,
  });
  expect([order?.placedAt.toISOString(), order?.updatedAt.toISOString(), order?.paidAt?.toISOString()]).toEqual([
    time(raw.date_created_gmt),
    time(raw.date_modified_gmt),
    time(raw.date_paid_gmt),
  ]);
  expect([order?.paymentMethod, order?.transactionId ?? '', order?.note ?? '']).toEqual([
    raw.payment_method,
    raw.transaction_id,
    raw.customer_note,
  ]);
  const lines = z.array(anything).parse(raw.line_items);
  expect(
    order?.lines.map(({ id, sku, title, quantity, subtotal, total, tax }) => [id, sku, title, quantity, subtotal, total, tax]),
  ).toEqual(
    lines.map((line) => [
      String(line.id),
      line.sku || undefined,
      decode(line.name),
      String(line.quantity),
      line.subtotal,
      line.total,
      line.total_tax,
    ]),
  );
  for (const [index, line] of lines.entries()) expect(Math.abs(Number(order?.lines[index]?.price) - line.price)).toBeLessThan(0.005);
  const parts = [...(order?.lines ?? []), ...(order?.shipping ?? []), ...(order?.fees ?? [])];
  const sum = parts.reduce((total, part) => total + cents(part.total) + cents(part.tax), 0);
  expect(Math.abs(sum - cents(raw.total))).toBeLessThanOrEqual(2 * Math.max(1, lines.length));
  const list = (name: string) => z.array(anything).parse(raw[name]);
  expect(0 - cents(order?.refunded)).toBe(list('refunds').reduce((total, refund) => total + cents(refund.total), 0));
  expect(order?.shipping.map(({ code, total }) => [code, total])).toEqual(
    list('shipping_lines').map((line) => [line.instance_id ? `${line.method_id}:${line.instance_id}` : line.method_id, line.total]),
  );
  expect(order?.discounts.map(({ code, total }) => [code, cents(total)])).toEqual(
    list('coupon_lines').map((line) => [line.code, -cents(line.discount)]),
  );
  expect(order?.taxes.map(({ title, total }) => [title, cents(total)])).toEqual(
    list('tax_lines').map((line) => [line.label, cents(line.tax_total) + cents(line.shipping_tax_total)]),
  );
  expectPeople(order, raw);
}

function expectPeople(order: OrderRecord | undefined, { billing, shipping }: z.infer<typeof anything>) {
  const words = (all: unknown[]) => all.map((word) => String(word ?? '').trim());
  const person = (from: z.infer<typeof anything>) =>
    words([`${from.first_name} ${from.last_name}`, from.address_1, from.city, from.country, from.phone]);
  const ours = (contact = order?.buyer) => words([contact?.name, contact?.street, contact?.city, contact?.country, contact?.phone]);
  expect([...ours(), order?.buyer.email ?? '']).toEqual([...person(billing), billing.email]);
  expect(ours(order?.recipient)).toEqual(person(shipping.address_1 ? shipping : billing));
}

describe.runIf(present)('answers of real servers', () => {
  it.each(shops)('%s: each is read here, or is none of ours', (shop) => {
    const rest = recordingsOf(shop).filter((name) => !read.includes(name) && !notOurs.some((names) => names.test(name)));
    expect(rest).toEqual([]);
    expect(read.filter((name) => notOurs.some((names) => names.test(name)))).toEqual([]);
    for (const name of read) expect(shops.flatMap(recordingsOf)).toContain(name);
  });

  describe.each(shops)('%s', (shop) => {
    const there = recordingsOf(shop);
    const of = (name: string) => recording(shop, name);
    const inThis = (names: string[]) => names.filter((name) => there.includes(name));

    it.each(inThis(orderPages))('orders: %s', async (name) => {
      const { orders, malformed } = await ordersIn(shop, of(name));
      const rows = rowsOf(of(name)).filter(({ status }) => status !== 'checkout-draft');
      expect([orders.length, malformed]).toEqual([rows.length, 0]);
      for (const [index, row] of rows.entries()) expectOrder(orders[index], row);
    });

    it.each(inThis(singleOrders))('one order: %s', async (name) => {
      const { orders } = await ordersIn(shop, asList(of(name)));
      expect(orders).toHaveLength(1);
      expectOrder(orders[0], anything.parse(of(name).json()));
    });

    it.each(inThis(notOrders).filter((name) => of(name).status === 200))('no orders: %s', async (name) => {
      const page = of(name).body.startsWith('[') ? of(name) : asList(of(name));
      expect(await ordersIn(shop, page)).toEqual({ orders: [], malformed: 0 });
    });

    it('what buyers had engraved, and what they chose, are told with the line', async () => {
      const { orders } = await ordersIn(shop, of('orders-page1-per10'));
      const { orders: more } = await ordersIn(shop, asList(of('order-with-line-meta')));
      const told = [...orders, ...more].flatMap(({ lines }) => lines.flatMap(({ descriptions }) => descriptions));
      expect(told).toContainEqual({ label: 'Gravura', value: 'Vse najboljše!' });
      expect(told.map(({ label }) => label)).toEqual(expect.arrayContaining(['Velikost', 'Barva'].filter(() => shop === newest)));
      expect(told.filter(({ label }) => /reduced|hidden/i.test(label))).toEqual([]);
    });

    it.each(inThis(productPages))('products: %s', async (name) => {
      const routes = { [`${woo}/products`]: firstPage(of(name), of('products-page-beyond')), '*': of('variations-of-simple') };
      const server = await start({ ...healthy(shop), ...routes });
      const rows = rowsOf(of(name)).filter(
        ({ type, variations }) => !['variable', 'grouped', 'external'].includes(type) && !variations?.length,
      );
      expect((await allProducts(server)).map(({ id, sku, title, price }) => [id, sku, title, price])).toEqual(
        rows.map((row) => [String(row.id), row.sku || undefined, decode(row.name ?? ''), row.price || undefined]),
      );
    });

    it.each(inThis(singleProducts))('one product: %s', async (name) => {
      const row = anything.parse(of(name).json());
      const server = await start({
        ...healthy(shop),
        [`${woo}/products`]: firstPage(asList(of(name)), of('products-page-beyond')),
        [`${woo}/products/${row.id}/variations`]: of('variations-of-simple'),
      });
      const sellable = row.type === 'simple' ? [{ id: String(row.id), sku: row.sku, stock: String(row.stock_quantity), active: true }] : [];
      expect(await allProducts(server)).toMatchObject(sellable);
    });

    it.each(inThis(variationPages))('variations: %s', async (name) => {
      const parent = anything.parse(of('product-variable-one').json());
      const rows = rowsOf(of(name));
      const inherits = name === 'variations-without-own-sku';
      const row = { ...parent, sku: inherits ? 'VAR-102' : parent.sku };
      const server = await start({
        ...healthy(shop),
        [`${woo}/products`]: firstPage(asList({ ...of('product-variable-one'), body: JSON.stringify(row) }), of('products-page-beyond')),
        [`${woo}/products/${parent.id}/variations`]: firstPage(
          { ...of(name), headers: { 'x-wp-total': String(rows.length) } },
          of('variations-of-simple'),
        ),
      });
      expect(
        (await allProducts(server)).map(({ id, sku, skuInherited, stock, price, parentId, title, variant }) => ({
          id,
          sku,
          skuInherited,
          stock,
          price,
          parentId,
          title,
          variant,
        })),
      ).toEqual(
        rows.map((variation) => ({
          id: String(variation.id),
          sku: variation.sku,
          skuInherited: inherits || undefined,
          stock: variation.manage_stock === 'parent' ? String(variation.stock_quantity) : undefined,
          price: variation.price,
          parentId: String(parent.id),
          title: parent.name,
          variant: variation.attributes.map(({ name, option }: { name: string; option: string }) => `${name}: ${option}`).join(', '),
        })),
      );
    });

    it.each(inThis(emptyPages))('nothing: %s', async (name) => {
      const server = await start({ ...healthy(shop), [`${woo}/orders`]: of(name), [`${woo}/products`]: of(name) });
      for (const list of [open(server, known(server)).orders(), open(server, known(server)).products()])
        for await (const page of list) expect(page).toMatchObject({ records: [], malformed: [] });
      expect(server.asked.map(({ path }) => path)).toEqual([`${woo}/orders`, `${woo}/products`, `${woo}/products`]);
    });

    it('all rights of a good key, and what the shop says of itself', async () => {
      const orders = there.includes('probe-ok-orders-one-id') ? of('probe-ok-orders-one-id') : of('orders-status-any');
      const server = await start({ ...healthy(shop), [`${woo}/orders`]: orders, [`${woo}/products`]: of('products-by-sku') });
      const { rights, store } = await open(server).check();
      expect(rights.map(({ state }) => state)).toEqual(Array(6).fill('allowed'));
      const home = anything.parse(of('probe-ok-index-fields').json()).home;
      expect(store).toMatchObject({
        name: 'Peer Shop – Zażółć',
        url: home,
        currency: 'EUR',
        timeZone: 'Europe/Ljubljana',
        version: shop.split('-')[1],
      });
      expect(server.asked.filter(({ method }) => method !== 'GET').map(({ path }) => path)).toEqual([`${woo}/orders/batch`]);
    });

    it('its statuses, payment methods and ways to ship', async () => {
      const server = await start(healthy(shop));
      const store = open(server, known(server));
      const statuses = rowsOf(of('orders-totals-report')).filter(({ slug }) => slug !== 'checkout-draft');
      expect((await store.orderStatuses()).map(({ code, title }) => [code, title])).toEqual(statuses.map(({ slug, name }) => [slug, name]));
      expect(await store.orderStatuses()).toContainEqual({ code: 'poslano', title: 'Poslano', meaning: 'other' });
      const gateways = rowsOf(of('payment-gateways')).map(({ id, title, enabled }) => ({ code: id, title, enabled }));
      expect(await store.paymentMethods?.()).toEqual(gateways);
      const methods = [0, 1, 2].flatMap((zone) => rowsOf(of(`shipping-zone-${zone}-methods`)));
      expect(await store.deliveryMethods?.()).toEqual(
        methods.map(({ method_id, instance_id, title, enabled }) => ({ code: `${method_id}:${instance_id}`, title, enabled })),
      );
    });

    it('its statuses, where the report is refused: from what may be filtered by', async () => {
      const listed = /is not one of (.*)\.$/.exec(anything.parse(of('orders-status-bad').json()).data.params.status)?.[1] ?? '';
      const slugs = listed.split(/, (?:and )?/);
      const options: Recording = {
        ...of('no-such-route'),
        status: 200,
        body: JSON.stringify({ schema: { properties: { status: { enum: slugs } } } }),
      };
      const refused = of('scope-subscriber-key-read');
      const server = await start({ ...healthy(shop), [`${woo}/reports/orders/totals`]: refused, [`OPTIONS ${woo}/orders`]: options });
      const codes = (await open(server, known(server)).orderStatuses()).map(({ code }) => code);
      expect(codes).toEqual(
        rowsOf(of('orders-totals-report'))
          .map(({ slug }) => slug)
          .filter((slug) => slug !== 'checkout-draft'),
      );
    });

    it.each(inThis(Object.keys(refusals)).filter((name) => !of(name).body.startsWith('[')))('in place of orders: %s', async (name) => {
      const server = await start({ ...healthy(shop), [`${woo}/orders`]: of(name) });
      const failure = await Array.fromAsync(open(server, known(server)).orders()).catch((error: unknown) => error);
      const [kind, steps] = refusals[name] ?? [];
      expect(failure).toBeInstanceOf(kind);
      expect(failure).toMatchObject({ advice: steps });
      expect(JSON.stringify([failure, String(failure)])).not.toMatch(/[0-9a-f]{40}|\/srv\//);
    });

    it('an order that the shop changed lately, whatever it makes of our question', async () => {
      const stamps = there.includes('orders-modified-after-silently-ignored')
        ? of('orders-modified-after-silently-ignored')
        : of('orders-modified-after');
      const [row] = rowsOf(stamps);
      const whole = asList({ ...of('order-with-fee'), body: JSON.stringify({ ...anything.parse(of('order-with-fee').json()), ...row }) });
      const one = asList({ ...stamps, body: JSON.stringify(row) });
      const routes = {
        ...healthy(shop),
        [`${woo}/orders`]: ({ query }: Asked) => (query.has('include') || query.has('modified_after') ? whole : one),
      };
      const server = await start(routes);
      const version = shop.split('-')[1];
      const at = new Date(`${row?.date_modified_gmt}Z`);
      const read = async (updatedSince: Date) =>
        (await Array.fromAsync(open(server, known(server, { version })).orders({ updatedSince }))).flatMap(({ records }) => records);
      expect((await read(at)).map(({ id }) => id)).toEqual([String(row?.id)]);
      expect(await read(new Date(at.getTime() + 1000))).toEqual([]);
      const include = server.asked.find(({ query }) => query.has('include'))?.query.get('include');
      expect(include).toBe(shop === oldest ? String(row?.id) : undefined);
      expect(rowsOf(of('orders-include')).length).toBe(3);
    });
  });

  describe('the rights of keys that may not everything', () => {
    const statesOf = async (routes: Routes) => {
      const { rights } = await open(await start({ ...healthy(newest), ...routes })).check();
      return { states: rights.map(({ state }) => state), problem: (right: Right) => rights.find((one) => one.right === right)?.problem };
    };
    const of = (name: string) => recording(newest, name);

    it('a key that may only read', async () => {
      const { states, problem } = await statesOf({ [`POST ${woo}/orders/batch`]: of('scope-readonly-key-write') });
      expect(states).toEqual(['allowed', 'allowed', 'allowed', 'allowed', 'allowed', 'refused']);
      expect(problem('write back')).toBeInstanceOf(PermissionError);
      expect(problem('write back')?.advice).toEqual(advice.mayNotWrite);
    });

    it('a key that may only write', async () => {
      const refused = of('scope-writeonly-key-read');
      const options: Recording = { ...refused, status: 200, body: '{"schema":{"properties":{"status":{"enum":["processing"]}}}}' };
      const reading = Object.fromEntries(
        ['products', 'orders', 'payment_gateways', 'system_status', 'orders/statuses', 'reports/orders/totals'].map((route) => [
          `${woo}/${route}`,
          refused,
        ]),
      );
      const { states, problem } = await statesOf({ ...reading, [`OPTIONS ${woo}/orders`]: options });
      expect(states).toEqual(['allowed', 'refused', 'refused', 'refused', 'allowed', 'allowed']);
      expect(problem('orders')).toBeInstanceOf(PermissionError);
      expect(problem('orders')?.advice).toEqual(advice.mayNotRead);
    });

    it('the key of a subscriber', async () => {
      const { states, problem } = await statesOf({
        [`${woo}/products`]: of('scope-subscriber-key-products'),
        [`${woo}/orders`]: of('scope-subscriber-key-read'),
        [`${woo}/payment_gateways`]: of('payment-gateways-readonly-sub'),
        [`POST ${woo}/orders/batch`]: of('scope-subscriber-key-read'),
      });
      expect(states).toEqual(['allowed', 'refused', 'refused', 'refused', 'allowed', 'refused']);
      for (const right of ['products', 'orders', 'payment methods', 'write back'] as const) {
        expect(problem(right)).toBeInstanceOf(PermissionError);
        expect(problem(right)?.advice).toEqual(advice.wrongRole);
      }
    });

    it.each(['probe-bad-secret', 'probe-unknown-key', 'probe-no-auth'])('no good key at all: %s', async (name) => {
      const refused = of(name);
      const { states, problem } = await statesOf({
        '*': refused,
        ...Object.fromEntries(['products', 'orders', 'system_status'].map((route) => [`${woo}/${route}`, refused])),
        [`POST ${woo}/orders/batch`]: refused,
      });
      expect(states).toEqual(['refused', ...Array(5).fill('unknown')]);
      expect(problem('reach')).toBeInstanceOf(AuthenticationError);
      expect(problem('reach')?.advice).toEqual(advice.newKey);
    });
  });

  describe('the way in', () => {
    const of = (name: string) => recording(newest, name);
    const list = () => asList(of('order-with-fee'));

    async function expectReached(store: RemoteStore, server: Replay, facts: { access: Access; notices?: unknown[] }) {
      const { rights, store: found } = await store.check();
      expect(rights.filter(({ state }) => state !== 'allowed')).toEqual([]);
      expect(found).toMatchObject(facts);
      const orders = (await Array.fromAsync(open(server, found?.access).orders())).flatMap(({ records }) => records);
      expect(orders.map(({ id }) => id)).toEqual(['501']);
    }

    it('with plain permalinks', async () => {
      const hinted =
        (good: Recording) =>
        ({ query }: Asked) =>
          query.get('_') === 'wp-json/wc/' ? good : of('plain-permalinks-rest-route-no-hint-401');
      const routes = Object.fromEntries(
        Object.entries(healthy(newest)).map(([route, answer]) => [route.replace('/wp-json/', '?rest_route=/'), answer]),
      );
      const server = await start({
        ...routes,
        '?rest_route=/': of('plain-permalinks-index'),
        '?rest_route=/wc/v3/products': hinted(of('plain-permalinks-rest-route-ok')),
        '?rest_route=/wc/v3/orders': hinted(list()),
        '*': of('plain-permalinks-wp-json-404'),
      });
      await expectReached(open(server), server, {
        access: { root: `${server.url}/?rest_route=/`, auth: 'header' },
        notices: expect.arrayContaining([advice.plainPermalinks]),
      });
    });

    it('where the Authorization header is taken away', async () => {
      const seen =
        (good: Recording) =>
        ({ query, headers }: Asked) =>
          query.get('consumer_key') === keys.consumerKey && !headers.authorization ? good : of('stripped-authorization-basic');
      const server = await start({
        ...healthy(newest),
        [`${woo}/products`]: seen(of('stripped-authorization-querystring')),
        [`${woo}/orders`]: seen(list()),
      });
      await expectReached(open(server), server, { access: { auth: 'query' }, notices: expect.arrayContaining([advice.headerStripped]) });
      expect(await seen(of('probe-querystring-auth'))(server.asked.at(-1) as Asked)).toMatchObject({ status: 200 });
    });

    it('without TLS: signed, and the secret stays here', async () => {
      const seen =
        (good: Recording) =>
        ({ query, headers }: Asked) => {
          if (query.has('oauth_signature')) return good;
          return headers.authorization ? of('probe-http-no-tls-basic') : of('probe-http-querystring-auth');
        };
      const server = await start(
        { ...healthy(newest), [`${woo}/products`]: seen(of('oauth1-http-ok')), [`${woo}/orders`]: seen(list()) },
        { plain: true },
      );
      await expectReached(open(server), server, { access: { auth: 'oauth' } });
      expect(JSON.stringify(server.asked.map(({ query, headers }) => [query.toString(), headers]))).not.toContain(keys.consumerSecret);
      const signed = server.asked.filter(({ query }) => query.has('oauth_signature'));
      expect(new Set(signed.map(({ query }) => query.get('oauth_nonce'))).size).toBe(signed.length);
    });

    it.each(['oauth1-http-unknown-key', 'oauth1-http-bad-signature', 'oauth1-http-nonce-replayed', 'oauth1-http-old-timestamp'])(
      'without TLS, refused: %s',
      async (name) => {
        const server = await start(
          { ...healthy(newest), [`${woo}/products`]: of(name), [`POST ${woo}/orders/batch`]: of(name) },
          { plain: true },
        );
        const { rights } = await open(server).check();
        expect(rights[0]?.problem).toBeInstanceOf(AuthenticationError);
        expect(rights[0]?.problem?.advice).toEqual(refusals[name]?.[1]);
      },
    );

    it('where a plugin closes the REST API to strangers', async () => {
      const seen =
        (good: Recording) =>
        ({ headers }: Asked) =>
          headers.authorization ? good : of('fault-rest-api-disabled-by-plugin-no-auth');
      const server = await start({
        ...healthy(newest),
        '/wp-json/': ({ query, headers }) =>
          headers.authorization && query.get('_') === 'wp-json/wc/'
            ? of('probe-ok-index-fields')
            : of('fault-rest-api-disabled-by-plugin-no-auth'),
        [`${woo}/products`]: seen(of('fault-rest-api-disabled-by-plugin-key-ok')),
        [`${woo}/orders`]: seen(list()),
      });
      await expectReached(open(server), server, { access: { auth: 'header' } });
    });

    it('closed by that plugin to us as well', async () => {
      const server = await start({ '*': of('fault-rest-api-disabled-by-plugin-no-auth') });
      const { rights } = await open(server).check();
      expect(rights[0]).toMatchObject({ state: 'refused', problem: { name: 'PermissionError', advice: advice.restClosed } });
    });

    it('behind the password of a staging copy, when it is given with the address', async () => {
      const wall = `Basic ${btoa('staging:staging')}`;
      const seen =
        (good: Recording) =>
        ({ query, headers }: Asked) =>
          headers.authorization !== wall ? of('fault-staging-basic-auth-wall') : query.has('consumer_secret') ? good : of('probe-no-auth');
      const routes = Object.fromEntries(
        Object.entries(healthy(newest)).map(([route, answer]) => [
          route,
          typeof answer === 'function' || route === '/wp-json/' ? answer : seen(answer),
        ]),
      );
      const server = await start({ ...routes, [`${woo}/products`]: seen(of('fault-staging-basic-auth-wall-querystring-keys')) });
      const address = server.url.replace('https://', 'https://staging:staging@');
      const { rights, store } = await woocommerce.open({ url: address, ...keys }, http).check();
      expect(rights.map(({ state }) => state)).toEqual(Array(6).fill('allowed'));
      expect(JSON.stringify(store)).not.toContain('staging:staging');
    });

    it('behind that password, when it is not', async () => {
      const { rights } = await open(await start({ '*': of('fault-staging-basic-auth-wall') })).check();
      expect(rights[0]).toMatchObject({ state: 'refused', problem: { name: 'PermissionError', advice: advice.passwordWall } });
    });

    it('from a folder in which the shop is not', async () => {
      const server = await start({ ...healthy(newest), [`${woo}/orders`]: list(), '*': of('wp-json-on-subfolder-wrong-path-html-404') });
      const store = open(server, undefined, '/shop');
      expect((await store.check()).store?.access).toMatchObject({ root: `${server.url}/wp-json/` });
    });

    it.each<[string, new (...given: never[]) => ConnectorError, readonly string[]]>([
      ['fault-maintenance-mode', NetworkError, advice.maintenance],
      ['fault-no-database', NetworkError, advice.database],
      ['fault-php-fatal', NetworkError, advice.critical()],
      ['fault-php-warning-before-json', ResponseError, advice.phpOutput('the must-use plugin “peers” (peers.php, line 14)')],
      ['wp-json-on-subfolder-wrong-path-html-404', ResponseError, advice.wrongAddress],
      ['plain-permalinks-wp-json-404', ResponseError, advice.wrongAddress],
      ['site-home-not-json', ResponseError, advice.htmlInstead],
    ])('barred: %s', async (name, kind, steps) => {
      const { rights, store } = await open(await start({ '*': of(name) })).check();
      expect(rights.map(({ state }) => state)).toEqual(['refused', ...Array(5).fill('unknown')]);
      expect(rights[0]?.problem).toBeInstanceOf(kind);
      expect(rights[0]?.problem?.advice).toEqual(steps);
      expect(store).toBeUndefined();
    });
  });
});
