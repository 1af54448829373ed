import { describe, expect, it } from 'vitest';
import { realOrders } from '../../fakes/shop.ts';
import { type Bench, goesOn, ids, records } from './bench.ts';

/** How a list of orders is read: windows, pages, cursors, and lists that change meanwhile. */
export function reading<K extends string>(bench: Bench<K>) {
  describe('reading orders', () => {
    it('yields only what changed since a moment, both ends included', async () => {
      const [first, , last] = realOrders(bench.fake.shop)
        .slice(-30)
        .toSorted((one, other) => +one.modified - +other.modified);
      const [since, until] = [first?.modified ?? new Date(), last?.modified ?? new Date()];
      const expected = realOrders(bench.fake.shop).filter(({ modified, broken }) => modified >= since && modified <= until && !broken);
      expect(ids(await bench.ordersOf({ updatedSince: since, updatedUntil: until }))).toEqual(expected.map(({ id }) => String(id)));
    });

    it('yields only what was placed between two moments, both ends included', async () => {
      const [since, until] = [bench.fake.shop.orders.at(-60)?.created, bench.fake.shop.orders.at(-20)?.created];
      const expected = realOrders(bench.fake.shop).filter(
        ({ created, broken }) => created >= (since ?? 0) && created <= (until ?? 0) && !broken,
      );
      expect(ids(await bench.ordersOf({ createdSince: since, createdUntil: until }))).toEqual(expected.map(({ id }) => String(id)));
      expect(expected.length).toBeGreaterThan(30);
    });

    it('goes on from a cursor', async () => {
      const store = await bench.known();
      await goesOn((options) => store.orders(options), 249);
    });

    it('asks for no page too many', async () => {
      const store = await bench.known();
      for await (const _ of store.orders()) break;
      expect(bench.listsAsked()).toBe(1);
      bench.fake.requests.length = 0;
      const pages = await Array.fromAsync(store.orders());
      expect(bench.listsAsked()).toBe(pages.length);
      expect(pages.map(({ cursor }) => cursor === undefined)).toEqual([...pages.slice(1).map(() => false), true]);
    });

    it('ends when the platform repeats its last page', async () => {
      const store = await bench.known();
      bench.fake.misbehave({ repeatsLastPage: true });
      expect(new Set(ids(await records(store.orders()))).size).toBe(249);
    });

    it('reads nothing, and once, where there is nothing', async () => {
      const store = await bench.known();
      const pages = await Array.fromAsync(store.orders({ createdSince: new Date(Date.now() + 86_400_000) }));
      expect(pages.flatMap((page) => page.records)).toEqual([]);
      expect(bench.listsAsked()).toBe(1);
    });

    it('lets one malformed order not stop the page', async () => {
      const pages = await Array.fromAsync((await bench.known()).orders());
      const broken = bench.fake.shop.orders.find((order) => order.broken);
      const malformed = pages.flatMap((page) => page.malformed);
      expect(malformed).toMatchObject([{ id: String(broken?.id), number: broken?.number, reason: expect.stringContaining('total') }]);
      expect(JSON.stringify(malformed[0]?.raw)).toContain(String(broken?.id));
    });

    it('loses none when orders come and change while they are read', async () => {
      const store = await bench.known();
      // The window ended before: what is placed or changed meanwhile is not in it.
      const until = new Date(Date.now() - 5000);
      const before = ids(await records(store.orders({ createdSince: new Date(0) })));
      bench.fake.onRequest = () => {
        bench.fake.addOrder();
        const oldest = bench.fake.shop.orders.find(({ modified, status }) => modified < until && status !== 'trash');
        if (oldest) bench.fake.changeOrder(oldest.id, {});
      };
      const seen = new Set(ids(await records(store.orders({ updatedSince: new Date(0), updatedUntil: until }))));
      bench.fake.onRequest = undefined;
      const left = realOrders(bench.fake.shop)
        .filter(({ modified, broken }) => modified <= until && !broken)
        .map(({ id }) => String(id));
      expect(left.filter((id) => !seen.has(id))).toEqual([]);
      expect(before.length - left.length).toBeGreaterThan(0);
    });
  });
}
