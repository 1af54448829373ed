import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServices } from '../../bot/services.ts';
import { createHttp } from '../../connectors/http.ts';
import { connectors } from '../../connectors/index.ts';
import { Connection } from '../../db/entities/connection.ts';
import { Order } from '../../db/entities/order.ts';
import { PaymentMapping } from '../../db/entities/payment-mapping.ts';
import { emptyResult } from '../../db/rules/run-result.ts';
import { inTransaction } from '../../db/sql.ts';
import { writeProducts } from '../../db/write-products.ts';
import { command } from '../../dialogs/commands.ts';
import type { Services } from '../../dialogs/services.ts';
import { records } from '../connectors/contract/bench.ts';
import { testDatabase } from '../database.ts';
import { makeOrders, type Orders } from '../dialogs/orders-world.ts';
import { play } from '../dialogs/play.ts';
import { realOrders, sampleShop } from '../fakes/shop.ts';
import { tls } from '../fakes/tls.ts';
import { type FakeStore, startWooCommerce } from '../fakes/woocommerce.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let fake: FakeStore;
let world: Orders;
let services: Services;
const now = new Date();
const http = createHttp({ allowPrivate: true, ca: tls.cert });

/** The demo shop is the sample shop: its products are synced, cash on delivery and PayPal have their rows, bank transfer and Stripe do not. */
beforeAll(async () => {
  database = await testDatabase();
  fake = await startWooCommerce({ https: true, shop: sampleShop({ now }) });
  world = await makeOrders(database);
  world.clock.now = now;
  services = createServices({ ...world.context, connectors, http }, world.who);
  const { store: facts } = await connectors.woocommerce.open(fake.credentials, http).check();
  const em = world.orm.em.fork();
  const connection = await em.findOneOrFail(Connection, { store: world.store });
  connection.credentials = fake.credentials;
  connection.access = facts?.access ?? {};
  await em.flush();
  await world.changeStore({ statuses: fake.shop.statuses, createdAt: now });
  const row = await em.findOneOrFail(PaymentMapping, { store: world.store, method: 'cod' });
  em.create(PaymentMapping, {
    store: world.store,
    method: 'paypal',
    handle: 'paypal',
    title: 'PayPal',
    statuses: row.statuses,
    confirmedAt: now,
  });
  await em.flush();
  const products = await records(remote().products());
  await inTransaction(em, (sql) =>
    writeProducts(sql, { run: world.run, store: world.store, now, records: products, malformed: [] }, emptyResult()),
  );
});
afterAll(async () => {
  await fake.close();
  await database.close();
});

const remote = () => connectors.woocommerce.open(fake.credentials, http);
const ask = async (text: string) => {
  const reply = await command(text, services);
  return reply.kind === 'dialog' ? (await play(reply, services)).card : undefined;
};

describe('why an order did not come, asked of a shop', () => {
  it('is said before it is brought just as it is decided when it is brought', async () => {
    const lately = realOrders(fake.shop)
      .filter(({ broken }) => !broken)
      .slice(-60);
    const told = new Map<string, unknown>();
    for (const { number } of lately) {
      const asked = { store: 'demo-shop', number };
      const [trace, simulated] = [await services.trace(asked), await services.simulate(asked)];
      expect(trace?.found).toBe('store');
      if (!simulated || 'problem' in simulated) throw new Error(`Order ${number} was not found.`);
      expect(simulated.reason).toEqual(trace?.order?.reason);
      const { state, reason = null, paid, codAmount } = simulated;
      told.set(number, state === 'held' ? { state, reason } : { state, reason, paid, cod: codAmount });
    }
    await world.write(await records(remote().orders({ createdSince: lately[0]?.created })));
    const brought = await world.orm.em.fork().find(Order, { store: world.store, number: { $in: [...told.keys()] } });
    const decided = brought.map(({ number, state, heldReason: reason, paid, codAmount }) => [
      number,
      state === 'held' ? { state, reason } : { state, reason, paid, cod: codAmount ?? undefined },
    ]);
    expect(Object.fromEntries(decided)).toEqual(Object.fromEntries(told));
    const kinds = new Set(brought.map(({ heldReason }) => heldReason?.kind ?? 'in'));
    expect([...kinds].sort()).toEqual(['in', 'no row', 'status', 'unknown SKU']);
  });

  it('finds orders by the numbers that plugins give, and tells of what the shop does not show', async () => {
    const own = realOrders(fake.shop).find(({ number }) => number.startsWith('SPLET-'));
    expect(own?.status).toBe('refunded');
    expect((await ask(`why #${own?.number}?`))?.title).toBe(`Order ${own?.number} of Demo Shop stays in the store`);
    const draft = fake.shop.orders.find(({ status }) => status === 'checkout-draft');
    expect((await ask(`why ${draft?.number}`))?.title).toBe(`Demo Shop shows no order ${draft?.number}`);
    const broken = realOrders(fake.shop).find((order) => order.broken);
    expect((await ask(`simulate ${broken?.number}`))?.title).toBe(`Order ${broken?.number} of Demo Shop cannot be read`);
  });

  it('says what is in the way when the shop does not answer, and tells no key', async () => {
    fake.misbehave({ status: 500 });
    const card = await ask('why 999999');
    fake.misbehave();
    expect(card).toMatchObject({ title: 'Order 999999 of Demo Shop cannot be looked up', text: expect.stringContaining('500') });
    expect(JSON.stringify(card)).not.toContain(fake.credentials.consumerSecret);
  });
});
