import { afterEach, beforeEach, describe } from 'vitest';
import type { Connector } from '../../connectors/connector.ts';
import { type Shop, sampleShop } from '../fakes/shop.ts';
import { access } from './contract/access.ts';
import { type Bench, createBench, type FakeStore } from './contract/bench.ts';
import { findOrder } from './contract/find-order.ts';
import { orders } from './contract/orders.ts';
import { products } from './contract/products.ts';
import { reading } from './contract/reading.ts';
import { trouble } from './contract/trouble.ts';

export type Contract<K extends string> = {
  connector: Connector<K>;
  /** A store of this platform, with that shop in it. */
  start(options: { shop: Shop }): Promise<FakeStore<K>>;
  /** What to change in good credentials to make them wrong, each a mistake of its own. */
  wrong: Record<string, Partial<Record<K, string>>>;
  /** Which requests bring orders. */
  ordersPath: RegExp;
};

/** The specification of a connector: what holds for every platform, with the same values, because all serve the one sample shop. */
export function testConnector<K extends string>({ connector, start, wrong, ordersPath }: Contract<K>) {
  describe(connector.name, () => {
    const bench = {} as Bench<K>;
    beforeEach(async () => {
      Object.assign(bench, createBench(connector, await start({ shop: sampleShop() })));
    });
    afterEach(() => bench.fake.close());

    access(bench, wrong, ordersPath);
    products(bench);
    orders(bench);
    findOrder(bench);
    reading(bench);
    trouble(bench);
  });
}
