import { DeliveryType } from '../../db/entities/delivery-type.ts';
import { PaymentMapping } from '../../db/entities/payment-mapping.ts';
import { PaymentType } from '../../db/entities/payment-type.ts';
import { readTypes, type TypeKind } from '../../db/type-lists.ts';
import { today } from '../db/sample-order.ts';
import type { PullStage } from './pull-stage.ts';

type Row = Partial<Pick<PaymentMapping, 'statuses' | 'cod' | 'title'>> & { paymentType?: string; deliveryType?: string };

/** The id of one of the types that a workspace begins with. */
export async function typeOf({ orm, workspace }: PullStage, kind: TypeKind, key: string): Promise<string> {
  const found = (await readTypes(orm.em.fork(), workspace.id, kind)).find((type) => type.key === key);
  if (!found) throw new Error(`There is no ${kind} type ${key}.`);
  return found.id;
}

/** Sets and confirms the row of a payment method, as a person does; types by key. */
export async function confirmRow(here: PullStage, method: string, { paymentType, deliveryType, ...row }: Row = {}): Promise<void> {
  const [payment, delivery] = [
    paymentType && (await typeOf(here, 'payment', paymentType)),
    deliveryType && (await typeOf(here, 'delivery', deliveryType)),
  ];
  const em = here.orm.em.fork();
  const where = { store: here.store.id, method };
  const found = (await em.findOne(PaymentMapping, where)) ?? em.create(PaymentMapping, { ...where, handle: method, title: method });
  em.assign(found, {
    ...{ statuses: ['processing'], confirmedAt: today, confirmedBy: 'Ana', ...row },
    paymentType: payment ? em.getReference(PaymentType, payment) : null,
    deliveryType: delivery ? em.getReference(DeliveryType, delivery) : null,
  });
  await em.flush();
}
