import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { DeliveryType } from './entities/delivery-type.ts';
import { PaymentType } from './entities/payment-type.ts';
import type { TypeEntry } from './rules/payments.ts';

/** What a workspace begins with; the keys are what proposals know them by. */
const start = {
  payment: {
    card: 'Credit card',
    paypal: 'PayPal',
    bank: 'Bank transfer',
    later: 'Pay later',
    wallet: 'Digital wallet',
    cheque: 'Cheque',
    cash: 'Cash',
    gift: 'Gift card',
    free: 'Nothing to pay',
  },
  delivery: {
    standard: 'Standard delivery',
    courier: 'Courier',
    post: 'Post',
    locker: 'Parcel locker',
    pickup: 'Pick-up',
    none: 'Nothing to send',
  },
} as const;

export type TypeKind = keyof typeof start;
export const typeEntity = { payment: PaymentType, delivery: DeliveryType } as const;
const tables = { payment: 'payment_type', delivery: 'delivery_type' } as const;

/** The workspace's list in the order it grew, retired ones too. The first time it is asked for, sensible ones are put there. */
export async function readTypes(em: EntityManager, workspace: string, kind: TypeKind): Promise<TypeEntry[]> {
  const read = () => em.find(typeEntity[kind], { workspace }, { orderBy: { createdAt: 'asc', name: 'asc' } });
  let found = await read();
  if (found.length === 0) {
    await seed(em, workspace, kind);
    found = await read();
  }
  return found.map(({ id, name, key, retiredAt }) => ({ id, name, key, retired: Boolean(retiredAt) }));
}

/** Two at once put each there once. A millisecond between them keeps their order. */
async function seed(em: EntityManager, workspace: string, kind: TypeKind): Promise<void> {
  const now = Date.now();
  for (const [at, [key, name]] of Object.entries(start[kind]).entries())
    await em.execute(
      `insert into ${tables[kind]} (id, workspace_id, name, key, created_at) values (?, ?, ?, ?, ?) on conflict do nothing`,
      [randomUUID(), workspace, name, key, new Date(now + at)],
    );
}
