import { afterEach, describe, expect, it } from 'vitest';
import type { Shipment } from '../../connectors/connector.ts';
import { ResponseError } from '../../connectors/errors.ts';
import { createHttp } from '../../connectors/http.ts';
import { magento2 } from '../../connectors/magento2/index.ts';
import { toldBy } from '../../db/rules/payment-names.ts';
import { type FakeMagento, type Options, startMagento2 } from '../fakes/magento2.ts';
import { realOrders, type ShopOrder, sellables } from '../fakes/shop.ts';
import { tls } from '../fakes/tls.ts';
import { records } from './contract/bench.ts';

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

describe('Magento 2, what is in stock', () => {
  it('is asked for product by product only where Inventory is switched off', async () => {
    const store = await known({ inventory: false });
    const products = await records(store.products());
    expect(products).toHaveLength(250);
    expect(products.filter(({ stock }) => stock !== undefined).length).toBeGreaterThan(150);
    expect(fake.requests.filter(({ path }) => path.startsWith('stockItems/')).length).toBeLessThanOrEqual(250);
    const odd = { id: '13', sku: 'CAJ/R&D' };
    expect(await store.setStock?.([{ ...odd, stock: '5' }])).toEqual([]);
    expect(fake.requests.at(-1)).toMatchObject({ method: 'PUT', path: 'products/CAJ%2FR%26D/stockItems/1' });
    expect(fake.shop.products.find(({ id }) => id === 13)?.stock).toBe(5);
  });

  it('is found for SKUs with commas, slashes, blanks and other letters', async () => {
    fake = await startMagento2();
    const names = ['A,B', 'a/b c', 'Č&Š+1', '100%', "O'Neil;x", 'x=y', '#1', '(2)!*'];
    for (const [at, sku] of names.entries()) Object.assign(fake.shop.products[at] ?? {}, { sku, stock: 30 + at });
    const found = new Map((await records(magento2.open(fake.credentials, given()).products())).map(({ sku, stock }) => [sku, stock]));
    expect(names.map((sku) => found.get(sku))).toEqual(names.map((_, at) => String(30 + at)));
  });

  it('is asked for in addresses that web servers take', async () => {
    fake = await startMagento2();
    for (const product of fake.shop.products) product.sku = `${'Zelo dolga šifra '.repeat(3)}${product.id}`;
    const products = await records(magento2.open(fake.credentials, given()).products());
    expect(products.filter(({ id, stock }) => Number(id) < 220 && stock === undefined)).toEqual([]);
    const longest = Math.max(
      ...asked('inventory/source-items').map(({ query }) => query.get('searchCriteria[filterGroups][0][filters][0][value]')?.length ?? 0),
    );
    expect(longest).toBeLessThan(4000);
  });

  it('is set in bulk; what is refused stands alone, and the rest is set', async () => {
    const store = await known({ sources: ['glavno'] });
    const levels = sellables(fake.shop)
      .slice(20, 60)
      .map(({ id }, at) => ({ id: String(id), stock: String(at) }));
    expect(await store.setStock?.(levels)).toEqual([]);
    expect(asked('inventory/source-items', 'POST')).toHaveLength(1);
    expect(
      sellables(fake.shop)
        .slice(20, 60)
        .map(({ stock }) => stock),
    ).toEqual(levels.map((_, at) => at));
    const [first] = asked('inventory/source-items', 'POST');
    expect(JSON.parse(first?.body ?? '').sourceItems[1]).toEqual({
      sku: expect.any(String),
      source_code: 'glavno',
      quantity: 1,
      status: 1,
    });
    fake.requests.length = 0;
    fake.refuseStockOf('OM-0030');
    const refusals = await store.setStock?.(levels.map(({ id }) => ({ id, stock: '7' })));
    expect(refusals).toEqual([{ id: '40', reason: expect.stringContaining('Could not save Source Item') }]);
    expect(
      new Set(
        sellables(fake.shop)
          .slice(20, 60)
          .map(({ id, stock }) => (id === 40 ? 7 : stock)),
      ),
    ).toEqual(new Set([7]));
    expect(asked('inventory/source-items', 'POST').length).toBeLessThan(14);
  });

  it('is left to the merchant where it lies at several sources', async () => {
    const store = await known({ sources: ['ljubljana', 'maribor'] });
    const [thing] = sellables(fake.shop);
    expect(await store.setStock?.([{ id: String(thing?.id), stock: '5' }])).toEqual([
      { id: String(thing?.id), reason: expect.stringContaining('ljubljana, maribor') },
    ]);
    const product = (await records(store.products())).find(({ id }) => id === String(sellables(fake.shop)[1]?.id));
    expect(product?.stock).toBe(String(2 * (sellables(fake.shop)[1]?.stock ?? 0)));
  });
});

