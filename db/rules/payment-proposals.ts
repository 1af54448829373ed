import { deliveryKey } from './delivery-names.ts';
import { type MethodName, type Told, toldBy, type WayToPay } from './payment-names.ts';
import type { Proposal, ProposalReason, Proposing, SeenOrders, TypeEntry } from './payments.ts';
import { allFree, mostlyPaidEarly, mostlyUnpaid } from './seen-orders.ts';
import { proposedStatuses } from './transfer.ts';

/** How a method's orders are paid, as far as it is known; `key` is that of the payment type. */
type Payment = { safe: boolean; cod: boolean; key?: string; reasons: ProposalReason[] };

/** A row as it could be, with its reasons. In doubt nothing is marked as paid. */
export function propose(method: MethodName, seen: SeenOrders, given: Proposing): Proposal {
  const { safe, cod, key, reasons } = paymentOf(method, seen, given);
  const paymentType = idOf(given.paymentTypes, key);
  const delivery = deliveryOf(seen);
  const itsDelivery = idOf(given.deliveryTypes, delivery?.key);
  const deliveryType = itsDelivery ?? idOf(given.deliveryTypes, 'standard');
  const statuses = proposedStatuses(given.statuses);
  const missing: ProposalReason[] = [];
  if (key && !paymentType) missing.push({ kind: 'no such type', key });
  if (!deliveryType) missing.push({ kind: 'no delivery type' });
  if (statuses.length === 0) missing.push({ kind: 'no statuses' });
  return {
    safe: safe && missing.length === 0,
    ...{ cod, statuses, paymentType, deliveryType },
    reasons: [...reasons, ...missing, ...(delivery && itsDelivery ? [delivery.reason] : [])],
  };
}

const idOf = (types: readonly TypeEntry[], key?: string): string | undefined =>
  key === undefined ? undefined : types.find((type) => type.key === key && !type.retired)?.id;

/** Orders without a method may be anything, whatever the last one was called: only that they cost nothing makes them sure. */
function paymentOf(method: MethodName, seen: SeenOrders, given: Proposing): Payment {
  const told = toldBy(method);
  const payment = told.cod
    ? collected(told.cod, told, seen, given)
    : told.pickUp
      ? { safe: false, cod: false, reasons: [told.pickUp, ...told.paid].map(toReason) }
      : paidOrUnknown(told, seen, given);
  if (method.code !== '') return payment;
  return seen.orders > 0 && allFree(seen) ? nothingToPay : { ...payment, safe: false };
}

const nothingToPay: Payment = { safe: true, cod: false, key: 'free', reasons: [{ kind: 'nothing to pay' }] };

/** Cash on delivery; not sure where a name tells something else as well, or the store had the money before. */
function collected(cod: WayToPay, { pickUp, paid }: Told, seen: SeenOrders, { statuses }: Proposing): Payment {
  const others = pickUp ? [pickUp, ...paid] : paid;
  const differ = mostlyPaidEarly(seen, statuses);
  return {
    safe: others.length === 0 && !differ,
    cod: true,
    reasons: [...[cod, ...others].map(toReason), ...(differ ? [ordersDiffer(seen)] : [])],
  };
}

/** Where code and title tell different things, the code's is proposed. */
function paidOrUnknown({ paid }: Told, seen: SeenOrders, { statuses }: Proposing): Payment {
  const [way] = paid;
  const { paidInStore, orders } = seen;
  if (!way || (way.kind === 'free' && !allFree(seen)))
    return { safe: false, cod: false, reasons: [{ kind: 'unknown', paidInStore, orders }] };
  const others = paid.filter(({ kind }) => kind !== way.kind);
  const differ = way.kind === 'at once' && mostlyUnpaid(seen, statuses);
  return {
    safe: others.length === 0 && !differ,
    cod: false,
    key: way.key,
    reasons: [...[way, ...others].map(toReason), ...(differ ? [ordersDiffer(seen)] : [])],
  };
}

const ordersDiffer = ({ paidInStore, orders }: SeenOrders): ProposalReason => ({ kind: 'orders differ', paidInStore, orders });

function toReason({ kind, name, sign }: WayToPay): ProposalReason {
  switch (kind) {
    case 'cod':
      return { kind: 'cod', sign };
    case 'counter':
    case 'hand-over':
      return { kind: 'paid at pick-up', sign };
    case 'at once':
      return { kind: 'paid at once', name, sign };
    case 'transfer':
      return { kind: 'paid by transfer', sign };
    case 'cheque':
      return { kind: 'paid by cheque', sign };
    case 'free':
      return { kind: 'nothing to pay' };
  }
}

/** The delivery type by which more than half of its orders went, with the commonest title among them. */
function deliveryOf({ deliveries }: SeenOrders): { key: string; reason: ProposalReason } | undefined {
  const counted = Object.entries(deliveries).map(([title, orders]) => ({ title, orders, key: deliveryKey(title) }));
  const all = counted.reduce((sum, { orders }) => sum + orders, 0);
  for (const key of new Set(counted.map((one) => one.key))) {
    const its = counted.filter((one) => one.key === key).sort((a, b) => b.orders - a.orders);
    const [commonest] = its;
    if (key && commonest && its.reduce((sum, { orders }) => sum + orders, 0) * 2 > all)
      return { key, reason: { kind: 'delivery', title: commonest.title, orders: commonest.orders } };
  }
  return undefined;
}
