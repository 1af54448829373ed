import { describe, expect, it } from 'vitest';
import { productRecord } from '../../../connectors/records.ts';
import { expectedId, expectedProduct, said } from '../../fakes/expected.ts';
import { sellables } from '../../fakes/shop.ts';
import { type Bench, byId, goesOn, numbers, records } from './bench.ts';

/** What is to be sold. */
export function products<K extends string>(bench: Bench<K>) {
  describe('products', () => {
    it('yields every product once', async () => {
      const products = await records(bench.open().products());
      expect(products).toHaveLength(sellables(bench.fake.shop).length);
      expect(products.map(({ id }) => id).sort()).toEqual(
        sellables(bench.fake.shop)
          .map((thing) => expectedId(thing, bench.speech))
          .sort(),
      );
      for (const product of products) expect(productRecord.parse(product)).toEqual(product);
    });

    it('tells names, SKUs, variants, stock and prices as the shop has them', async () => {
      const products = byId(await records(bench.open().products()));
      for (const thing of sellables(bench.fake.shop)) {
        const { price, stock, ...rest } = expectedProduct(thing, bench.speech);
        const product = products.get(expectedId(thing, bench.speech));
        expect(said(product, rest)).toEqual(rest);
        expect(numbers([product?.price, product?.stock])).toEqual(numbers([price, stock]));
      }
    });

    it('yields only products changed since a moment', async () => {
      const since = sellables(bench.fake.shop)[100]?.product.modified ?? new Date();
      const changed = sellables(bench.fake.shop).filter(({ modified }) => modified >= since);
      const found = new Set((await records(bench.open().products({ updatedSince: since }))).map(({ id }) => id));
      expect(changed.map((thing) => expectedId(thing, bench.speech)).filter((id) => !found.has(id))).toEqual([]);
      expect(found.size).toBeLessThan(250);
    });

    it('goes on from a cursor', async () => {
      const store = await bench.known();
      await goesOn((options) => store.products(options), 250);
    });
  });
}
