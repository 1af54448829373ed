import { afterEach, describe, expect, it } from 'vitest';
import { AuthenticationError, NetworkError, PermissionError, ResponseError } from '../../connectors/errors.ts';
import { readAnswer } from '../../connectors/magento1/xmlrpc-reading.ts';
import { orderRecord, productRecord } from '../../connectors/records.ts';
import { writeValue } from '../fakes/magento1/xml.ts';
import * as raw from './magento1/raw.ts';
import { fault, healthy, of, open, openNew, recorded, secrets, shop, start, stopAll, together, xmlOf } from './magento1/replay.ts';
import * as tables from './magento1/tables.ts';
import { haveRecordings, type Recording, recordingsOf } from './recordings/replay.ts';

const present = haveRecordings(shop);
if (!present) console.log('No recordings of a real OpenMage here (RECORDINGS names their folder): they are not replayed.');

describe.runIf(present)('answers of a real OpenMage 20.0.20', () => {
  afterEach(stopAll);

  it('each is read here, or is none of ours', () => {
    const isOurs = (name: string) => !tables.notOurs.some(([names]) => names.test(name));
    const there = recordingsOf(shop);
    expect(there.filter((name) => isOurs(name) && !tables.read.includes(name))).toEqual([]);
    expect(tables.read.filter((name) => !isOurs(name) || !there.includes(name))).toEqual([]);
  });

  it.each(present ? recordingsOf(shop).filter((name) => name.startsWith('xmlrpc-') && !name.includes('html')) : [])(
    '%s: every value, as text',
    (name) => {
      const answer = readAnswer(of(name).body);
      if (answer && 'fault' in answer)
        expect({ faultCode: Number(answer.fault.code), faultString: answer.fault.text }).toEqual(recorded(name));
      else expect(answer?.value).toEqual(asTexts(recorded(name)));
    },
  );

  describe('orders', () => {
    const byNumber = () => new Map(tables.orders.map((name) => [String(raw.order.parse(recorded(name)).increment_id), name]));

    it.each(tables.orders)('%s', async (name) => {
      const row = raw.order.parse(recorded(name));
      const server = await start({ ...healthy(), 'sales_order.info': of(name) });
      const found = orderRecord.parse(await open(server).findOrder(row.increment_id));
      expectOrder(found, row);
      expect(server.asked.map(({ path }) => path)).toEqual(['login', 'sales_order.info']);
    });

    it.each(tables.orderLists)('%s: each is asked for by its number, by id, many at once', async (name) => {
      const rows = raw.rows.parse(recorded(name)).toSorted((one, other) => one.order_id - other.order_id);
      const known = byNumber();
      const infos = (calls: unknown): Recording =>
        together(
          numbersIn(calls)
            .map((number) => known.get(number) ?? '')
            .map((info) => (info ? xmlOf(info) : fault(100, 'Requested order not exists.'))),
        );
      const server = await start({ ...healthy(), 'sales_order.list': of(name), 'multiCall sales_order.info': infos });
      const window = { updatedSince: new Date('2026-11-23T00:00:00Z'), updatedUntil: new Date('2026-11-23T20:00:00Z') };
      const pages = await Array.fromAsync(open(server).orders(window));
      expect(pages.flatMap(({ malformed }) => malformed)).toEqual([]);
      expect(server.asked.flatMap(({ path, args }) => (path.startsWith('multiCall') ? numbersIn(args) : []))).toEqual(
        rows.map(({ increment_id }) => increment_id),
      );
      expect(pages.flatMap(({ records }) => records).map(({ number }) => number)).toEqual(
        rows.map(({ increment_id }) => increment_id).filter((number) => known.has(number)),
      );
      const [list] = server.asked.filter(({ path }) => path === 'sales_order.list');
      expect(list?.args).toEqual([{ updated_at: { from: '2026-11-23 00:00:00', to: '2026-11-23 20:00:00' } }]);
    });

    it('is not there', async () => {
      const server = await start({
        ...healthy(),
        'sales_order.info': of('xmlrpc-order-info-not-found'),
        'sales_order.list': of('xmlrpc-order-list-empty'),
      });
      expect(await open(server).findOrder('100000999')).toBeUndefined();
    });

    it('what is sold in a family is one line, with the SKU of what was chosen and the price of its parent', async () => {
      const server = await start({ ...healthy(), 'sales_order.info': of('xmlrpc-order-info-canceled') });
      const { lines } = orderRecord.parse(await open(server).findOrder('100000128'));
      expect(lines).toMatchObject([
        {
          id: '309',
          sku: 'OMC-6-S',
          productId: '144',
          variantId: '141',
          title: 'Majica nastavljiva 6 - S',
          quantity: '1',
          price: '19.90',
          total: '19.90',
        },
      ]);
    });

    it('their statuses: Magento’s own, and no others in this shop', async () => {
      const server = await start({ ...healthy(), 'sales_order.list': of('xmlrpc-order-list-empty') });
      const statuses = await open(server).orderStatuses();
      const seen = tables.orderLists.flatMap((name) => raw.rows.parse(recorded(name)).map(({ status }) => status));
      expect(seen.filter((status) => !statuses.some(({ code }) => code === status))).toEqual([]);
      expect(statuses).toContainEqual({ code: 'holded', title: 'On Hold', meaning: 'pending' });
    });
  });

  describe('products', () => {
    const infos = () => {
      const [first, missing] = Array.isArray(recorded('xmlrpc-multicall'))
        ? [xmlAt('xmlrpc-multicall', 0), xmlAt('xmlrpc-multicall', 1)]
        : [];
      return new Map([
        ['1', first ?? ''],
        ['2', xmlOf('xmlrpc-product-info-simple')],
        ['5', xmlOf('xmlrpc-product-info-numeric-sku-as-id')],
        ['', missing ?? ''],
      ]);
    };

    it.each(tables.productLists)('%s: parents are none, and what was deleted meanwhile is passed over', async (name) => {
      const rows = raw.products.parse(recorded(name));
      const known = infos();
      const server = await start({
        ...healthy(),
        'catalog_product.list': of(name),
        'multiCall cataloginventory_stock_item.list': together([xmlOf('xmlrpc-stock-list')]),
        'multiCall catalog_product.info': (calls) => together(numbersIn(calls).map((id) => known.get(id) ?? known.get('') ?? '')),
      });
      const window = { updatedSince: new Date('2026-11-23T00:00:00Z'), updatedUntil: new Date('2026-11-23T20:00:00Z') };
      const products = (await Array.fromAsync(open(server).products(window))).flatMap(({ records }) => records);
      const sold = rows.filter(({ type }) => type === 'simple').map(({ product_id }) => String(product_id));
      expect(server.asked.flatMap(({ path, args }) => (path === 'multiCall catalog_product.info' ? numbersIn(args) : []))).toEqual(sold);
      expect(products.map(({ id }) => id)).toEqual(sold.filter((id) => known.has(id)));
      const stock = raw.stock.parse(recorded('xmlrpc-stock-list'));
      for (const product of products) {
        expect(productRecord.parse(product)).toEqual(product);
        const row = rows.find(({ product_id }) => String(product_id) === product.id);
        const its = stock.find(({ product_id }) => String(product_id) === product.id);
        expect(product).toMatchObject({ sku: row?.sku, title: row?.name, active: true, ...(its && { stock: String(Number(its.qty)) }) });
      }
    });

    it.each(tables.products)('%s: its price and when it was changed', async (name) => {
      const row = raw.product.parse(recorded(name));
      const server = await start({
        ...healthy(),
        'catalog_product.list': together([writeValue({ product_id: row.product_id, sku: row.sku, type: 'simple' })]),
        'multiCall cataloginventory_stock_item.list': together([writeValue([])]),
        'multiCall catalog_product.info': together([xmlOf(name)]),
      });
      const window = { updatedSince: new Date('2026-11-23T00:00:00Z'), updatedUntil: new Date('2026-11-23T20:00:00Z') };
      const [page] = await Array.fromAsync(open(server).products(window));
      expect(page?.records).toMatchObject([
        {
          id: String(row.product_id),
          sku: row.sku,
          title: row.name,
          price: row.price.slice(0, -2),
          updatedAt: new Date(`${row.updated_at.replace(' ', 'T')}Z`),
        },
      ]);
      expect(page?.records[0]?.stock).toBeUndefined();
      // A number is said to be an id, and no SKU.
      expect(server.asked.at(-1)?.args).toMatchObject([
        ['catalog_product.info', [String(row.product_id), '0', expect.arrayContaining(['price']), 'id']],
      ]);
    });

    it('what a role may read that sees nothing else', async () => {
      const server = await start({
        ...healthy(),
        'catalog_product.info': of('xmlrpc-limited-products-ok'),
        resources: of('xmlrpc-resources-not-recorded-size-only'),
      });
      const { rights, store } = await openNew(server).check();
      const problemOf = (right: string) => rights.find((one) => one.right === right)?.problem;
      expect(rights.find(({ right }) => right === 'reach')?.state).toBe('allowed');
      expect(problemOf('products')?.message).toMatch(/It lacks: Catalog Inventory → Retrieve stock data$/);
      expect(problemOf('orders')?.message).toMatch(/It lacks: Sales → Order → Retrieve orders info$/);
      expect(problemOf('write back')?.advice?.join(' ')).toMatch(/Order shipments → Create.*Update product stock data/);
      expect(store).toMatchObject({
        version: '20.0.20',
        currency: 'EUR',
        timeZone: 'CET',
        name: new URL(server.url).host,
        url: server.url,
      });
    });
  });

  describe('the way in', () => {
    it.each(tables.logins)('%s: a session is begun, and never told', async (name) => {
      const server = await start({ ...healthy(), login: of(name), 'sales_order.info': of('xmlrpc-order-info-pending') });
      await open(server).findOrder('100000129');
      const { store } = await openNew(server).check();
      expect(JSON.stringify(store)).not.toContain(String(recorded(name)));
      for (const secret of Object.values(secrets)) expect(JSON.stringify(store)).not.toContain(`"${secret}"`);
    });

    it.each(tables.refusedLogins)('%s', async (name) => {
      const server = await start({ ...healthy(), login: of(name) });
      const { rights } = await openNew(server).check();
      expect(rights[0]?.problem).toBeInstanceOf(AuthenticationError);
      expect(rights[0]?.problem?.advice?.join(' ')).toMatch(/SOAP\/XML-RPC - Users.*User Role/s);
    });

    it.each(tables.expired)('%s: logs in again, once, and asks again', async (name) => {
      let times = 0;
      const server = await start({ ...healthy(), 'sales_order.info': () => of(times++ === 0 ? name : 'xmlrpc-order-info-pending') });
      expect(await open(server).findOrder('100000129')).toMatchObject({ number: '100000129' });
      expect(server.asked.map(({ path }) => path)).toEqual(['login', 'sales_order.info', 'login', 'sales_order.info']);
      const lost = await start({ ...healthy(), 'sales_order.info': of(name) });
      await expect(open(lost).findOrder('100000129')).rejects.toThrow(/forgets at once/);
      expect(lost.asked).toHaveLength(4);
    });

    const faults: [name: string, kind: new (...given: never[]) => Error, words: RegExp, advice: RegExp][] = [
      ['xmlrpc-limited-orders-denied', PermissionError, /Sales → Order → Retrieve orders info/, /SOAP\/XML-RPC - Roles.*Role Resources/s],
      ['xmlrpc-no-such-path', ResponseError, /does not know “sales_order.info”/, /System → Configuration → Advanced/],
      ['xmlrpc-no-such-method', ResponseError, /does not know “sales_order.info”/, /Mage_Sales/],
      ['xmlrpc-unknown-function', ResponseError, /\(620\): Method "explode" does not exist/, /address/],
      ['xmlrpc-bad-xml', ResponseError, /\(632\)/, /firewall/],
      ['xmlrpc-get-request', ResponseError, /\(630\): Unable to read request/, /redirect/],
      ['xmlrpc-product-info-not-found', ResponseError, /\(101\): Product not exists/, /^$/],
      ['maintenance-mode', NetworkError, /closed for maintenance/, /maintenance\.flag/],
      ['xmlrpc-wrong-path-html-404', ResponseError, /no Magento 1 shop/, /Base URL/],
    ];
    it.each(faults)('%s is told by its cause, with the way to mend it', async (name, kind, words, advice) => {
      const server = await start({ ...healthy(), 'sales_order.info': of(name) });
      const error = await open(server)
        .findOrder('1')
        .catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(kind);
      expect(error).toMatchObject({ message: expect.stringMatching(words) });
      expect(
        error instanceof ResponseError || error instanceof NetworkError || error instanceof PermissionError
          ? (error.advice ?? []).join(' ')
          : '',
      ).toMatch(advice);
    });
  });

  describe('writing back', () => {
    const sent = { order: '129', tracking: { number: 'GLS12345', carrier: 'gls', carrierTitle: 'GLS' }, notify: false };
    const flow = (shipped = false) => ({
      ...healthy(),
      'sales_order.list': together([xmlOf('xmlrpc-order-info-pending')]),
      'sales_order.info': of(shipped ? 'xmlrpc-order-info-complete' : 'xmlrpc-order-info-pending'),
      'sales_order.addComment': of('xmlrpc-order-addcomment'),
      'sales_order_shipment.create': of('xmlrpc-shipment-create'),
      'sales_order_shipment.addTrack': of('xmlrpc-shipment-addtrack'),
      'sales_order_shipment.getCarriers': of('xmlrpc-shipment-getcarriers'),
      'sales_order_shipment.list': together([writeValue({ increment_id: '100000002', order_id: 129 })]),
      'multiCall sales_order_shipment.info': together([xmlOf('xmlrpc-shipment-info')]),
    });
    const argsOf = (server: { asked: { path: string; args: unknown }[] }, wanted: string) =>
      server.asked.find(({ path }) => path === wanted)?.args;

    it('a shipment with its number, by a carrier that Magento does not know', async () => {
      const server = await start(flow());
      await open(server).markShipped?.({ ...sent, status: 'poslano' });
      expect(argsOf(server, 'sales_order_shipment.create')).toEqual(['100000129', [], '', false, false]);
      expect(argsOf(server, 'sales_order_shipment.addTrack')).toEqual(['100000002', 'custom', 'GLS', 'GLS12345']);
      expect(argsOf(server, 'sales_order.addComment')).toEqual(['100000129', 'poslano', '', false]);
    });

    it('nothing, where it was shipped with a number before', async () => {
      const server = await start(flow(true));
      await open(server).markShipped?.({ ...sent, status: 'complete' });
      const reading = ['login', 'sales_order.list', 'sales_order.info', 'sales_order_shipment.list', 'multiCall sales_order_shipment.info'];
      expect(server.asked.map(({ path }) => path)).toEqual([...reading, 'sales_order.info']);
    });

    it('what Magento refuses, in its words', async () => {
      const carrier = await start({ ...flow(), 'sales_order_shipment.addTrack': of('xmlrpc-shipment-addtrack-bad-carrier') });
      await expect(open(carrier).markShipped?.(sent)).rejects.toThrow(/\(102\): Invalid carrier specified/);
      const held = await start({ ...flow(), 'sales_order.info': of('xmlrpc-order-info-holded') });
      await expect(open(held).markShipped?.(sent)).rejects.toMatchObject({
        message: expect.stringMatching(/is on hold/),
        advice: expect.arrayContaining([expect.stringMatching(/Unhold/)]),
      });
    });

    it('stock by what leads to the product, and what cannot be set', async () => {
      const server = await start({
        ...healthy(),
        'cataloginventory_stock_item.list': (args) =>
          JSON.stringify(args).includes('OM-0002') ? of('xmlrpc-stock-list') : of('xmlrpc-order-list-empty'),
        'multiCall cataloginventory_stock_item.update': together([xmlOf('xmlrpc-stock-update'), fault(101, 'Product not exists.')]),
      });
      const refusals = await open(server).setStock?.([
        { id: '2', sku: 'OM-0002', stock: '33' },
        { id: '9', sku: 'OM 9/ž', stock: '0' },
        { id: '77', sku: 'nope', stock: '1' },
      ]);
      expect(refusals).toEqual([
        { id: '77', reason: 'the shop has no such product' },
        { id: '9', reason: Object(recorded('xmlrpc-stock-update-not-found')).faultString },
      ]);
      expect(argsOf(server, 'multiCall cataloginventory_stock_item.update')).toEqual([
        ['cataloginventory_stock_item.update', ['OM-0002', { qty: '33', is_in_stock: 1 }]],
        ['cataloginventory_stock_item.update', ['OM 9/ž', { qty: '0' }]],
      ]);
    });
  });
});

