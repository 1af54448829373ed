import { randomUUID } from 'node:crypto';
import type { EntityData } from '@mikro-orm/core';
import type { OrderRecord } from '../../connectors/records.ts';
import { Change } from '../../db/entities/change.ts';
import { Order } from '../../db/entities/order.ts';
import { PaymentMapping } from '../../db/entities/payment-mapping.ts';
import { Product } from '../../db/entities/product.ts';
import { Store } from '../../db/entities/store.ts';
import type { HeldReason } from '../../db/rules/transfer.ts';
import { statuses } from '../db/make-store.ts';
import { order as sampleOrder } from '../db/sample-order.ts';
import { demoShop, makeWorld, noon, type World } from './world.ts';

type Database = Parameters<typeof makeWorld>[0];
type State = 'imported' | 'held' | 'seen';

/** What the demo shop's orders are paid with. */
export const methods = {
  cod: 'Cash on delivery',
  stripe: 'Credit card (Stripe)',
  bacs: 'Bank transfer',
  moj_nacin: 'Moj način',
};
export type Method = keyof typeof methods;

/** A chat with the demo shop, whose payment instruments were read, and one product, A-1. */
export async function makePayments(database: Database) {
  const world = await makeWorld(database, demoShop());
  const store = await world.connect(demoShop());
  await readInstruments(world, store);
  let number = 0;

  return {
    ...world,
    store,
    /** Orders of a method; a held one waits for its row unless told otherwise. `day` is how long ago it was placed. */
    async orders(
      method: Method,
      count: number,
      state: State = 'held',
      given: Partial<OrderRecord> & { day?: number; reason?: HeldReason } = {},
    ) {
      const { day = 1, reason, ...rest } = given;
      const rows = Array.from({ length: count }, () => {
        const id = String(++number);
        const placedAt = new Date(noon.getTime() - day * 86_400_000);
        const record = sampleOrder({
          id,
          number: id,
          placedAt,
          updatedAt: placedAt,
          paymentMethod: method,
          paymentMethodTitle: methods[method],
          ...rest,
        });
        const { status, currency, total, updatedAt } = record;
        const heldReason = reason ?? { kind: 'no row' as const, method, title: methods[method] };
        return {
          ...{ id: randomUUID(), store, externalId: id, number: id, status, currency, total, paymentMethod: method, placedAt, updatedAt },
          ...{ record, state, heldReason: state === 'held' ? heldReason : null, seenAt: noon, history: [] },
        };
      });
      await world.orm.em.fork().insertMany(Order, rows);
    },
    mapping: (method: Method) =>
      world.orm.em.fork().findOneOrFail(PaymentMapping, { store, method }, { populate: ['paymentType', 'deliveryType'] }),
    change: (method: Method, values: EntityData<PaymentMapping>) =>
      world.orm.em.fork().nativeUpdate(PaymentMapping, { store, method }, values),
    history: () => world.orm.em.fork().find(Change, { store, kind: 'row' }, { orderBy: { id: 'asc' } }),
    releases: () => world.jobs.filter(({ name }) => name === 'release-held-orders'),
    /** The id of a payment or delivery type by its name. */
    async type(kind: 'payment' | 'delivery', name: string) {
      const payments = await world.services.instruments('demo-shop');
      const found = payments?.[`${kind}Types`].find((type) => type.name === name);
      if (!found) throw new Error(`There is no ${kind} type ${name}.`);
      return found.id;
    },
  };
}

export type Payments = Awaited<ReturnType<typeof makePayments>>;

async function readInstruments({ orm }: World, store: string) {
  const em = orm.em.fork();
  await em.nativeUpdate(Store, store, { statuses, paymentsReadAt: noon });
  const row = ([method, title]: [string, string]) => ({ id: randomUUID(), store, method, handle: method.replace('_', '-'), title });
  await em.insertMany(
    PaymentMapping,
    Object.entries(methods).map((one) => ({ ...row(one), ...unset })),
  );
  await em.insert(Product, {
    id: randomUUID(),
    store,
    externalId: '1',
    sku: 'A-1',
    title: 'Mug',
    active: true,
    skuInherited: false,
    updatedAt: noon,
    seenAt: noon,
  });
}

const unset = { statuses: [], cod: false, byHand: false, version: 0, createdAt: noon };
