import type { Ground } from './ground.ts';
import { importOnce, type Way } from './import.ts';
import { atLeast, type Bench, measure, median, rounds } from './measure.ts';
import { startStore } from './store.ts';

const many = 20_000;
/** So many are enough for the slow way: each order takes as long as the one before. */
const few = 2_000;
const times = 3;
const count = (orders: number) => `${orders.toLocaleString('en')} orders`;
const how = `medians of ${times} rounds in turn, each in a fresh process with an empty database`;

export const floor: Bench = {
  name: 'floor',
  about: 'an import against the least that has to be done',
  async run(ground) {
    const { product, other } = await inTurn(ground, 'floor', many);
    return [
      measure('import ÷ floor', median(product) / median(other), '× as fast', atLeast(0.5), [
        how,
        `product, ${count(many)}, from asking for the job to the finished run: ${rounds(product)} orders/s`,
        `floor, fetch + JSON.parse + COPY of the same pages: ${rounds(other)} orders/s`,
      ]),
    ];
  },
};

export const client: Bench = {
  name: 'client',
  about: 'an import against an afternoon of work with the official client',
  async run(ground) {
    const { product, other } = await inTurn(ground, 'client', few);
    return [
      measure('import ÷ official client', median(product) / median(other), '× as fast', atLeast(10), [
        how,
        `product, ${count(many)}: ${rounds(product)} orders/s`,
        `official client, ${count(few)}, each found or created and flushed: ${rounds(other)} orders/s`,
      ]),
    ];
  },
};

/** Orders per second, round by round: whatever else the machine does meets both. */
async function inTurn(ground: Ground, way: Way, orders: number): Promise<{ product: number[]; other: number[] }> {
  const stores = { product: await startStore(ground, many), other: await startStore(ground, orders) };
  const speeds: { product: number[]; other: number[] } = { product: [], other: [] };
  for (let round = 0; round < times; round++) {
    const other = await importOnce(ground, way, { credentials: stores.other.credentials, orders });
    const product = await importOnce(ground, 'product', { credentials: stores.product.credentials, orders: many });
    speeds.other.push(other.perSecond);
    speeds.product.push(product.perSecond);
  }
  await Promise.all([stores.product.stop(), stores.other.stop()]);
  return speeds;
}
