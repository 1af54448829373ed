import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createServices } from '../../bot/services.ts';
import { Connection } from '../../db/entities/connection.ts';
import { SyncRun } from '../../db/entities/sync-run.ts';
import { emptyResult } from '../../db/rules/run-result.ts';
import { testDatabase } from '../database.ts';
import { makePayments, type Payments } from '../dialogs/payments-world.ts';
import { makeWorld, noon, otherShop } from '../dialogs/world.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let world: Payments;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await makePayments(database);
});

const home = async () => (await world.services.home())[0];

describe('what the first page shows of a store', () => {
  it('is what the list of stores tells, and how its orders are paid', async () => {
    const [listed] = await world.services.stores();
    expect(await home()).toMatchObject({ ...listed, mode: 'adjusted', paymentsRead: true, held: {}, methods: {} });
    expect(JSON.stringify(await home())).not.toContain('ck_');
  });

  it('counts the payment instruments that have still to be confirmed, as their table does', async () => {
    expect(await home()).toMatchObject({ toMap: 4 });
    await world.change('cod', { confirmedAt: noon });
    await world.change('bacs', { vanishedAt: noon });
    await world.change('stripe', { vanishedAt: noon });
    await world.orders('stripe', 2);
    expect(await home()).toMatchObject({ toMap: 2 });
  });

  it('counts what waits by its reason', async () => {
    await world.orders('stripe', 2);
    await world.orders('cod', 1, 'held', { reason: { kind: 'unknown SKU', skus: ['A'] } });
    await world.orders('cod', 1, 'held', { reason: { kind: 'unknown SKU', skus: ['B'] } });
    await world.orders('cod', 3, 'imported');
    expect(await home()).toMatchObject({ held: { 'no row:stripe': 2, 'unknown SKU': 2 }, methods: { stripe: 'Credit card (Stripe)' } });
  });

  it('keeps the stores apart, and those of other workspaces away', async () => {
    world.shops.push(otherShop());
    const olives = await world.connect(otherShop(), { synced: false, prefix: 'O-' });
    await world.orders('stripe', 1);
    await world.orm.em.fork().nativeUpdate(Connection, { store: olives }, { health: 'red', disabledBy: 'Ana' });
    const shown = await world.services.home();
    expect(shown.map(({ handle, toMap, paymentsRead, running, health }) => [handle, toMap, paymentsRead, running, health])).toEqual([
      ['demo-shop', 4, true, [], 'green'],
      ['olive-oil', 0, false, ['products'], 'red'],
    ]);
    expect(shown.map(({ held }) => held)).toEqual([{ 'no row:stripe': 1 }, {}]);
    const elsewhere = await makeWorld(database);
    expect(await createServices(world.context, elsewhere.who).home()).toEqual([]);
  });

  it('names what runs in each store', async () => {
    const em = world.orm.em.fork();
    for (const kind of ['import', 'payments'] as const)
      em.create(SyncRun, { store: world.store, kind, state: 'running', result: emptyResult(), startedAt: noon });
    await em.flush();
    expect((await home())?.running.toSorted()).toEqual(['import', 'payments']);
  });
});
