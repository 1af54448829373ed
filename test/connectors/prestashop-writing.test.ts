import { describe, expect, it } from 'vitest';
import { NetworkError, ResponseError } from '../../connectors/errors.ts';
import type { FakeStore } from '../fakes/prestashop.ts';
import { known } from './prestashop/open.ts';

/** An order that waits to be sent, and how it is told. */
const waiting = ({ shop }: FakeStore) => shop.orders.find(({ status, broken }) => status === 'processing' && !broken)?.id ?? 0;
const parcel = (number = 'RR123456785SI') => ({ number, carrierTitle: 'Pošta Slovenije' });
const [shipped, delivered, own] = ['4', '5', '15'];
const written = ({ requests }: FakeStore) =>
  requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
const statusOf = ({ shop }: FakeStore, order: number) => shop.orders.find(({ id }) => id === order)?.status;

describe('an order that was sent', () => {
  it('gets its number first, then its state: so that the mail of the state holds the number', async () => {
    const { fake, store } = await known();
    const order = waiting(fake);
    await store.markShipped?.({ order: String(order), tracking: parcel(), status: delivered, notify: true });
    expect(written(fake)).toEqual([`PUT /api/order_carriers/${order + 40_000}`, 'POST /api/order_histories']);
    expect(fake.shipped(order)).toEqual({ numbers: ['RR123456785SI'], mails: 1 });
  });

  it('gets no state that the merchant has not picked', async () => {
    const { fake, store } = await known();
    const order = waiting(fake);
    await store.markShipped?.({ order: String(order), tracking: parcel(), notify: false });
    expect(written(fake)).toEqual([`PUT /api/order_carriers/${order + 40_000}`]);
    expect(statusOf(fake, order)).toBe('processing');
  });

  it('is mailed about with its number, where the state that was picked sends no mail', async () => {
    const { fake, store } = await known();
    const order = waiting(fake);
    await store.markShipped?.({ order: String(order), tracking: parcel(), status: own, notify: true });
    expect(fake.shipped(order).mails).toBe(1);
    expect(fake.requests.filter(({ query }) => query.get('sendemail') === '1').map(({ path }) => path)).toEqual([
      `/api/order_carriers/${order + 40_000}`,
    ]);
  });

  it('is left as it is, where somebody else has marked it as sent before', async () => {
    const { fake, store } = await known();
    const order = waiting(fake);
    fake.changeOrder(order, { status: 'completed' });
    await store.markShipped?.({ order: String(order), status: shipped, notify: true });
    expect(written(fake)).toEqual([]);
    expect(statusOf(fake, order)).toBe('completed');
  });

  it('keeps the numbers of its other parcels', async () => {
    const { fake, store } = await known();
    const order = waiting(fake);
    for (const number of ['GLS1', 'GLS2', 'GLS1'])
      await store.markShipped?.({ order: String(order), tracking: parcel(number), notify: false });
    expect(fake.shipped(order).numbers).toEqual(['GLS1', 'GLS2']);
    expect(written(fake)).toHaveLength(2);
  });

  it('keeps all else that its parcel says: what is left out would be emptied', async () => {
    const { fake, store } = await known();
    const order = waiting(fake);
    await store.markShipped?.({ order: String(order), tracking: parcel('A&B <1>'.replace(/[<>]/g, '')), notify: false });
    const body = fake.requests.find(({ method }) => method === 'PUT')?.body;
    expect(body).toContain('<weight>0.300000</weight>');
    expect(body).toContain('<tracking_number>A&amp;B 1</tracking_number>');
  });

  const refused: [string, { order?: string; number?: string; status?: string; from?: string }, RegExp][] = [
    ['a number that PrestaShop would not take', { number: 'ŠT. 1' }, /tracking number/],
    ['a number that is too long', { number: '1'.repeat(65) }, /64/],
    ['a state that is gone', { status: '16' }, /no longer in the shop/],
    ['a state that never was', { status: '99' }, /no longer in the shop/],
    ['an order that nobody placed', { order: '7' }, /no order/],
    ['an order that is none', { order: 'QXWZABCDE' }, /no order/],
    ['an order that was cancelled', { from: 'cancelled' }, /Cancelled/],
    ['an order that was given back', { from: 'refunded' }, /Refunded/],
  ];
  it.each(refused)('changes nothing for %s, and says so', async (_, { order, number, status, from }, words) => {
    const { fake, store } = await known();
    const id = waiting(fake);
    if (from) fake.changeOrder(id, { status: from });
    const told = { order: order ?? String(id), tracking: parcel(number), status: status ?? delivered, notify: true };
    const failure = await store.markShipped?.(told).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ResponseError);
    expect(String(failure)).toMatch(words);
    expect(written(fake)).toEqual([]);
  });

  it('is looked at again where the answer did not come: its state is not set twice', async () => {
    const { fake, store } = await known();
    const order = waiting(fake);
    fake.misbehave({ breaksAfterState: true });
    await store.markShipped?.({ order: String(order), status: delivered, notify: true });
    expect(statusOf(fake, order)).toBe('completed');
    expect(written(fake)).toEqual(['POST /api/order_histories']);
  });

  it('is not taken for sent, where a module undoes its state', async () => {
    const { fake, store } = await known();
    fake.misbehave({ forgetsStates: true });
    await expect(store.markShipped?.({ order: String(waiting(fake)), status: delivered, notify: false })).rejects.toBeInstanceOf(
      ResponseError,
    );
  });

  it('is tried again later, where the shop is down', async () => {
    const { fake, store } = await known();
    fake.misbehave({ only: /histories/, status: 502 });
    await expect(store.markShipped?.({ order: String(waiting(fake)), status: delivered, notify: false })).rejects.toBeInstanceOf(
      NetworkError,
    );
  });
});

