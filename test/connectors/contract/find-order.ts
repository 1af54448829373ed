import { describe, expect, it } from 'vitest';
import { PermissionError, RateLimitError } from '../../../connectors/errors.ts';
import { orderRecord } from '../../../connectors/records.ts';
import { expectedOrder, said } from '../../fakes/expected.ts';
import { realOrders, type Shop, type ShopOrder } from '../../fakes/shop.ts';
import type { Bench } from './bench.ts';

/** One order by the number that the merchant calls it. */
export function findOrder<K extends string>(bench: Bench<K>) {
  describe('finding one order', () => {
    const real = (wanted: (order: ShopOrder) => boolean) => {
      const found = realOrders(bench.fake.shop).find(wanted);
      if (!found) throw new Error('The sample shop has no such order.');
      return found;
    };
    const find = async (number: string) => (await bench.known()).findOrder(number);

    it('finds the order with that number, just as the list tells it', async () => {
      const order = real(({ broken, number, id }) => !broken && number === String(id));
      const found = orderRecord.parse(await find(order.number));
      const expected = expectedOrder(order, bench.speech);
      expect(said(found, expected)).toEqual(expected);
      expect(found).toEqual((await bench.ordersOf()).find(({ id }) => id === String(order.id)));
    });

    it('finds it by a number that is not its id, and by the id when nobody else has that number', async () => {
      if (bench.lacks('numbers beside ids')) return expectNumbersAreIds(bench.fake.shop);
      const order = real(({ number }) => number.startsWith('SPLET-'));
      for (const said of [order.number, order.number.toLowerCase(), ` ${order.number} `, String(order.id)])
        expect(await find(said)).toMatchObject({ id: String(order.id), number: order.number });
    });

    it('takes the number before the id', async () => {
      if (bench.lacks('numbers beside ids')) return expectNumbersAreIds(bench.fake.shop);
      const [one, other] = [real(({ id }) => id === 1001), real(({ id }) => id === 1003)];
      bench.fake.changeOrder(one.id, { number: String(other.id) });
      bench.fake.changeOrder(other.id, { number: 'A-7' });
      expect(await find(String(other.id))).toMatchObject({ id: String(one.id), number: String(other.id) });
    });

    it('finds none by a part of a number, a name or an e-mail address', async () => {
      const order = real(({ number, id }) => number.startsWith('SPLET-') || id === 1034);
      for (const said of ['SPLET', 'SPLET-', order.number.slice(0, -1), order.buyer.lastName, order.buyer.email, '0', '', ' '])
        expect(await find(said)).toBeUndefined();
    });

    it('finds none that was never placed, and none that was thrown away', async () => {
      const nowhere = bench.fake.shop.orders.filter(({ status }) => status === 'checkout-draft' || status === 'trash');
      for (const said of [...nowhere.slice(-1), ...nowhere.slice(0, 1)].map(({ number }) => number))
        expect(await find(said)).toBeUndefined();
      for (const said of ['999999', '99999999999999999999', '-1', '1.5', 'a/b?c=d&e#f', 'č']) expect(await find(said)).toBeUndefined();
    });

    it('tells one that cannot be read as it came, with the reason', async () => {
      const order = real(({ broken }) => Boolean(broken));
      const found = await find(order.number);
      expect(found).toMatchObject({ id: String(order.id), number: order.number, reason: expect.stringContaining('total') });
      expect(JSON.stringify(found)).toContain('raw');
    });

    it('needs few requests, however many orders there are', async () => {
      const store = await bench.known();
      await store.findOrder('1001');
      expect(bench.asked()).toBe(1);
      await store.findOrder('999999');
      expect(bench.asked()).toBeLessThan(5);
      expect(bench.fake.requests.length).toBeLessThan(25);
    });

    it('tells what is in the way', async () => {
      const store = bench.open(bench.fake.credentialsOf('noOrders'), {}, (await bench.open().check()).store?.access);
      await expect(store.findOrder('1001')).rejects.toBeInstanceOf(PermissionError);
      const other = await bench.known();
      bench.fake.misbehave({ status: 429, headers: { 'Retry-After': '120' } });
      await expect(other.findOrder('1001')).rejects.toBeInstanceOf(RateLimitError);
    });
  });
}

const expectNumbersAreIds = ({ orders }: Shop) => expect(orders.filter(({ id, number }) => String(id) !== number)).toEqual([]);
