import type { OrderRecord } from '../../connectors/records.ts';
import type { Connection } from '../../db/entities/connection.ts';
import type { Order } from '../../db/entities/order.ts';
import { PaymentMapping } from '../../db/entities/payment-mapping.ts';
import { judgeOrder } from '../../db/judge-order.ts';
import { isRounding, proposedStatuses, unexplained } from '../../db/rules/transfer.ts';
import { inTransaction } from '../../db/sql.ts';
import type { OrderServices, OrderTrace, TracedOrder } from '../../dialogs/services/orders.ts';
import { askStore } from './ask-store.ts';
import type { Asked } from './context.ts';
import { meetMethod, openStore, storedOrder } from './one-order.ts';

type Opened = NonNullable<Awaited<ReturnType<typeof openStore>>>;
/** Times of a record that is kept are text: they are told by its columns. */
type Traced = { record: Omit<OrderRecord, 'placedAt' | 'updatedAt' | 'paidAt'>; placedAt: Date; stored?: Order };

const day = 86_400_000;

/** Why an order did or did not come. */
export const traceOf = (asked: Asked): Pick<OrderServices, 'trace'> => ({
  async trace({ store: handle, number }) {
    const found = await openStore(asked, handle);
    if (!found) return undefined;
    const facts = factsOf(found.connection);
    const stored = await storedOrder(found.em, found.store.id, number);
    if (stored) {
      const { record, placedAt, seenAt: firstSeenAt } = stored;
      const order = await traced(found, { record, placedAt, stored }, asked.now());
      return { ...facts, number: stored.number, found: 'here', firstSeenAt, order };
    }
    const answer = await askStore(asked, found.connection, number);
    if (!answer) return { ...facts, number, found: 'nowhere' };
    if ('problem' in answer) return { ...facts, number, found: 'untold', ...answer };
    const { record } = answer;
    return {
      ...facts,
      number: record.number,
      found: 'store',
      order: await traced(found, { record, placedAt: record.placedAt }, asked.now()),
    };
  },
});

/** What is known of a store whatever the order is. */
function factsOf({ store, health, disabledBy, healthReason, firstSyncedAt, ordersSyncedAt }: Connection) {
  const { name, handle, timeZone, createdAt, settings } = store;
  return {
    store: { name, handle, timeZone },
    connection: { health, ...(disabledBy && { disabledBy }), ...(healthReason && { text: healthReason.text }) },
    ...(firstSyncedAt && { since: createdAt }),
    ...(ordersSyncedAt && { syncedUntil: ordersSyncedAt }),
    automatic: settings.automatic,
  } satisfies Partial<OrderTrace>;
}

/** By the same decision as an import, with the rows, settings and products of now. */
async function traced({ em, store }: Opened, { record, placedAt, stored }: Traced, now: Date): Promise<TracedOrder> {
  const {
    transfer,
    record: judged,
    deciding,
    problems,
  } = await inTransaction(em, (sql) => judgeOrder(sql, { store: store.id, record, kept: stored !== undefined }));
  if (transfer.state === 'held') await meetMethod(em, store.id, transfer.reason, now);
  const mapping = await em.findOne(
    PaymentMapping,
    { store: store.id, method: record.paymentMethod },
    { populate: ['paymentType', 'deliveryType'] },
  );
  const { statuses, settings } = deciding;
  const title = (code: string) => statuses.find((status) => status.code === code)?.title ?? code;
  const wanted = mapping?.confirmedAt ? mapping.statuses : settings.payment === 'adjusted' ? [] : proposedStatuses(statuses);
  const difference = unexplained(judged);
  return {
    ...kept(stored),
    placedAt,
    daysBack: Math.floor(Math.max(0, now.getTime() - placedAt.getTime()) / day) + 1,
    status: title(record.status),
    wanted: wanted.map(title),
    statusCode: record.status,
    statusFits: wanted.includes(record.status),
    payment: record.paymentMethodTitle || record.paymentMethod,
    method: record.paymentMethod,
    mode: settings.payment,
    ...(mapping && { row: rowOf(mapping) }),
    lines: judged.lines.map(({ title, sku }, at) => ({ title, sku, ...(problems[at] && { problem: problems[at] }) })),
    currency: record.currency,
    ...(isRounding(difference, judged.lines.length) ? {} : { difference }),
    ...(transfer.state === 'held' && { reason: transfer.reason }),
    statuses: [...statuses],
  };
}

/** What became of it here. */
function kept(stored?: Order): Pick<TracedOrder, 'state' | 'omNumber' | 'importedAt' | 'importedBy' | 'waitedFor' | 'cameInBy'> {
  if (!stored) return { state: 'unknown' };
  const { state, omNumber, importedAt, history, applied } = stored;
  const came = history.findLastIndex(({ what }) => what === 'imported');
  const by = history[came]?.by;
  const waitedFor = history.slice(0, Math.max(0, came)).findLast(({ what }) => what === 'held')?.reason;
  return {
    state,
    ...(omNumber && { omNumber }),
    ...(importedAt && { importedAt }),
    ...(by && { importedBy: by }),
    ...(waitedFor && { waitedFor }),
    ...(applied?.payment && { cameInBy: applied.payment }),
  };
}

const rowOf = ({ handle, title, confirmedAt, cod, paymentType, deliveryType }: PaymentMapping): TracedOrder['row'] => ({
  ...{ handle, title, cod, confirmed: Boolean(confirmedAt) },
  ...(paymentType && { paymentType: paymentType.name }),
  ...(deliveryType && { deliveryType: deliveryType.name }),
});