describe('stock', () => {
  const row = { id_shop: '1', id_shop_group: '0', depends_on_stock: '0', out_of_stock: '2', location: '' };
  const set = async (id: string, stock: string, before?: (fake: FakeStore) => void) => {
    const { fake, store } = await known();
    before?.(fake);
    return { fake, refusals: await store.setStock?.([{ id, stock }]) };
  };

  it('is written with everything else that its row says', async () => {
    const { fake, refusals } = await set('500-501', '44');
    expect(refusals).toEqual([]);
    const [put] = fake.requests.filter(({ method }) => method === 'PUT');
    for (const [name, value] of Object.entries({ ...row, id: '60501', id_product: '500', id_product_attribute: '501', quantity: '44' }))
      expect(put?.body).toContain(`<${name}>${value}</${name}>`);
  });

  it('is not written where it is so already', async () => {
    const { fake, refusals } = await set('12', '7.00');
    expect([refusals, written(fake)]).toEqual([[], []]);
  });

  it('may be below nothing: some sell ahead', async () => {
    expect((await set('12', '-3')).refusals).toEqual([]);
  });

  const cases: [string, string, string, RegExp, ((fake: FakeStore) => void)?][] = [
    ['a product that is gone', '77777', '1', /no such product/],
    ['a combination that is gone', '500-999', '1', /no such product/],
    ['what is no id of ours', 'SKU-1', '1', /no such product/],
    ['a family, whose stock is a sum', '500', '1', /sum of its combinations/],
    ['parts of a piece', '12', '2.5', /whole pieces/],
    [
      'a product of which warehouses keep the stock',
      '12',
      '5',
      /warehouses/,
      (fake) => fake.site.changed.set('stock_availables 50012', { depends_on_stock: '1' }),
    ],
  ];
  it.each(cases)('is refused in words for %s', async (_, id, stock, words, before) => {
    const { fake, refusals } = await set(id, stock, before);
    expect(refusals).toEqual([{ id, reason: expect.stringMatching(words) }]);
    expect(written(fake)).toEqual([]);
  });

  it('of many things is looked up in few requests', async () => {
    const { fake, store } = await known();
    const simple = fake.shop.products.filter(({ family, state, stock }) => !family && state === 'on sale' && stock !== 3).slice(0, 40);
    expect(await store.setStock?.(simple.map(({ id }) => ({ id: String(id), stock: '3' })))).toEqual([]);
    expect(fake.requests.filter(({ method }) => method === 'GET')).toHaveLength(1);
    expect(written(fake)).toHaveLength(40);
    expect(simple.map(({ stock }) => stock)).toEqual(simple.map(() => 3));
  });
});