describe('Magento 2, what was sent', () => {
  const sent = (order: number, more: Partial<Shipment> = {}): Shipment => ({
    ...{ order: String(order), tracking: { number: 'RR1SI', carrier: 'DHL', carrierTitle: 'DHL Express' }, notify: true },
    ...more,
  });
  const waiting = (wanted: (order: ShopOrder) => boolean = () => true) => {
    const order = realOrders(fake.shop).find((one) => one.status === 'processing' && one.paid && one.lines.length > 1 && wanted(one));
    if (!order) throw new Error('The sample shop has no such order.');
    return order;
  };

  it('is told with the carriers that Magento knows, and others as custom', async () => {
    const store = await known();
    const [one, other] = [waiting(), waiting(({ id }) => id !== waiting().id)];
    await store.markShipped?.(sent(one.id));
    await store.markShipped?.(sent(other.id, { tracking: { number: 'GLS9', carrier: 'gls' }, notify: false }));
    expect(fake.requests.filter(({ method }) => method === 'POST').map(({ path, body }) => [path, JSON.parse(body)])).toEqual([
      [`order/${one.id}/ship`, { notify: true, tracks: [{ track_number: 'RR1SI', title: 'DHL Express', carrier_code: 'dhl' }] }],
      [`order/${other.id}/ship`, { notify: false, tracks: [{ track_number: 'GLS9', title: 'gls', carrier_code: 'custom' }] }],
    ]);
  });

  it('is told of what is left, where a part was sent before', async () => {
    const store = await known();
    const order = waiting(({ lines }) => lines.some(({ quantity }) => quantity > 1));
    const big = order.lines.find(({ quantity }) => quantity > 1);
    fake.ship(order.id, { items: [{ order_item_id: big?.id, qty: 1 }] });
    await store.markShipped?.(sent(order.id));
    const items = order.lines.map(({ id, quantity }) => ({ order_item_id: id, qty: id === big?.id ? quantity - 1 : quantity }));
    expect(JSON.parse(asked(`order/${order.id}/ship`, 'POST')[0]?.body ?? '')).toMatchObject({ items });
    expect(fake.shipped(order.id)).toEqual({ numbers: ['RR1SI'], mails: 1 });
  });

  it('is told of the parts of a bundle, where some of them were sent before; of what needs no sending never', async () => {
    const part = { parent_item_id: 1, qty_ordered: 2, is_virtual: 0 };
    const items = [
      { item_id: 1, qty_ordered: 1, qty_shipped: 0, is_virtual: 0 },
      { ...part, item_id: 2, qty_shipped: 2 },
      { ...part, item_id: 3, qty_shipped: 1 },
      { item_id: 4, qty_ordered: 1, is_virtual: 1 },
      { item_id: 5, qty_ordered: 3, qty_canceled: 1, qty_refunded: 1, is_virtual: 0 },
    ];
    const store = await known();
    fake.misbehave({ only: /orders\/7\?/, status: 200, body: JSON.stringify({ state: 'processing', items }) });
    await expect(store.markShipped?.(sent(7))).rejects.toThrow();
    expect(JSON.parse(asked('order/7/ship', 'POST')[0]?.body ?? '').items).toEqual([
      { order_item_id: 3, qty: 1 },
      { order_item_id: 5, qty: 1 },
    ]);
    fake.misbehave({
      only: /orders\/8\?/,
      status: 200,
      body: JSON.stringify({ state: 'processing', items: [{ item_id: 4, qty_ordered: 1, is_virtual: 1 }] }),
    });
    await store.markShipped?.(sent(8));
    expect(asked('order/8/ship', 'POST')).toEqual([]);
  });

  it('is told though the order is not invoiced yet; it goes on from there in the shop', async () => {
    const store = await known();
    const order = realOrders(fake.shop).find((one) => one.status === 'processing' && !one.paid);
    await store.markShipped?.(sent(order?.id ?? 0));
    expect(fake.shipped(order?.id ?? 0).numbers).toEqual(['RR1SI']);
    expect(order?.status).toBe('processing');
  });

  it.each([
    ['on-hold', /is on hold.*“Unhold”/],
    ['cancelled', /is cancelled in the store/],
    ['refunded', /its money was given back/],
  ])('is refused in words: %s', async (status, words) => {
    const store = await known();
    const order = waiting();
    fake.changeOrder(order.id, { status });
    const failure = await store.markShipped?.(sent(order.id, { status: 'complete' })).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ResponseError);
    if (failure instanceof ResponseError) expect(`${failure.message} ${failure.advice?.join(' ')}`).toMatch(words);
    expect(fake.shipped(order.id)).toEqual({ numbers: [], mails: 0 });
  });

  it('is looked for first where nobody knows whether the last try got through', async () => {
    const store = await known();
    const order = waiting();
    fake.misbehave({ only: /\/ship$/, truncated: true });
    await expect(store.markShipped?.(sent(order.id))).rejects.toThrow();
    expect(fake.shipped(order.id).numbers).toEqual(['RR1SI']);
    fake.misbehave();
    await store.markShipped?.(sent(order.id));
    expect(fake.shipped(order.id)).toEqual({ numbers: ['RR1SI'], mails: 1 });
  });

  it('sets a status of the merchant’s own, and says where the shop does not take it', async () => {
    const store = await known();
    const order = waiting();
    await store.markShipped?.(sent(order.id, { status: 'poslano' }));
    expect(order.status).toBe('poslano');
    await store.markShipped?.(sent(order.id, { status: 'poslano' }));
    expect(asked(`orders/${order.id}/comments`, 'POST')).toHaveLength(1);
    await expect(store.markShipped?.(sent(order.id, { status: 'pending' }))).rejects.toThrow(/is shipped, but .*“pending”/);
  });
});

