import { afterEach, describe, expect, it } from 'vitest';
import type { Access, Shipment } from '../../connectors/connector.ts';
import { NetworkError, PermissionError, ResponseError } from '../../connectors/errors.ts';
import { createHttp } from '../../connectors/http.ts';
import { magento1 } from '../../connectors/magento1/index.ts';
import { type FakeStore, startMagento1 } from '../fakes/magento1.ts';
import { shopWithout } from '../fakes/shop/lacks.ts';
import { realOrders } from '../fakes/shop.ts';
import { tls } from '../fakes/tls.ts';

let fake: FakeStore;
afterEach(() => fake?.close());

const http = createHttp({ allowPrivate: true, ca: tls.cert, timeout: 2000 });

async function known(access: Access = { mailsLater: true }) {
  fake = await startMagento1({ https: true, shop: shopWithout(['fees', 'products without SKU']) });
  return magento1.open(fake.credentials, http, { root: `${fake.url}/api/xmlrpc/`, ...access });
}

const orderIn = (status: string) =>
  realOrders(fake.shop).find((one) => one.status === status && one.paid === undefined) ?? realOrders(fake.shop)[0];
const sent = (change: Partial<Shipment> = {}): Shipment => ({
  order: String(orderIn('processing')?.id),
  tracking: { number: 'RR123456785SI', carrierTitle: 'Pošta Slovenije' },
  notify: false,
  ...change,
});
const called = (what: string) => fake.requests.filter(({ path }) => path.includes(`#${what}`));
const tracks = () => fake.site.shipments.map((one) => one.tracks);

describe('an order told to Magento as sent', () => {
  it('goes by a carrier that Magento tracks, under its own code', async () => {
    const store = await known();
    await store.markShipped?.(sent({ tracking: { number: '1Z', carrier: 'UPS' } }));
    expect(tracks()).toEqual([[{ carrier_code: 'ups', title: 'UPS', track_number: '1Z' }]]);
  });

  it('goes by any other as “custom”, under its own title', async () => {
    const store = await known();
    await store.markShipped?.(sent({ tracking: { number: 'G1', carrier: 'gls', carrierTitle: 'GLS Slovenija' } }));
    await store.markShipped?.(sent({ order: String(orderIn('pending')?.id) }));
    expect(
      tracks()
        .flat()
        .map(({ carrier_code, title }) => [carrier_code, title]),
    ).toEqual([
      ['custom', 'GLS Slovenija'],
      ['custom', 'Pošta Slovenije'],
    ]);
  });

  it('needs no number', async () => {
    const store = await known();
    await store.markShipped?.(sent({ tracking: undefined, notify: true }));
    expect([tracks(), fake.shipped(Number(sent().order)).mails]).toEqual([[[]], 1]);
  });

  it('is mailed when the number is there, or before where the role may not mail later', async () => {
    const store = await known();
    await store.markShipped?.(sent({ notify: true }));
    expect([called('sales_order_shipment.sendInfo').length, fake.shipped(Number(sent().order)).mails]).toEqual([1, 1]);
    await fake.close();
    const other = await known({ mailsLater: false });
    await other.markShipped?.(sent({ notify: true }));
    expect([called('sales_order_shipment.sendInfo').length, fake.shipped(Number(sent().order)).mails]).toEqual([0, 1]);
    await fake.close();
    const unsure = await known({});
    await unsure.markShipped?.(sent({ notify: true }));
    expect(called('resources')).toHaveLength(1);
  });

  it('gets a status of the merchant’s own, once', async () => {
    const store = await known();
    const order = sent().order;
    for (let times = 0; times < 2; times++) await store.markShipped?.(sent({ order, status: 'poslano' }));
    expect(fake.site.comments).toEqual([{ order: Number(order), status: 'poslano', text: '' }]);
  });

  it('and shipped by somebody else before stays as it is', async () => {
    const store = await known();
    const order = orderIn('processing');
    await store.markShipped?.(sent({ order: String(order?.id), tracking: { number: 'THEIRS' } }));
    const before = structuredClone(fake.site.shipments);
    await store.markShipped?.(sent({ order: String(order?.id), notify: true }));
    expect([fake.site.shipments, fake.shipped(order?.id ?? 0).mails]).toEqual([before, 0]);
  });

  it.each([
    ['the shipment', 'sales_order_shipment.create'],
    ['its number', 'sales_order_shipment.addTrack'],
    ['the mail', 'sales_order_shipment.sendInfo'],
  ])('whatever came of it when the answer to %s was lost, ends as it should when it is said again', async (_, lost) => {
    const store = await known();
    const order = orderIn('processing')?.id ?? 0;
    // What is said is done; only the answer does not come through.
    fake.misbehave({ only: new RegExp(lost.replace('.', '\\.')), truncated: true, times: 1 });
    await expect(store.markShipped?.(sent({ order: String(order), notify: true }))).rejects.toBeInstanceOf(NetworkError);
    await store.markShipped?.(sent({ order: String(order), notify: true }));
    expect(fake.shipped(order)).toEqual({ numbers: ['RR123456785SI'], mails: 1 });
    expect(called(lost).length).toBeLessThanOrEqual(lost.endsWith('create') ? 1 : 2);
  });

  it.each([
    ['on-hold', /is on hold/, /“Unhold”/],
    ['cancelled', /is canceled/, /“Reorder”/],
  ])('is not, where it is %s: that is said, and nothing is changed', async (status, why, step) => {
    const store = await known();
    const order = realOrders(fake.shop).find((one) => one.status === status);
    const before = structuredClone(fake.shop);
    await expect(store.markShipped?.(sent({ order: String(order?.id), status: 'complete' }))).rejects.toMatchObject({
      message: expect.stringMatching(why),
      advice: expect.arrayContaining([expect.stringMatching(step)]),
    });
    expect(fake.shop).toEqual(before);
  });

  it('is not, where the role may not: that is said with the place to tick', async () => {
    const store = await known();
    fake.setUser('all', { allowed: /\.(list|info)$/ });
    const error = await store.markShipped?.(sent()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PermissionError);
    expect(error).toMatchObject({ message: expect.stringMatching(/Order shipments → Create/) });
  });

  it('is not, where there is no such order', async () => {
    const store = await known();
    await expect(store.markShipped?.(sent({ order: '424242' }))).rejects.toBeInstanceOf(ResponseError);
    expect(called('sales_order_shipment')).toEqual([]);
  });
});

describe('stock told to Magento', () => {
  it('comes ten products at a time, and after one look which product each word leads to', async () => {
    const store = await known();
    const levels = fake.shop.products.slice(20, 80).map(({ id, sku }, at) => ({ id: String(id), sku, stock: String(at) }));
    expect(await store.setStock?.(levels)).toEqual([]);
    expect(called('multiCall cataloginventory_stock_item.update').map(({ calls }) => calls)).toEqual([10, 10, 10, 10, 10, 10]);
    expect(called('cataloginventory_stock_item.list')).toHaveLength(1);
  });

  it('comes in smaller parts where the server breaks over them', async () => {
    const store = await known();
    const levels = fake.shop.products.slice(20, 32).map(({ id, sku }, at) => ({ id: String(id), sku, stock: String(at + 1) }));
    fake.misbehave({ only: /stock_item\.update/, page: 'empty', times: 2 });
    expect(await store.setStock?.(levels)).toEqual([]);
    expect(fake.shop.products.slice(20, 32).flatMap(({ stock }, at) => (stock === null || stock === at + 1 ? [] : [stock]))).toEqual([]);
  });
});
