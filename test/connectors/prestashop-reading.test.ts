import { describe, expect, it } from 'vitest';
import { NetworkError } from '../../connectors/errors.ts';
import { toldBy } from '../../db/rules/payment-names.ts';
import { type FakeStore, without } from '../fakes/prestashop.ts';
import { shopWithout } from '../fakes/shop/lacks.ts';
import { realOrders } from '../fakes/shop.ts';
import { ids, records } from './contract/bench.ts';
import { known, open } from './prestashop/open.ts';

const good = (fake: FakeStore, within: (order: { created: Date; modified: Date }) => boolean = () => true) =>
  realOrders(fake.shop)
    .filter((order) => !order.broken && within(order))
    .map(({ id }) => String(id));

describe('PrestaShop, version by version', () => {
  it.each(['1.6.1.24', '1.7.0.6', '1.7.7.8', '8.1.7', '9.0.2'])('%s: tells the same as 1.7.8.8', async (version) => {
    const shop = shopWithout(without);
    const [newest, other] = [await known({ shop }), await known({ shop, version })];
    const [orders, expected] = [await records(other.store.orders()), await records(newest.store.orders())];
    const told = expected.map((order) => ({
      ...order,
      // Before 1.7.3 a customization told the texts of all other buyers as well, so none is read.
      lines: order.lines.map((line) => ({ ...line, descriptions: version < '1.7.3' ? [] : line.descriptions })),
      // From 1.7.0 to 1.7.7 there is no list of the coupons that were used.
      discounts: version.startsWith('1.7') ? order.discounts.map(({ total, tax }) => ({ title: 'Discount', total, tax })) : order.discounts,
    }));
    expect(orders).toEqual(told);
    expect(orders.filter(({ note }) => note).length).toBeGreaterThan(20);
    expect(orders.filter(({ discounts }) => discounts.length > 0).length).toBeGreaterThan(20);
    expect(await records(other.store.products())).toEqual(await records(newest.store.products()));
  });

  it.each(['1.6.1.24', '1.7.0.6'])('%s: is asked for nothing that it does not have', async (version) => {
    const { fake, store } = await known({ version });
    await records(store.orders());
    await records(store.products());
    expect(fake.requests.filter(({ status }) => status !== 200)).toEqual([]);
  });
});

describe('PrestaShop’s words', () => {
  it('come in the shop’s own language, where it has several', async () => {
    const { store } = await known({ languages: 2 });
    const [products, states] = [await records(store.products()), await store.orderStatuses()];
    const words = [...products.flatMap(({ title, variant = '' }) => [title, variant]), ...states.map(({ title }) => title)];
    expect(words.filter((word) => word.includes('(sl)'))).toEqual([]);
  });

  it('are read from all languages, where the shop’s own is not known', async () => {
    const { fake, store: opened } = await known({ languages: 2 });
    const { store: found } = await opened.check();
    const { language: _, ...access } = found?.access ?? {};
    const store = open(fake, {}, access);
    expect((await records(store.products()))[0]?.title).toBe('ž & "quotes"');
    expect((await store.orderStatuses())[0]?.title).toBe('On hold');
  });

  it('hold nothing secret: neither hashes of passwords, nor keys of orders, nor numbers of cards', async () => {
    const { fake, store } = await known();
    const pages = await Array.fromAsync(store.orders());
    await records(store.products());
    expect(JSON.stringify(pages)).not.toMatch(/notforus|b3b5d2c9f7a14e0d8c6a1f2e3d4c5b6a/);
    const whole = fake.requests.filter(({ query }) => query.get('display') === 'full').map(({ path }) => path);
    expect(whole.filter((path) => /customers|payments|orders|configurations/.test(path))).toEqual([]);
  });

  it('tell what a merchant ties to a state: paid, sent, and whether its buyer gets a mail', async () => {
    const statuses = await (await known()).store.orderStatuses();
    expect(statuses.filter(({ code }) => ['3', '4', '15', '16'].includes(code))).toEqual([
      { code: '3', title: 'Processing', meaning: 'processing', paid: false, shipped: false, mails: true },
      { code: '4', title: 'Shipped', meaning: 'completed', paid: true, shipped: true, mails: true },
      { code: '15', title: 'Poslano', meaning: 'other', paid: false, shipped: false, mails: false },
    ]);
  });
});

describe('PrestaShop’s clock', () => {
  it.each(['Pacific/Auckland', 'America/St_Johns', 'UTC'])('hangs in %s: windows are what they are', async (timeZone) => {
    const { fake, store } = await known({ shop: { ...shopWithout(without), timeZone } });
    const [since, until] = [fake.shop.orders.at(-80)?.created, fake.shop.orders.at(-30)?.created];
    const window = { createdSince: since, createdUntil: until };
    expect(ids(await records(store.orders(window)))).toEqual(
      good(fake, ({ created }) => created >= (since ?? 0) && created <= (until ?? 0)),
    );
    const changed = fake.shop.orders.at(-40)?.modified ?? new Date();
    expect(ids(await records(store.orders({ updatedSince: changed })))).toEqual(good(fake, ({ modified }) => modified >= changed));
  });

  it('shows an hour twice in October: an order of it is in the window of both', async () => {
    const { fake, store } = await known();
    const [first, second] = [new Date('2025-10-26T00:30:00Z'), new Date('2025-10-26T01:30:00Z')];
    const one = fake.addOrder({ created: first, modified: first });
    const other = fake.addOrder({ created: second, modified: second });
    const both = [String(one.id), String(other.id)];
    for (const moment of [first, second]) {
      const window = { createdSince: new Date(moment.getTime() - 60_000), createdUntil: new Date(moment.getTime() + 60_000) };
      expect(ids(await records(store.orders(window)))).toEqual(both);
    }
  });
});

