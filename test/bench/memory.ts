import { importOnce } from './import.ts';
import { atMost, type Bench, measure, median, rounds } from './measure.ts';
import { startStore } from './store.ts';

const few = 5_000;
const many = 100_000;
const times = 3;

export const memory: Bench = {
  name: 'memory',
  about: 'the peak memory of the worker that imports, with few orders and with many',
  async run(ground) {
    const peaks = { few: await peaksOf(few, times), many: await peaksOf(many, 1) };
    const ratio = median(peaks.many) / median(peaks.few);
    const told = (orders: number, peaks: number[]) => `${orders.toLocaleString('en')} orders: ${rounds(peaks)} MiB`;
    return [
      measure('peak memory, many ÷ few', ratio, '×', atMost(1.15), [
        'the most that the process ever held (RSS), connecting and the product sync included',
        told(few, peaks.few),
        told(many, peaks.many),
      ]),
    ];

    async function peaksOf(orders: number, times: number) {
      const store = await startStore(ground, orders);
      const found: number[] = [];
      for (let round = 0; round < times; round++)
        found.push((await importOnce(ground, 'product', { credentials: store.credentials, orders })).peakMemory);
      await store.stop();
      return found;
    }
  },
};