it('the usual ways to pay of Magento shops are known by their codes', () => {
  const kind = (code: string) => {
    const { cod, pickUp, paid } = toldBy({ code, title: '' });
    return cod ? 'cod' : (pickUp?.kind ?? paid[0]?.key);
  };
  const codes: Record<string, string | undefined> = {
    ...{
      cashondelivery: 'cod',
      msp_cashondelivery: 'cod',
      phoenix_cashondelivery: 'cod',
      checkmo: 'cheque',
      banktransfer: 'bank',
      free: 'free',
    },
    ...{ paypal_express: 'paypal', payflow_express: 'paypal', paypal_billing_agreement: 'paypal', braintree_paypal: 'paypal' },
    ...{
      payflowpro: 'card',
      payflowpro_cc_vault: 'card',
      hosted_pro: 'card',
      braintree: 'card',
      braintree_cc_vault: 'card',
      adyen_cc: 'card',
    },
    ...{ stripe_payments: 'card', authorizenet_acceptjs: 'card', payment_services_paypal_hosted_fields: 'card', customerbalance: 'gift' },
    ...{
      paypal_express_bml: 'later',
      paypal_paylater: 'later',
      klarna_kp: 'later',
      mollie_methods_ideal: 'bank',
      amazon_payment_v2: 'wallet',
    },
    // Paid by invoice weeks later: in doubt nothing is marked as paid.
    ...{ purchaseorder: undefined, companycredit: undefined },
  };
  expect(Object.fromEntries(Object.keys(codes).map((code) => [code, kind(code)]))).toEqual(codes);
});
