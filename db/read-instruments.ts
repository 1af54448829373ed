import type { EntityManager } from '@mikro-orm/postgresql';
import type { Instrument, Instruments } from '../dialogs/services/payments.ts';
import { PaymentMapping } from './entities/payment-mapping.ts';
import { Store } from './entities/store.ts';
import { SyncRun } from './entities/sync-run.ts';
import { nothingSeen, readSeen } from './read-seen.ts';
import { lint, type Proposing, propose, type SeenOrders } from './rules/payments.ts';
import type { PaymentRow } from './rules/transfer.ts';
import { readTypes } from './type-lists.ts';

const hour = 3_600_000;

/** All that is told of a store's payment instruments at this moment; those that are not confirmed come first, then those with most orders. */
export async function readInstruments(em: EntityManager, id: string, now: Date): Promise<Instruments> {
  const store = await em.findOneOrFail(Store, id);
  const { name, handle, timeZone, paymentsReadAt, settings, statuses } = store;
  const rows = await em.find(PaymentMapping, { store });
  const seen = await readSeen(em, id, now);
  const waiting = await readWaiting(em, id);
  const types = {
    statuses,
    paymentTypes: await readTypes(em, store.workspace.id, 'payment'),
    deliveryTypes: await readTypes(em, store.workspace.id, 'delivery'),
  };
  const instruments = rows.map((row) => toInstrument(row, seen.get(row.method) ?? nothingSeen, waiting.get(row.method) ?? 0, types));
  return {
    store: { name, handle, timeZone },
    readAt: paymentsReadAt?.toISOString(),
    fresh: Boolean(paymentsReadAt && now.getTime() - paymentsReadAt.getTime() < hour),
    list: await readList(em, id),
    mode: settings.payment,
    instruments: instruments.sort(byNeed),
    ...types,
    statuses,
    warnings: lint(instruments.map(toRow), { mode: settings.payment, statuses, seen: Object.fromEntries(seen) }),
  };
}

function toInstrument(row: PaymentMapping, seen: SeenOrders, waiting: number, types: Proposing): Instrument {
  const { id, handle, method, title, statuses, cod, paymentType, deliveryType, confirmedAt, confirmedBy, byHand, vanishedAt, version } =
    row;
  return {
    ...{ id, handle, method, title, statuses, cod, byHand, seen, waiting, version },
    ...(paymentType && { paymentType: paymentType.id }),
    ...(deliveryType && { deliveryType: deliveryType.id }),
    confirmed: Boolean(confirmedAt),
    confirmedBy: confirmedBy ?? undefined,
    vanished: Boolean(vanishedAt),
    proposal: propose({ code: method, title }, seen, types),
  };
}

const toRow = ({ method, title, statuses, cod, paymentType, deliveryType, confirmed }: Instrument): PaymentRow => ({
  ...{ method, title, statuses, cod, paymentType, deliveryType, confirmed },
});

const byNeed = (one: Instrument, other: Instrument): number =>
  Number(one.confirmed) - Number(other.confirmed) || other.seen.orders - one.seen.orders || one.title.localeCompare(other.title);

/** How many orders wait for each row, by the store's code of the method. */
async function readWaiting(em: EntityManager, store: string): Promise<Map<string, number>> {
  const rows: { method: string; orders: number }[] = await em.execute(
    `select payment_method as method, count(*)::int as orders from "order"
     where store_id = ? and state = 'held' and held_reason ->> 'kind' = 'no row' group by 1`,
    [store],
  );
  return new Map(rows.map(({ method, orders }) => [method, orders]));
}

/** What the last reading found out about the store's own list. */
async function readList(em: EntityManager, store: string): Promise<Instruments['list']> {
  const [last] = await em.find(
    SyncRun,
    { store, kind: 'payments', state: 'done' },
    { orderBy: { startedAt: 'desc' }, limit: 1, fields: ['result'] },
  );
  return last?.result.list;
}
