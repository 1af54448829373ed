import { describe, expect, it } from 'vitest';
import { PermissionError, ResponseError } from '../../../connectors/errors.ts';
import { expectedId } from '../../fakes/expected.ts';
import { realOrders, sellables } from '../../fakes/shop.ts';
import { type Bench, byId, records } from './bench.ts';

/** What a store is told: what is in stock, and that an order was sent. */
export function writing<K extends string>(bench: Bench<K>, canWrite: boolean) {
  if (!canWrite)
    return it('writes nothing back', () => {
      const { setStock, markShipped } = bench.open();
      expect([setStock, markShipped]).toEqual([undefined, undefined]);
    });

  describe('writing back', () => {
    const stocks = async () => new Map((await records(bench.open().products())).map(({ id, stock }) => [id, stock]));
    const counted = () => sellables(bench.fake.shop).filter(({ stock, variant }) => stock !== null && variant?.stock !== 'parent');
    const idOf = (wanted: 'simple' | 'variant') => {
      const thing = counted().find(({ variant, sku, inherited }) => sku && !inherited && Boolean(variant) === (wanted === 'variant'));
      return { id: thing ? expectedId(thing, bench.speech) : '', sku: thing?.sku };
    };
    const waiting = (status = 'processing') => {
      const order = realOrders(bench.fake.shop).find((one) => one.status === status && one.paid && !one.broken && one.coupons.length === 0);
      return order?.id ?? realOrders(bench.fake.shop).find((one) => one.status === status)?.id ?? 0;
    };
    const sent = (order: number | string, notify = false) => ({
      order: String(order),
      tracking: { number: 'RR123456785SI', carrierTitle: 'Pošta Slovenije' },
      status: bench.speech.status('completed'),
      notify,
    });

    it('sets what is in stock, and nothing else', async () => {
      const before = await stocks();
      const [simple, variant] = [idOf('simple'), idOf('variant')];
      const store = await bench.known();
      const levels = [
        { ...simple, stock: '17' },
        { ...variant, stock: '0' },
      ];
      expect(await store.setStock?.(levels)).toEqual([]);
      expect(await stocks()).toEqual(new Map([...before, [simple.id, '17'], [variant.id, '0']]));
    });

    it('says which could not be set and why, and sets the others', async () => {
      const store = await bench.known();
      const simple = idOf('simple');
      const refusals = await store.setStock?.([
        { id: '999999', sku: 'NI-GA', stock: '3' },
        { ...simple, stock: '18' },
      ]);
      expect(refusals).toEqual([{ id: '999999', reason: expect.stringMatching(/\w/) }]);
      expect((await stocks()).get(simple.id)).toBe('18');
    });

    it('asks nothing where there is nothing to set', async () => {
      const store = await bench.known();
      bench.fake.requests.length = 0;
      expect(await store.setStock?.([])).toEqual([]);
      expect(bench.fake.requests).toEqual([]);
    });

    it('tells that an order was sent, with its number, and mails nobody unasked', async () => {
      const store = await bench.known();
      const order = waiting();
      await store.markShipped?.(sent(order));
      expect(bench.fake.shipped?.(order)).toEqual({ numbers: ['RR123456785SI'], mails: 0 });
      const told = byId(await bench.ordersOf()).get(String(order));
      expect(told?.status).toBe(bench.speech.status('completed'));
    });

    it('tells it once, however often it is said', async () => {
      const store = await bench.known();
      const order = waiting();
      for (let times = 0; times < 3; times++) await store.markShipped?.(sent(order, true));
      expect(bench.fake.shipped?.(order)).toEqual({ numbers: ['RR123456785SI'], mails: 1 });
    });

    it('says why a store does not take it', async () => {
      const store = await bench.known();
      const [cancelled, before] = [waiting('cancelled'), structuredClone(bench.fake.shop)];
      await expect(store.markShipped?.(sent(cancelled))).rejects.toBeInstanceOf(ResponseError);
      await expect(store.markShipped?.(sent('999999'))).rejects.toBeInstanceOf(ResponseError);
      expect(bench.fake.shop).toEqual(before);
    });

    it('tells what is in the way', async () => {
      const store = bench.open(bench.fake.credentialsOf('readOnly'), {}, (await bench.open().check()).store?.access);
      await expect(store.setStock?.([{ ...idOf('simple'), stock: '1' }])).rejects.toBeInstanceOf(PermissionError);
      await expect(store.markShipped?.(sent(waiting()))).rejects.toBeInstanceOf(PermissionError);
    });
  });
}
