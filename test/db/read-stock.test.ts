import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StatusRecord } from '../../connectors/records.ts';
import { Order } from '../../db/entities/order.ts';
import { readReserved } from '../../db/read-stock.ts';
import type { OmStatus } from '../../db/rules/settings.ts';
import { type Reserving, reserves } from '../../db/rules/stock.ts';
import { inTransaction } from '../../db/sql.ts';
import { testDatabase } from '../database.ts';
import { makeOrders } from '../dialogs/orders-world.ts';
import { line } from './sample-order.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const omStatuses: (OmStatus | null)[] = [null, 'received', 'confirmed', 'on hold', 'shipped', 'completed', 'cancelled'];
const meanings: StatusRecord['meaning'][] = ['pending', 'processing', 'completed', 'cancelled', 'refunded', 'other'];
const states: Reserving['state'][] = ['imported', 'held', 'seen'];

it('counts just those orders as reserved that the rule says hold stock', async () => {
  const { orm, store, record, look } = await makeOrders(database);
  const statuses = meanings.map((meaning) => ({ code: meaning, title: meaning, meaning }));
  const cases = states.flatMap((state) =>
    omStatuses.flatMap((omStatus) => [...meanings, undefined].map((meaning) => ({ state, omStatus, meaning }))),
  );
  const orders = cases.map(({ meaning = 'unknown to the store' }, at) =>
    record({ status: meaning, lines: [{ ...line(`SKU-${at}`), quantity: '2' }] }),
  );
  await look(orders);
  for (const [at, { state, omStatus }] of cases.entries())
    await orm.em.fork().nativeUpdate(Order, { store, externalId: orders[at]?.id ?? '' }, { state, omStatus });
  const skus = cases.map((_, at) => `SKU-${at}`);
  const reserved = await inTransaction(orm.em.fork(), (sql) => readReserved(sql, { store, statuses, skus }));
  const holding = cases.flatMap((one, at) => (reserves(one) ? [`SKU-${at}`] : []));
  expect([...reserved.keys()].sort()).toEqual(holding.sort());
  expect(holding.length).toBeGreaterThan(10);
  expect(new Set(reserved.values())).toEqual(new Set(['2']));
});
