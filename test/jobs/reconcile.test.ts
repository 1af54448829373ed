import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Connection } from '../../db/entities/connection.ts';
import { Order } from '../../db/entities/order.ts';
import { PaymentMapping } from '../../db/entities/payment-mapping.ts';
import { SyncRun } from '../../db/entities/sync-run.ts';
import { emptyResult } from '../../db/rules/run-result.ts';
import { newStoreSettings } from '../../db/rules/settings.ts';
import { importOrders } from '../../jobs/import-orders.ts';
import { job } from '../../jobs/job.ts';
import { postCard } from '../../jobs/post-card.ts';
import { reconcile } from '../../jobs/reconcile.ts';
import { releaseHeldOrders } from '../../jobs/release-held-orders.ts';
import { syncNightly } from '../../jobs/sync-nightly.ts';
import { syncOrders } from '../../jobs/sync-orders.ts';
import { syncProducts } from '../../jobs/sync-products.ts';
import { makeStore } from '../db/make-store.ts';
import { order } from '../db/sample-order.ts';
import { backends, type Stage, stage } from './stage.ts';

describe.each(backends)('bringing the queue in line with the database on %s', (backend) => {
  let here: Stage;
  let ran: string[];
  beforeEach(async () => {
    here = await stage(backend);
    ran = [];
    await here.orm.em.fork().nativeDelete(SyncRun, {});
  });
  afterEach(() => here.end());

  const noted = [
    ...[syncProducts, importOrders].map((one) => job({ ...one, run: async ({ run }) => void ran.push(`${one.name} ${run}`) })),
    job({ ...releaseHeldOrders, run: async ({ store }) => void ran.push(`release-held-orders ${store}`) }),
    job({ ...syncOrders, run: async ({ connection }) => void ran.push(`sync-orders ${connection}`) }),
  ];
  const run = async () => {
    await here.queue.enqueue(reconcile, {});
    await here.run([reconcile, postCard, syncNightly, ...noted]);
  };
  const schedules = async () => {
    const { sync, alerts } = here.queue.backend.queues;
    return (await Promise.all([sync, alerts].map((queue) => queue.getJobSchedulers(0, -1, true)))).flat().map(({ key }) => key);
  };

  it('schedules every connection that is switched on, and no other', async () => {
    const em = here.orm.em.fork();
    const { connection: on } = await makeStore(em, { firstSyncedAt: new Date() });
    const { connection: byHand } = await makeStore(em, { firstSyncedAt: new Date(), settings: { automatic: 0 } });
    const { connection: off } = await makeStore(em);
    off.disabledBy = 'Ana';
    await em.flush();
    await here.queue.scheduleStore({ id: off.id, store: { settings: newStoreSettings } });
    await run();
    const ids = await schedules();
    expect(ids.filter((id) => id.endsWith(on.id)).toSorted()).toEqual([
      `check-health:${on.id}`,
      `sync-nightly:${on.id}`,
      `sync-orders:${on.id}`,
    ]);
    expect(ids.filter((id) => id.endsWith(byHand.id)).toSorted()).toEqual([`check-health:${byHand.id}`, `sync-nightly:${byHand.id}`]);
    expect(ids.filter((id) => id.endsWith(off.id))).toEqual([]);
  });

  it('tells an alert that a killed process left', async () => {
    const em = here.orm.em.fork();
    const { connection } = await makeStore(em);
    Object.assign(connection, { health: 'red', alertDue: true, healthReason: { kind: 'network', text: 'The store does not answer.' } });
    await em.flush();
    await run();
    await run();
    expect(here.posted.map(({ card }) => card.title)).toEqual(['Demo shop is not connected']);
    expect(await here.orm.em.fork().findOneOrFail(Connection, connection.id)).toMatchObject({ alertDue: false });
  });

  it('asks for the job of a run that has none, and not for one that it has', async () => {
    const em = here.orm.em.fork();
    const { store } = await makeStore(em);
    const make = (kind: SyncRun['kind'], state: SyncRun['state']) => em.create(SyncRun, { store, kind, state, result: emptyResult() });
    const products = make('products', 'running');
    const imported = make('import', 'running');
    make('orders', 'running');
    make('products', 'done');
    await em.flush();
    await here.queue.enqueue(syncProducts, { run: products.id }, { id: `sync-products:${products.id}`, delay: 600_000 });
    await run();
    expect(ran).toEqual([`import-orders ${imported.id}`]);
  });

  it('asks for the end of an order sync that no schedule asks for any more', async () => {
    const em = here.orm.em.fork();
    const { store, connection } = await makeStore(em, { settings: { automatic: 0 } });
    em.create(SyncRun, { store, kind: 'orders', state: 'running', result: emptyResult() });
    await em.flush();
    await run();
    expect(ran).toEqual([`sync-orders ${connection.id}`]);
  });

  it('asks for the release of orders that wait for a row that is confirmed by now', async () => {
    const em = here.orm.em.fork();
    const [mine, other] = await Promise.all([0, 1].map(() => makeStore(here.orm.em.fork(), { settings: { payment: 'adjusted' } })));
    for (const one of [mine, other]) {
      const record = order({ paymentMethod: 'klarna' });
      const { number, status, currency, total, paymentMethod, placedAt, updatedAt } = record;
      const row = { number, status, currency, total, paymentMethod, placedAt, updatedAt, record };
      const held = { state: 'held' as const, heldReason: { kind: 'no row' as const, method: 'klarna', title: 'Klarna' } };
      em.create(Order, { ...row, ...held, store: one?.store.id ?? '', externalId: '1' });
      const confirmedAt = one === mine ? new Date() : null;
      em.create(PaymentMapping, { store: one?.store.id ?? '', method: 'klarna', handle: 'klarna', title: 'Klarna', confirmedAt });
    }
    await em.flush();
    await run();
    expect(ran).toEqual([`release-held-orders ${mine?.store.id}`]);
    await em.nativeDelete(Order, {});
  });

  it('begins a nightly product sync, unless one runs already', async () => {
    const em = here.orm.em.fork();
    const { connection, store } = await makeStore(em);
    for (let twice = 0; twice < 2; twice++) {
      await here.queue.enqueue(syncNightly, { connection: connection.id });
      await here.run([syncNightly, ...noted]);
    }
    const runs = await here.orm.em.fork().find(SyncRun, { store });
    expect(runs).toMatchObject([{ kind: 'products', state: 'running', channel: null }]);
    expect(ran).toEqual([`sync-products ${runs[0]?.id}`]);
  });

  it('is asked for when a worker starts', async () => {
    const { connection } = await makeStore(here.orm.em.fork());
    here.work([reconcile]);
    await vi.waitFor(async () => expect(await schedules()).toContain(`check-health:${connection.id}`), { timeout: 10_000 });
  });
});
