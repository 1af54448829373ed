import { afterEach, beforeEach, describe } from 'vitest';
import type { Connector } from '../../connectors/connector.ts';
import { type Lack, shopWithout } from '../fakes/shop/lacks.ts';
import type { Shop } from '../fakes/shop.ts';
import { access } from './contract/access.ts';
import { type Bench, createBench, type FakeStore } from './contract/bench.ts';
import { findOrder } from './contract/find-order.ts';
import { orders } from './contract/orders.ts';
import { products } from './contract/products.ts';
import { reading } from './contract/reading.ts';
import { trouble } from './contract/trouble.ts';
import { writing } from './contract/writing.ts';

export type Contract<K extends string> = {
  connector: Connector<K>;
  /** A store of this platform, with that shop in it. */
  start(options: { shop: Shop }): Promise<FakeStore<K>>;
  /** What to change in good credentials to make them wrong, each a mistake of its own. */
  wrong: Record<string, Partial<Record<K, string>>>;
  /** Which requests bring orders. */
  ordersPath: RegExp;
  /** Which ones let us in, or tell what belongs to a whole page of orders (addresses, taxes …). */
  besidePath?: RegExp;
  /** What the platform has no word for. */
  without?: readonly Lack[];
};

/** The specification of a connector: what holds for every platform, with the same values, because all serve the one sample shop. */
export function testConnector<K extends string>({ connector, start, wrong, ordersPath, besidePath, without = [] }: Contract<K>) {
  describe(connector.name, () => {
    const bench = {} as Bench<K>;
    beforeEach(async () => {
      const fake = await start({ shop: shopWithout(without) });
      Object.assign(bench, createBench(connector, fake, { ordersPath, besidePath, without }));
    });
    afterEach(() => bench.fake.close());

    access(bench, wrong);
    products(bench);
    orders(bench);
    findOrder(bench);
    reading(bench);
    trouble(bench);
    writing(bench, !without.includes('writing back'));
  });
}
