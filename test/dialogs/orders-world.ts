import { randomUUID } from 'node:crypto';
import type { EntityData } from '@mikro-orm/core';
import type { OrderRecord } from '../../connectors/records.ts';
import { Connection } from '../../db/entities/connection.ts';
import { PaymentMapping } from '../../db/entities/payment-mapping.ts';
import { Product } from '../../db/entities/product.ts';
import { Store } from '../../db/entities/store.ts';
import type { By } from '../../db/rules/history.ts';
import { emptyResult } from '../../db/rules/run-result.ts';
import { newStoreSettings, type StoreSettings } from '../../db/rules/settings.ts';
import { inTransaction } from '../../db/sql.ts';
import { writeOrders } from '../../db/write-orders.ts';
import { writeSeen } from '../../db/write-seen.ts';
import { statuses } from '../db/make-store.ts';
import { order as sampleOrder } from '../db/sample-order.ts';
import { demoShop, makeWorld, noon, otherShop, type Shop } from './world.ts';

type Database = Parameters<typeof makeWorld>[0];

const day = 86_400_000;
const byAna: By = { job: 'import-orders', person: 'Ana' };
export const ago = (days: number) => new Date(noon.getTime() - days * day);

/** A chat with the demo shop, in mode Adjusted with a confirmed row for cash on delivery, and one product, A-1. It was connected ten days ago. */
export async function makeOrders(database: Database) {
  const [shop, other]: [Shop, Shop] = [{ ...demoShop(), orders: [] }, otherShop()];
  const world = await makeWorld(database, shop, other);
  const em = () => world.orm.em.fork();
  const connect = async (one: Shop, prefix: string) => {
    const store = await world.connect(one, { prefix });
    await em().nativeUpdate(Store, store, { statuses, createdAt: ago(10) });
    await em().nativeUpdate(Connection, { store }, { ordersSyncedAt: noon });
    await em().insert(Product, { ...product(store, 'A-1', 'Mug') });
    await em().insert(PaymentMapping, { ...row(store), confirmedAt: noon });
    return store;
  };
  const store = await connect(shop, 'D-');
  let number = 1000;

  const record = (given: Partial<OrderRecord> = {}): OrderRecord => {
    const id = given.id ?? String(++number);
    return sampleOrder({ id, number: id, placedAt: ago(1), updatedAt: ago(1), ...given });
  };
  const write = (records: OrderRecord[], { by = byAna, into = store, now = noon } = {}) =>
    inTransaction(em(), (sql) => writeOrders(sql, { run, store: into, by, dryRun: false, now, records, malformed: [] }, emptyResult()));
  const run = randomUUID();
  await em().execute(
    `insert into sync_run (id, store_id, kind, dry_run, result, state, started_at) values (?, ?, 'import', false, '{}', 'done', now())`,
    [run, store],
  );

  return {
    ...{ ...world, store, shop, record, write, run },
    connectAnother: () => connect(other, 'O-'),
    /** Orders that were only looked at. */
    look: (records: OrderRecord[]) =>
      inTransaction(em(), (sql) => writeSeen(sql, { run, store, now: noon, records, malformed: [] }, emptyResult())),
    settings: (given: Partial<StoreSettings>) => em().nativeUpdate(Store, store, { settings: { ...newStoreSettings, ...given } }),
    change: (values: EntityData<Connection>) => em().nativeUpdate(Connection, { store }, values),
    changeStore: (values: EntityData<Store>) => em().nativeUpdate(Store, store, values),
    changeRow: (values: EntityData<PaymentMapping>) => em().nativeUpdate(PaymentMapping, { store, method: 'cod' }, values),
    addProduct: (
      sku: string,
      title: string,
      given: Partial<Record<'externalId' | 'stock' | 'variant', string>> & {
        archivedAt?: Date;
        skuInherited?: boolean;
        externalId?: string;
      } = {},
    ) => em().insert(Product, { ...product(store, sku, title), ...given }),
    trace: async (number: string) => {
      const trace = await world.services.trace({ store: 'demo-shop', number });
      if (!trace) throw new Error('There is no demo shop.');
      return trace;
    },
  };
}

export type Orders = Awaited<ReturnType<typeof makeOrders>>;

const product = (store: string, sku: string, title: string) => ({
  ...{ id: randomUUID(), store, externalId: sku, sku, title, active: true, skuInherited: false, updatedAt: noon, seenAt: noon },
});

const row = (store: string) => ({
  ...{ id: randomUUID(), store, method: 'cod', handle: 'cod', title: 'Cash on delivery', statuses: ['processing', 'completed'], cod: true },
  ...{ byHand: false, version: 1, createdAt: noon },
});
