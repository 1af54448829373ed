import { join } from 'node:path';
import type { Ground } from './ground.ts';
import { importOnce } from './import.ts';
import { atLeast, type Bench, type Measure, measure, median, rounds } from './measure.ts';
import { readMemory, recorded } from './store.ts';

const times = 3;
/** So many that what an import costs once, however many come, counts for little. Magento 1.9 tells each in nearly 50 kB of XML. */
const shops = [
  { platform: 'prestashop', name: 'PrestaShop', orders: 10_000 },
  { platform: 'magento2', name: 'Magento 2', orders: 20_000 },
  { platform: 'magento1', name: 'Magento 1.9', orders: 2_000 },
];

export const platforms: Bench = {
  name: 'platforms',
  about: 'an import from each other platform against the least that has to be done there',
  async run(ground) {
    const found: Measure[] = [];
    for (const shop of shops) found.push(await sideBySide(ground, shop));
    return found;
  },
};

/** The store answers from memory, so that the fake's own slowness does not count; what it has to remember a first import asks for. */
async function sideBySide(ground: Ground, { platform, name, orders }: (typeof shops)[number]): Promise<Measure> {
  const recorder = ground.start(join(import.meta.dirname, 'recorder.ts'), [platform, String(orders)]);
  const shop = recorded.parse(JSON.parse(await recorder.line()));
  await importOnce(ground, 'product', { ...shop, orders });
  const [product, floor]: [number[], number[]] = [[], []];
  for (let round = 0; round < times; round++) {
    floor.push((await importOnce(ground, 'replay', { ...shop, orders })).perSecond);
    product.push((await importOnce(ground, 'product', { ...shop, orders })).perSecond);
  }
  const { requests, megabytes, unknown } = await readMemory(shop);
  await recorder.stop();
  return measure(`${name}: import ÷ floor`, median(product) / median(floor), '× as fast', atLeast(0.5), [
    `product, ${orders.toLocaleString('en')} orders: ${rounds(product)} orders/s`,
    `floor, its ${requests} requests once more, ${megabytes} MB parsed and copied: ${rounds(floor)} orders/s`,
    ...(unknown > 0 ? [`${unknown} requests were not remembered, and answered by the slower fake`] : []),
  ]);
}
