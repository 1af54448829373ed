import type { EntityManager } from '@mikro-orm/postgresql';
import type { OrderRecord } from '../../connectors/records.ts';
import { DeliveryType } from '../../db/entities/delivery-type.ts';
import type { Order } from '../../db/entities/order.ts';
import { PaymentType } from '../../db/entities/payment-type.ts';
import type { Store } from '../../db/entities/store.ts';
import { judgeOrder } from '../../db/judge-order.ts';
import { withSkusOfNow } from '../../db/redecide-held.ts';
import { omOrder } from '../../db/rules/om-order.ts';
import type { Transfer } from '../../db/rules/transfer.ts';
import { readSkuProblems } from '../../db/sku-problems.ts';
import { inTransaction, type Sql } from '../../db/sql.ts';
import type { OrderServices, ShownOrder } from '../../dialogs/services/orders.ts';
import { askStore } from './ask-store.ts';
import type { Asked } from './context.ts';
import { openStore, storedOrder } from './one-order.ts';

/** One order as it is here, and as it would be. */
export const shownOrdersOf = (asked: Asked): Pick<OrderServices, 'order' | 'simulate'> => ({
  async order({ store: handle, number }) {
    const found = await openStore(asked, handle);
    const order = found && (await storedOrder(found.em, found.store.id, number));
    if (!found || !order) return undefined;
    const problems = order.state === 'held' ? await inTransaction(found.em, (sql) => problemsOf(sql, found.store.id, order.record)) : [];
    return { ...shown(found.store, order), ...(problems.length > 0 && { problems }) };
  },

  async simulate({ store: handle, number }) {
    const found = await openStore(asked, handle);
    if (!found) return undefined;
    const { em, connection, store } = found;
    const answer = await askStore(asked, connection, number);
    if (!answer || 'problem' in answer) return answer;
    const { record } = answer;
    const judged = await inTransaction(em, (sql) => judgeOrder(sql, { store: store.id, record, kept: false }));
    const problems = judged.problems.filter((problem) => problem !== undefined);
    const there = await storedOrder(em, store.id, record.number);
    const came = there?.state === 'imported' && there.externalId === record.id ? there : undefined;
    return {
      ...aboutRecord(store, record),
      ...(await outcome(em, judged.transfer)),
      ...{ placedAt: record.placedAt, simulated: true, history: [], mode: judged.deciding.settings.payment },
      ...(problems.length > 0 && { problems }),
      ...(!judged.deciding.rows?.some(({ method }) => method === record.paymentMethod) && { unmet: true }),
      ...(came?.omNumber && { already: came.omNumber }),
    };
  },
});

/** By the SKUs that its products have now. */
async function problemsOf(sql: Sql, store: string, record: OrderRecord) {
  const [{ lines } = record] = await withSkusOfNow(sql, store, [record]);
  return (await readSkuProblems(sql, store, lines)).filter((problem) => problem !== undefined);
}

/** Of one that came in, the decision that was made then. */
function shown(store: Store, order: Order): ShownOrder {
  const { placedAt, state, heldReason, omNumber, omStatus, paid, paymentType, deliveryType, codAmount, applied, history, record } = order;
  const about = aboutRecord(store, record);
  return {
    ...about,
    ...{ placedAt, simulated: false, state, history },
    omNumber: omNumber ?? about.omNumber,
    order: omOrder(record, applied ?? store.settings),
    ...(heldReason && { reason: heldReason }),
    ...(applied?.payment && { mode: applied.payment }),
    ...(omStatus && { omStatus }),
    ...(paid !== null && paid !== undefined && { paid }),
    ...(paymentType && { paymentType: paymentType.name }),
    ...(deliveryType && { deliveryType: deliveryType.name }),
    ...(codAmount && { codAmount }),
  };
}

/** What of a record does not hang on the decision. Its times are read from the columns: in the database they are text. */
function aboutRecord({ name, handle, timeZone, orderPrefix, settings, statuses }: Store, record: OrderRecord) {
  const { number, status, paymentMethod, paymentMethodTitle } = record;
  return {
    store: { name, handle, timeZone },
    ...{ number, statuses, omNumber: `${orderPrefix}${number}` },
    storeStatus: statuses.find(({ code }) => code === status)?.title ?? status,
    payment: paymentMethodTitle || paymentMethod,
    order: omOrder(record, settings),
  };
}

/** A decision with its types by name. */
async function outcome(em: EntityManager, transfer: Transfer) {
  if (transfer.state === 'held') return transfer;
  const { paymentType, deliveryType, ...rest } = transfer;
  const payment = paymentType && (await em.findOne(PaymentType, paymentType));
  const delivery = deliveryType && (await em.findOne(DeliveryType, deliveryType));
  return { ...rest, ...(payment && { paymentType: payment.name }), ...(delivery && { deliveryType: delivery.name }) };
}
