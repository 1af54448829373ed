import { describe, expect, it } from 'vitest';
import type { Access, RemoteStore, Right } from '../../../connectors/connector.ts';
import { AuthenticationError, NetworkError, PermissionError, ResponseError } from '../../../connectors/errors.ts';
import * as advice from '../../../connectors/woocommerce/advice.ts';
import { woocommerce } from '../../../connectors/woocommerce/index.ts';
import { type Asked, asList, type Recording, type Replay, type Routes, recording } from './replay.ts';
import { healthy, http, keys, open, start, woo } from './shop.ts';
import { type Kind, newest, refusals } from './tables.ts';

const of = (name: string) => recording(newest, name);
const unknown = Array(5).fill('unknown');
type Choice = (asked: Asked) => Recording;

/** How one gets in by what real servers answered, and what they refused. */
export function access() {
  describe('what keys may', () => {
    it('a key that may only read', async () => {
      const { states, problem } = await checked({ [`POST ${woo}/orders/batch`]: of('scope-readonly-key-write') });
      expect(states).toEqual([...Array(5).fill('allowed'), 'refused']);
      expect(problem('write back')).toBeInstanceOf(PermissionError);
      expect(problem('write back')?.advice).toEqual(advice.mayNotWrite);
    });

    it('a key that may only write', async () => {
      const refused = of('scope-writeonly-key-read');
      const lists = ['products', 'orders', 'payment_gateways', 'system_status', 'orders/statuses', 'reports/orders/totals'];
      const options = { ...refused, status: 200, body: '{"schema":{"properties":{"status":{"enum":["processing"]}}}}' };
      const { states, problem } = await checked({ ...everywhere(lists, refused), [`OPTIONS ${woo}/orders`]: options });
      expect(states).toEqual(['allowed', 'refused', 'refused', 'refused', 'allowed', 'allowed']);
      expect(problem('orders')).toBeInstanceOf(PermissionError);
      expect(problem('orders')?.advice).toEqual(advice.mayNotRead);
    });

    it('the key of a subscriber', async () => {
      const { states, problem } = await checked({
        [`${woo}/products`]: of('scope-subscriber-key-products'),
        [`${woo}/orders`]: of('scope-subscriber-key-read'),
        [`${woo}/payment_gateways`]: of('payment-gateways-readonly-sub'),
        [`POST ${woo}/orders/batch`]: of('scope-subscriber-key-read'),
      });
      expect(states).toEqual(['allowed', 'refused', 'refused', 'refused', 'allowed', 'refused']);
      for (const right of ['products', 'orders', 'payment methods', 'write back'] as const) {
        expect(problem(right)).toBeInstanceOf(PermissionError);
        expect(problem(right)?.advice).toEqual(advice.wrongRole);
      }
    });

    it.each(['probe-bad-secret', 'probe-unknown-key', 'probe-no-auth'])('no good key at all: %s', async (name) => {
      const refused = of(name);
      const { states, problem } = await checked({
        ...everywhere(['products', 'orders', 'system_status'], refused),
        [`POST ${woo}/orders/batch`]: refused,
      });
      expect(states).toEqual(['refused', ...unknown]);
      expect(problem('reach')).toBeInstanceOf(AuthenticationError);
      expect(problem('reach')?.advice).toEqual(advice.newKey);
    });
  });

  describe('the way in', () => {
    it('with plain permalinks', async () => {
      const hinted = (good: Recording): Choice => {
        return ({ query }) => (query.get('_') === 'wp-json/wc/' ? good : of('plain-permalinks-rest-route-no-hint-401'));
      };
      const routes = Object.entries(healthy(newest)).map(([route, answer]) => [route.replace('/wp-json/', '?rest_route=/'), answer]);
      const server = await start({
        ...Object.fromEntries(routes),
        '?rest_route=/': of('plain-permalinks-index'),
        '?rest_route=/wc/v3/products': hinted(of('plain-permalinks-rest-route-ok')),
        '?rest_route=/wc/v3/orders': hinted(oneOrder()),
        '*': of('plain-permalinks-wp-json-404'),
      });
      const way = { root: `${server.url}/?rest_route=/`, auth: 'header' };
      await expectReached(open(server), server, way, advice.plainPermalinks);
    });

    it('where the Authorization header is taken away', async () => {
      const seen = (good: Recording): Choice => {
        return ({ query, headers }) =>
          query.get('consumer_key') === keys.consumerKey && !headers.authorization ? good : of('stripped-authorization-basic');
      };
      const orders = (asked: Asked) => (asked.query.get('per_page') === '1' ? of('probe-querystring-auth') : seen(oneOrder())(asked));
      const products = seen(of('stripped-authorization-querystring'));
      const server = await start({ ...healthy(newest), [`${woo}/products`]: products, [`${woo}/orders`]: orders });
      await expectReached(open(server), server, { auth: 'query' }, advice.headerStripped);
    });

    it('without TLS: signed, and the secret stays here', async () => {
      const seen = (good: Recording): Choice => {
        return ({ query, headers }) => {
          if (query.has('oauth_signature')) return good;
          return headers.authorization ? of('probe-http-no-tls-basic') : of('probe-http-querystring-auth');
        };
      };
      const routes = { [`${woo}/products`]: seen(of('oauth1-http-ok')), [`${woo}/orders`]: seen(oneOrder()) };
      const server = await start({ ...healthy(newest), ...routes }, { plain: true });
      await expectReached(open(server), server, { auth: 'oauth' });
      expect(JSON.stringify(server.asked.map(({ query, headers }) => [`${query}`, headers]))).not.toContain(keys.consumerSecret);
      const nonces = server.asked.flatMap(({ query }) => query.get('oauth_nonce') ?? []);
      expect(new Set(nonces).size).toBe(nonces.length);
      expect(nonces.length).toBeGreaterThan(5);
    });

    const signatures = ['oauth1-http-unknown-key', 'oauth1-http-bad-signature', 'oauth1-http-nonce-replayed', 'oauth1-http-old-timestamp'];
    it.each(signatures)('without TLS, refused: %s', async (name) => {
      const routes = { [`${woo}/products`]: of(name), [`POST ${woo}/orders/batch`]: of(name) };
      const server = await start({ ...healthy(newest), ...routes }, { plain: true });
      const { rights } = await open(server).check();
      expect(rights[0]?.problem).toBeInstanceOf(AuthenticationError);
      expect(rights[0]?.problem?.advice).toEqual(refusals[name]?.[1]);
    });

    it('where a plugin closes the REST API to strangers', async () => {
      const closed = of('fault-rest-api-disabled-by-plugin-no-auth');
      const seen = (good: Recording): Choice => {
        return ({ headers }) => (headers.authorization ? good : closed);
      };
      const index = (asked: Asked) => (asked.query.get('_') === 'wp-json/wc/' ? seen(of('probe-ok-index-fields'))(asked) : closed);
      const server = await start({
        ...healthy(newest),
        '/wp-json/': index,
        [`${woo}/products`]: seen(of('fault-rest-api-disabled-by-plugin-key-ok')),
        [`${woo}/orders`]: seen(oneOrder()),
      });
      await expectReached(open(server), server, { auth: 'header' });
    });

    it('behind the password of a staging copy, when it is given with the address', async () => {
      const seen = (good: Recording): Choice => {
        return ({ query, headers }) => {
          if (headers.authorization !== `Basic ${btoa('staging:staging')}`) return of('fault-staging-basic-auth-wall');
          return query.has('consumer_secret') ? good : of('probe-no-auth');
        };
      };
      const behind = Object.entries(healthy(newest)).map(([route, answer]) => [
        route,
        typeof answer === 'function' || route === '/wp-json/' ? answer : seen(answer),
      ]);
      const products = seen(of('fault-staging-basic-auth-wall-querystring-keys'));
      const server = await start({ ...Object.fromEntries(behind), [`${woo}/products`]: products });
      const url = server.url.replace('https://', 'https://staging:staging@');
      const { rights, store } = await woocommerce.open({ url, ...keys }, http).check();
      expect(rights.map(({ state }) => state)).toEqual(Array(6).fill('allowed'));
      expect(JSON.stringify(store)).not.toContain('staging:staging');
    });

    it('from a folder in which the shop is not', async () => {
      const server = await start({ ...healthy(newest), '*': of('wp-json-on-subfolder-wrong-path-html-404') });
      const { store } = await open(server, undefined, '/shop').check();
      expect(store).toMatchObject({
        access: { root: `${server.url}/wp-json/` },
        notices: [advice.otherFolder(server.url), expect.anything()],
      });
    });

    it.each<[string, Kind, readonly string[]]>([
      ['fault-maintenance-mode', NetworkError, advice.maintenance],
      ['fault-no-database', NetworkError, advice.database],
      ['fault-php-fatal', NetworkError, advice.critical()],
      ['fault-php-warning-before-json', ResponseError, advice.phpOutput('the must-use plugin “peers” (peers.php, line 14)')],
      ['fault-rest-api-disabled-by-plugin-no-auth', PermissionError, advice.restClosed],
      ['fault-staging-basic-auth-wall', PermissionError, advice.passwordWall],
      ['wp-json-on-subfolder-wrong-path-html-404', ResponseError, advice.wrongAddress],
      ['plain-permalinks-wp-json-404', ResponseError, advice.wrongAddress],
      ['site-home-not-json', ResponseError, advice.htmlInstead],
    ])('barred: %s', async (name, kind, steps) => {
      const { rights, store } = await open(await start({ '*': of(name) })).check();
      expect(rights.map(({ state }) => state)).toEqual(['refused', ...unknown]);
      expect(rights[0]?.problem).toBeInstanceOf(kind);
      expect(rights[0]?.problem?.advice).toEqual(steps);
      expect(store).toBeUndefined();
    });
  });
}

const oneOrder = () => asList(of('order-with-fee'));
const everywhere = (routes: string[], answer: Recording): Routes => Object.fromEntries(routes.map((route) => [`${woo}/${route}`, answer]));

async function checked(routes: Routes) {
  const { rights } = await open(await start({ ...healthy(newest), ...routes })).check();
  return {
    states: rights.map(({ state }) => state),
    problem: (wanted: Right) => rights.find(({ right }) => right === wanted)?.problem,
  };
}

/** All is allowed, and the way that was found leads to the orders without looking for it again. */
async function expectReached(store: RemoteStore, server: Replay, access: Access, notice?: string) {
  const { rights, store: found } = await store.check();
  expect(rights.filter(({ state }) => state !== 'allowed')).toEqual([]);
  expect(found?.access).toMatchObject(access);
  if (notice) expect(found?.notices).toContain(notice);
  const orders = (await Array.fromAsync(open(server, found?.access).orders())).flatMap(({ records }) => records);
  expect(orders.map(({ id }) => id)).toEqual(['501']);
}
