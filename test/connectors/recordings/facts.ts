import { expect, it } from 'vitest';
import * as raw from './raw.ts';
import { type Recording, recording, recordingsOf } from './replay.ts';
import { healthy, known, open, start, woo } from './shop.ts';

/** What a shop says of itself: its rights, statuses, payment methods and ways to ship. */
export function facts(shop: string) {
  const of = (name: string) => recording(shop, name);

  it('all rights of a good key, and what the shop says of itself', async () => {
    const one = recordingsOf(shop).includes('probe-ok-orders-one-id') ? 'probe-ok-orders-one-id' : 'probe-querystring-auth';
    const server = await start({ ...healthy(shop), [`${woo}/orders`]: of(one), [`${woo}/products`]: of('products-by-sku') });
    const { rights, store } = await open(server).check();
    expect(rights.map(({ state }) => state)).toEqual(Array(6).fill('allowed'));
    expect(store).toMatchObject({
      name: 'Peer Shop – Zażółć',
      url: raw.index.parse(of('probe-ok-index-fields').json()).home,
      currency: 'EUR',
      timeZone: 'Europe/Ljubljana',
      version: shop.split('-')[1],
    });
    expect(server.asked.filter(({ method }) => method !== 'GET').map(({ path }) => path)).toEqual([`${woo}/orders/batch`]);
  });

  it('its statuses, payment methods and ways to ship', async () => {
    const server = await start(healthy(shop));
    const store = open(server, known(server));
    expect((await store.orderStatuses()).map(({ code, title }) => [code, title])).toEqual(namedStatuses());
    expect(await store.orderStatuses()).toContainEqual({ code: 'poslano', title: 'Poslano', meaning: 'other' });
    const gateways = raw.rowsOf(of('payment-gateways'), raw.gateway);
    expect(await store.paymentMethods?.()).toEqual(gateways.map(({ id, title, enabled }) => ({ code: id, title, enabled })));
    const methods = [0, 1, 2].flatMap((zone) => raw.rowsOf(of(`shipping-zone-${zone}-methods`), raw.method));
    expect(await store.deliveryMethods?.()).toEqual(
      methods.map(({ method_id, instance_id, title, enabled }) => ({ code: `${method_id}:${instance_id}`, title, enabled })),
    );
  });

  it('its statuses, where the report is refused: from what may be filtered by', async () => {
    const refusal = raw.badStatus.parse(of('orders-status-bad').json()).data.params.status;
    const slugs = /is not one of (.*)\.$/.exec(refusal)?.[1]?.split(/, (?:and )?/);
    const body = JSON.stringify({ schema: { properties: { status: { enum: slugs } } } });
    const options: Recording = { ...of('no-such-route'), status: 200, body };
    const refused = of('scope-subscriber-key-read');
    const server = await start({ ...healthy(shop), [`${woo}/reports/orders/totals`]: refused, [`OPTIONS ${woo}/orders`]: options });
    const codes = (await open(server, known(server)).orderStatuses()).map(({ code }) => code);
    expect(codes).toEqual(namedStatuses().map(([slug]) => slug));
  });

  function namedStatuses() {
    const all = raw.rowsOf(of('orders-totals-report'), raw.status).map(({ slug, name }) => [slug, name]);
    return all.filter(([slug]) => slug !== 'checkout-draft');
  }
}
