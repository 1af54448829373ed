import { afterEach, describe, expect, it } from 'vitest';
import type { Access, Right } from '../../connectors/connector.ts';
import * as advice from '../../connectors/magento2/advice.ts';
import { changed, healthy, keys, known, of, open, start, stopAll } from './magento2/shop.ts';
import { shop } from './magento2/tables.ts';
import { type Asked, haveRecordings, type Recording, type Routes } from './recordings/replay.ts';

const allowed = Array(6).fill('allowed');

describe.runIf(haveRecordings(shop))('answers of a real Magento 2.4.7, on the way in and back', () => {
  afterEach(stopAll);

  describe('the way in', () => {
    const facts = { url: 'http://127.0.0.1:8810', currency: 'EUR', timeZone: 'Europe/Ljubljana' };

    it.each(['probe-oauth1-ok', 'probe-oauth1-old-timestamp', 'probe-store-configs-admin-token', 'probe-integration-bearer-enabled'])(
      'all rights, and what the shop says of itself: %s',
      async (name) => {
        const server = await start({ ...healthy(), 'store/storeConfigs': of(name), products: of('scope-catalogonly-products') });
        const { rights, store } = await open(server).check();
        expect(rights.map(({ state }) => state)).toEqual(allowed);
        expect(store).toMatchObject({ ...facts, access: { root: `${server.url}/rest/all/V1/`, auth: 'oauth', sources: true } });
        expect(store?.name).toBe(new URL(server.url).host);
        expect(server.asked.filter(({ method }) => method !== 'GET').map(({ path }) => path)).toEqual([
          '/rest/all/V1/order/2147483647/ship',
          '/rest/all/V1/orders/2147483647/comments',
          '/rest/all/V1/inventory/source-items',
        ]);
      },
    );

    it.each(['rest-all-scope', 'probe-after-maintenance'])('a website that has a name gives it to the shop: %s', async (name) => {
      const told = of(name).body.replace('Main Website', 'Sončna trgovina');
      const server = await start({ ...healthy(), 'store/websites': changed(of(name), JSON.parse(told)) });
      expect((await open(server).check()).store?.name).toBe('Sončna trgovina');
    });

    it('behind index.php, where addresses are not rewritten', async () => {
      const server = await start({ ...healthy(), 'store/websites': of('index-php-path') }, '/index.php/rest/all/V1/');
      const { rights, store } = await open(server).check();
      expect(rights.map(({ state }) => state)).toEqual(allowed);
      expect(store?.access.root).toBe(`${server.url}/index.php/rest/all/V1/`);
    });

    it('signs each request anew, with what Magento looks at', async () => {
      const server = await start(healthy());
      await open(server).check();
      const signed = server.asked.flatMap(({ headers }) => headers.authorization ?? []);
      const names = (header: string) => [...header.matchAll(/(oauth_\w+)="/g)].map(([, name]) => name).sort();
      const recorded =
        'oauth_consumer_key="" oauth_nonce="" oauth_signature_method="" oauth_timestamp="" oauth_token="" oauth_version="" oauth_signature=""';
      for (const header of signed) expect(names(header)).toEqual(names(recorded));
      expect(new Set(signed.map((header) => /oauth_nonce="(\w+)"/.exec(header)?.[1])).size).toBe(signed.length);
      for (const secret of [keys.consumerSecret, keys.accessTokenSecret]) expect(JSON.stringify(signed)).not.toContain(secret);
    });

    it('the token alone, where signatures do not get through and the shop allows it', async () => {
      const seen = (good: Recording) => (asked: Asked) =>
        asked.headers.authorization === `Bearer ${keys.accessToken}` ? good : of('probe-oauth1-bad-signature');
      const server = await start({ ...healthy(), modules: seen(of('probe-modules')), orders: seen(of('oauth1-query-with-brackets')) });
      const { rights, store } = await open(server).check();
      expect(rights.map(({ state }) => state)).toEqual(allowed);
      expect(store).toMatchObject({ access: { auth: 'bearer' }, notices: expect.arrayContaining([advice.bearerUsed]) });
    });

    it.each<[string, readonly string[]]>([
      ['probe-oauth1-bad-signature', advice.signature],
      ['probe-oauth1-unknown-consumer', advice.fourValues],
      ['probe-oauth1-unknown-token', advice.fourValues],
      ['probe-integration-bearer-disabled-default', advice.headerStripped],
      ['probe-no-auth', advice.headerStripped],
      ['probe-garbage-bearer', advice.headerStripped],
    ])('barred: %s', async (name, steps) => {
      const { rights, store } = await open(await start({ ...healthy(), modules: of(name) })).check();
      expect(rights.map(({ state }) => state)).toEqual(['refused', ...Array(5).fill('unknown')]);
      expect(rights[0]?.problem?.advice).toEqual(steps);
      expect(store).toBeUndefined();
    });

    it('each right by itself, told by where it is ticked', async () => {
      const server = await start({
        ...healthy(),
        orders: of('scope-catalogonly-orders'),
        modules: changed(of('probe-modules'), ['Magento_Store']),
        'stockItems/om-bot-no-such-sku': of('stock-item-not-found'),
        'PUT products/om-bot-no-such-sku/stockItems/1': of('scope-catalogonly-stock-put'),
      });
      const { rights, store } = await open(server).check();
      expect(rights.map(({ state }) => state)).toEqual(['allowed', 'allowed', 'refused', 'refused', 'refused', 'refused']);
      const adviceFor = (wanted: Right) => rights.find(({ right }) => right === wanted)?.problem?.advice;
      expect(adviceFor('orders')).toEqual(advice.allow(['Sales → Operations → Orders → Actions → View']));
      expect(adviceFor('write back')).toEqual(advice.allow(['Catalog → Inventory']));
      expect(store?.notices).toContain(advice.slowStock);
    });
  });

  describe('writing back', () => {
    const pending = { 'orders/128': of('order-one-pending') };
    const sent = { order: '128', tracking: { number: 'GLS123', carrier: 'gls', carrierTitle: 'GLS' }, notify: false };
    /** As it was recorded after it was shipped: the state with the lines of before, all of them sent. */
    const shipped = () => {
      const order = Object(of('order-one-pending').json());
      const items = order.items.map((item: object) => ({ ...item, qty_shipped: 2 }));
      return changed(of('order-after-ship'), { ...order, items, ...Object(of('order-after-ship').json()) });
    };

    it('a shipment with its number, once', async () => {
      const server = await start({ ...pending, 'POST order/128/ship': of('order-ship-with-track') });
      await open(server, known(server)).markShipped?.(sent);
      expect(server.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
        'GET /rest/all/V1/orders/128',
        'POST /rest/all/V1/order/128/ship',
      ]);
      const again = await start({ 'orders/128': shipped() });
      await open(again, known(again)).markShipped?.({ ...sent, status: 'complete' });
      expect(again.asked).toHaveLength(1);
    });

    it('a refusal in words; somebody was quicker where it is shipped by then', async () => {
      const server = await start({ ...pending, 'POST order/128/ship': of('order-ship-twice') });
      const failure = await open(server, known(server))
        .markShipped?.(sent)
        .catch((error: unknown) => error);
      expect(failure).toMatchObject({ message: expect.stringContaining('does not allow a shipment'), advice: advice.notShippable });
      let asked = 0;
      const race = await start({
        'orders/128': () => (asked++ ? shipped() : of('order-one-pending')),
        'POST order/128/ship': of('order-ship-twice'),
      });
      await open(race, known(race)).markShipped?.(sent);
      expect(asked).toBe(2);
    });

    it('an order that is gone', async () => {
      const server = await start({ 'orders/128': of('order-not-found') });
      await expect(open(server, known(server)).markShipped?.(sent)).rejects.toThrow('has no order 128');
    });

    it('a status with a comment, or why it was not taken', async () => {
      const routes = { 'orders/128': shipped() };
      const good = await start({ ...routes, 'POST orders/128/comments': of('order-comment-create') });
      await open(good, known(good)).markShipped?.({ ...sent, status: 'poslano' });
      const bad = await start({ ...routes, 'POST orders/128/comments': of('order-comment-status-not-allowed') });
      await expect(open(bad, known(bad)).markShipped?.({ ...sent, status: 'poslano' })).rejects.toThrow(
        /is shipped, but .*status "complete" is not part of the order status history/,
      );
    });

    const stock = (more: Routes): Routes => ({
      products: changed(of('products-by-sku-in'), { items: [{ id: 1, sku: 'M2-0001' }], total_count: 1 }),
      'inventory/sources': changed(of('websites'), { items: [{ source_code: 'default', enabled: true }] }),
      'inventory/source-items': of('source-items-list'),
      ...more,
    });
    const set = async (routes: Routes, access: Access = {}) => {
      const server = await start(stock(routes));
      return open(server, known(server, access)).setStock?.([{ id: '1', stock: '33' }]);
    };

    it('what is in stock', async () => {
      for (const name of ['source-items-post', 'source-items-post-unknown-sku'])
        expect(await set({ 'POST inventory/source-items': of(name) })).toEqual([]);
      expect(await set({ 'POST inventory/source-items': of('source-items-post-bad-source') })).toEqual([
        { id: '1', reason: expect.stringContaining('Could not save Source Item') },
      ]);
    });

    it('what is in stock, where Inventory is switched off', async () => {
      const put = (name: string) => set({ 'PUT products/M2-0001/stockItems/1': of(name) }, { sources: false });
      expect(await put('stock-put-legacy')).toEqual([]);
      expect(await put('stock-put-not-found')).toEqual([{ id: '1', reason: expect.stringContaining('"nope" SKU doesn\'t exist') }]);
      await expect(put('scope-catalogonly-stock-put')).rejects.toThrow('Catalog → Inventory');
    });
  });
});