/** Numbers as texts, and what holds nothing left out. */
function asTexts(value: unknown): unknown {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(asTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, its]) => (its === null ? [] : [[key, asTexts(its)]])));
}

/** What each of the calls asks for first: the numbers of orders, the ids of products. */
const numbersIn = (calls: unknown): string[] =>
  Array.isArray(calls) ? calls.flatMap((call) => (Array.isArray(call) && Array.isArray(call[1]) ? [String(call[1][0])] : [])) : [];

function xmlAt(name: string, place: number): string {
  const list = recorded(name);
  return writeValue(Array.isArray(list) ? (list[place] ?? null) : null);
}

const at = (time: string) => new Date(`${time.replace(' ', 'T')}Z`);
const cents = (amount: unknown) => Math.round(Number(amount) * 100);

function expectOrder(order: ReturnType<typeof orderRecord.parse>, row: raw.Order) {
  expect(order).toMatchObject({
    id: String(row.order_id),
    number: row.increment_id,
    status: row.status,
    currency: row.order_currency_code,
    total: row.grand_total.slice(0, -2),
    paymentMethod: row.payment.method,
    placedAt: at(row.created_at),
    updatedAt: at(row.updated_at),
  });
  const invoiced = row.status_history.filter(({ entity_name }) => entity_name === 'invoice').map(({ created_at }) => created_at);
  expect(order.paidAt).toEqual(row.total_paid === null ? undefined : at(invoiced.sort()[0] ?? row.created_at));
  const tops = row.items.filter(({ parent_item_id }) => parent_item_id === null);
  expect(order.lines.map(({ id, sku, quantity, total }) => [id, sku, Number(quantity), cents(total)])).toEqual(
    tops.map(({ item_id, sku, qty_ordered, row_total }) => [String(item_id), sku, Number(qty_ordered), cents(row_total)]),
  );
  const sum = [...order.lines, ...order.shipping, ...order.fees].reduce((all, { total, tax }) => all + cents(total) + cents(tax), 0);
  expect([sum, order.fees, order.discounts, order.taxes]).toEqual([cents(row.grand_total), [], [], []]);
  expect(order.shipping).toMatchObject([
    { code: row.shipping_method, title: row.shipping_description, total: row.shipping_amount.slice(0, -2) },
  ]);
  for (const [contact, told] of [
    [order.buyer, row.billing_address],
    [order.recipient, row.shipping_address],
  ] as const) {
    const [street, street2] = told.street.split('\n');
    expect(contact).toMatchObject({
      name: `${told.firstname} ${told.lastname}`,
      street,
      street2,
      city: told.city,
      postcode: told.postcode,
      country: told.country_id,
      phone: told.telephone,
    });
  }
  expect(order.buyer.email).toBe(row.customer_email);
  expect(order.descriptions.map(({ value }) => value)).toEqual(row.status_history.flatMap(({ comment }) => comment ?? []).toReversed());
}
