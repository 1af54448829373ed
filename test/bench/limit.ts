import { startWooCommerce } from '../fakes/woocommerce.ts';
import { importOnce } from './import.ts';
import { atLeast, type Bench, measure } from './measure.ts';
import { spread } from './store.ts';

const orders = 20_000;
const perSecond = 5;

export const limit: Bench = {
  name: 'limit',
  about: 'how much of the pace that a store allows is used',
  async run(ground) {
    // In this process, so that we see what was asked: it has next to nothing to do.
    const misbehave = { limit: { perSecond }, only: /\/wc\/v3\/orders\?/ };
    const store = await startWooCommerce({ orders: { count: orders, days: spread }, misbehave });
    const { perSecond: speed } = await importOnce(ground, 'product', { credentials: store.credentials, orders });
    const pages = store.requests.filter(({ path }) => path.endsWith('/wc/v3/orders'));
    const refused = pages.filter(({ status }) => status === 429).length;
    await store.close();
    const seconds = orders / speed;
    const used = (pages.length - refused) / seconds / perSecond;
    return [
      measure('pace used ÷ allowed', used, '×', atLeast(0.95), [
        `${pages.length - refused} pages in ${seconds.toFixed(1)} s from a store that allows ${perSecond} requests in any second`,
        `${refused} requests were too many and answered 429; the limit is not known before`,
      ]),
    ];
  },
};
