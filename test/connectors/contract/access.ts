import { describe, expect, it } from 'vitest';
import type { Right } from '../../../connectors/connector.ts';
import { AuthenticationError, PermissionError } from '../../../connectors/errors.ts';
import { type Bench, records, secrets } from './bench.ts';

/** How a store is reached, and what we may there. `wrong`: what to change in good credentials, each a mistake of its own. */
export function access<K extends string>(bench: Bench<K>, wrong: Record<string, Partial<Record<K, string>>>) {
  describe('the way in', () => {
    it('names the store it is connected to', async () => {
      const { store, rights } = await bench.open().check();
      expect(store).toMatchObject({
        name: bench.fake.shop.name,
        url: bench.fake.url,
        currency: 'EUR',
        timeZone: bench.speech.timeZone('Europe/Ljubljana'),
        notices: [],
      });
      expect(rights.filter(({ state }) => state !== 'allowed')).toEqual([]);
    });

    it('asks for nothing before it is read', async () => {
      const store = bench.open();
      store.orders();
      store.products();
      expect(bench.fake.requests).toEqual([]);
    });

    it('remembers the way in, and nothing secret with it', async () => {
      const { store } = await bench.open().check();
      expect(JSON.parse(JSON.stringify(store?.access))).toEqual(store?.access);
      for (const secret of secrets(bench.fake)) expect(JSON.stringify(store)).not.toContain(secret);
      bench.fake.requests.length = 0;
      for await (const _ of bench.open({}, {}, store?.access).orders()) break;
      expect(bench.listsAsked()).toBe(1);
    });

    it.each(Object.entries(wrong))('rejects wrong credentials: %s', async (_, change) => {
      const { rights, store } = await bench.open(change).check();
      const refused = rights.filter(({ state }) => state === 'refused');
      expect(refused[0]?.problem).toBeInstanceOf(AuthenticationError);
      expect(rights.filter(({ state }) => state === 'allowed').map(({ right }) => right)).not.toContain('orders');
      expect(rights.map(({ right }) => right)).toEqual(['reach', 'products', 'orders', 'payment methods', 'order statuses', 'write back']);
      expect(store).toBeUndefined();
      await expect(records(bench.open(change).orders())).rejects.toBeInstanceOf(AuthenticationError);
    });

    it('says when the key may not read orders', async () => {
      const store = bench.open(bench.fake.credentialsOf('noOrders'));
      const { rights } = await store.check();
      const problemOf = (wanted: Right) => rights.find(({ right }) => right === wanted);
      expect(problemOf('products')).toMatchObject({ state: 'allowed' });
      expect(problemOf('orders')).toMatchObject({ state: 'refused' });
      expect(problemOf('orders')?.problem).toBeInstanceOf(PermissionError);
      expect(problemOf('orders')?.problem?.advice?.length).toBeGreaterThan(0);
      await expect(records(store.orders())).rejects.toBeInstanceOf(PermissionError);
    });

    it('checks right by right without changing anything in the store', async () => {
      const before = structuredClone(bench.fake.shop);
      expect(await bench.stateOf(bench.open(bench.fake.credentialsOf('readOnly')))).toEqual({
        reach: 'allowed',
        products: 'allowed',
        orders: 'allowed',
        'payment methods': 'allowed',
        'order statuses': 'allowed',
        'write back': 'refused',
      });
      expect(await bench.stateOf(bench.open())).toMatchObject({ 'write back': 'allowed' });
      expect(bench.fake.shop).toEqual(before);
    });
  });
}