describe('PrestaShop, page by page', () => {
  it('asks for less at a time where the server breaks under a full page, and loses nothing', async () => {
    const { fake, store } = await known({ misbehave: { fatalAbove: 30 } });
    expect(ids(await records(store.orders()))).toEqual(good(fake));
    const limits = fake.requests.flatMap(({ path, query }) => (path.endsWith('/orders') ? (query.get('limit') ?? []) : []));
    expect([...new Set(limits)]).toEqual(['100', '50', '20']);
  });

  it('passes over an order that breaks the server even alone, and names it', async () => {
    const { fake, store } = await known({ misbehave: { fatalAt: 1100 } });
    const pages = await Array.fromAsync(store.orders());
    expect(pages.flatMap((page) => ids(page.records))).toEqual(good(fake).filter((id) => id !== '1100'));
    const lost = pages.flatMap(({ malformed }) => malformed).find(({ id }) => id === '1100');
    expect(lost?.reason).toMatch(/broke down over our request/);
  });

  it('gives up where nothing can be read any more', async () => {
    const { fake, store } = await known();
    fake.misbehave({ only: /display/, status: 500 });
    await expect(records(store.orders())).rejects.toBeInstanceOf(NetworkError);
    expect(fake.requests.length).toBeLessThan(15);
  });

  it.each(['beside', 'before'] as const)('reads answers that PHP has written %s', async (notices) => {
    const { fake, store } = await known({ misbehave: { notices } });
    expect(ids(await records(store.orders()))).toEqual(good(fake));
    expect(await records(store.products())).toHaveLength(250);
  });

  it('ends when the shop answers with its last page again and again', async () => {
    const { fake, store } = await known();
    fake.shop.orders.splice(0, fake.shop.orders.length - 200);
    fake.misbehave({ repeatsLastPage: true });
    const found = ids(await records(store.orders()));
    expect(new Set(found)).toEqual(new Set(good(fake)));
  });

  it('asks for a page of orders and all that belongs to it in few requests, whatever they hold', async () => {
    const { fake, store } = await known();
    for await (const page of store.orders()) {
      expect(page.records).toHaveLength(100);
      break;
    }
    expect(fake.requests.length).toBeLessThan(18);
    expect(fake.requests.filter(({ path }) => path.endsWith('order_details'))).toHaveLength(1);
  });

  it('asks for a page of products, their combinations and stock in few requests', async () => {
    const { fake, store } = await known();
    expect(await records(store.products())).toHaveLength(250);
    const count = (list: string) => fake.requests.filter(({ path }) => path.endsWith(`/${list}`)).length;
    expect([count('products'), count('combinations'), count('stock_availables')]).toEqual([3, 3, 3]);
    expect([count('tax_rules'), count('taxes'), count('product_options'), count('product_option_values')]).toEqual([1, 1, 1, 1]);
  });
});

/** Whichever module took the money: what the platform proposes for it. */
describe('PrestaShop’s payment modules', () => {
  const modules: Record<string, string[]> = {
    cod: [
      'ps_cashondelivery',
      'cashondelivery',
      'codfee',
      'cashondeliverywithfee',
      'pm_advancedcashondelivery',
      'maofree_cashondeliveryfee',
    ],
    'transfer bank': ['ps_wirepayment', 'bankwire'],
    'cheque cheque': ['ps_checkpayment', 'cheque'],
    'at once paypal': ['paypal', 'paypalplus', 'ps_checkout'],
    'at once card': [
      ...[
        'stripe_official',
        'stripejs',
        'mollie',
        'braintreeofficial',
        'payplug',
        'adyenofficial',
        'hipay_enterprise',
        'ogone',
        'worldlineop',
      ],
      ...[
        'payzen',
        'systempay',
        'monetico',
        'bankartpaymentgateway',
        'corvuspaypayment',
        'wspay',
        'monri',
        'vivawallet',
        'multisafepayofficial',
      ],
      ...['sumuppayment', 'nexixpay', 'redsys', 'saferpayofficial', 'payu', 'gopay', 'comgate', 'barion', 'postfinancecheckout'],
    ],
    'at once bank': ['sofortbanking', 'przelewy24', 'blik', 'trustly', 'tatrapay'],
    'at once later': ['klarnapayments', 'alma', 'oney', 'scalapay', 'leanpay'],
    'at once wallet': ['amazonpay', 'satispay', 'twint'],
    'free free': ['free_order'],
  };
  it.each(Object.entries(modules))('%s', (expected, codes) => {
    const said = codes.map((code) => {
      const { cod, paid } = toldBy({ code, title: '' });
      return [code, cod ? 'cod' : `${paid[0]?.kind} ${paid[0]?.key}`];
    });
    expect(said).toEqual(codes.map((code) => [code, expected]));
  });
});
