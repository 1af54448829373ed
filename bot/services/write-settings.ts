import type { EntityManager } from '@mikro-orm/postgresql';
import { Change } from '../../db/entities/change.ts';
import { Connection } from '../../db/entities/connection.ts';
import { PaymentMapping } from '../../db/entities/payment-mapping.ts';
import { Store } from '../../db/entities/store.ts';
import { lint } from '../../db/rules/payments.ts';
import type { PaymentTransfer } from '../../db/rules/settings.ts';
import type { PaymentRow } from '../../db/rules/transfer.ts';
import type { Overtaken } from '../../dialogs/services/payments.ts';
import type { SettingsValues } from '../../dialogs/services/settings.ts';
import { settingsInWords } from '../../dialogs/settings-words.ts';
import { releaseHeldOrders } from '../../jobs/release-held-orders.ts';
import type { Asked } from './context.ts';
import { asOne, differences } from './differences.ts';

/**
 * The stores of the workspace: nobody else changes their settings before the transaction ends. All of them, because a prefix must
 * differ from every other one. Rows that name a store may still be written.
 */
export async function lockStores(em: EntityManager, workspace: string): Promise<Store[]> {
  await em.execute('select id from store where workspace_id = ? order by id for no key update', [workspace]);
  return em.find(Store, { workspace }, { orderBy: { createdAt: 'asc', id: 'asc' }, refresh: true });
}

/** Sets a store's settings, with their line in the history. The store is locked by the transaction of `em`. */
export function writeSettings(
  em: EntityManager,
  store: Store,
  { settings, orderPrefix, person, now, turn }: SettingsValues & { person: string; now: Date; turn: string },
): void {
  const { before, after } = differences(settingsInWords(store), settingsInWords({ settings, orderPrefix }));
  store.settingsSavedIn = turn;
  // Saved as it was: nobody else's work is overtaken by that.
  if (Object.keys(after).length === 0) return;
  Object.assign(store, { settings, orderPrefix, settingsVersion: store.settingsVersion + 1 });
  const key = `${settingsKey(store)}${store.settingsVersion}`;
  const line = { kind: 'settings', subject: 'Transfer settings', before, after, person, key, at: now } as const;
  em.create(Change, { workspace: store.workspace, store, ...line });
}

/** What was changed since a version, by whom it was changed last. */
export async function settingsSince(em: EntityManager, store: Store, version: number, now: Date): Promise<Overtaken> {
  const lines = await em.find(
    Change,
    { store, kind: 'settings', key: { $like: `${settingsKey(store)}%` } },
    { orderBy: { id: 'desc' }, limit: store.settingsVersion - version },
  );
  return asOne(lines, now);
}

const settingsKey = ({ id }: Store) => `settings:${id}:`;

/** What follows from settings or rows that were saved. Done again after a crash it is the same. */
export async function putInForce({ orm, enqueue, scheduleStore, who }: Asked, store: string, turn: string): Promise<void> {
  const connection = await orm.em.fork().findOne(Connection, { store }, { populate: ['store'], exclude: ['credentials'] });
  if (connection) await scheduleStore(connection);
  await enqueue(
    releaseHeldOrders,
    { store, release: turn, cause: { kind: 'settings' }, channel: who.channel, person: who.person },
    { id: `${releaseHeldOrders.name}:${turn}` },
  );
}

/** A row as rules know it. */
export const ruleRow = ({ method, title, statuses, cod, paymentType, deliveryType, confirmedAt }: PaymentMapping): PaymentRow => ({
  ...{ method, title, statuses, cod },
  paymentType: paymentType?.id,
  deliveryType: deliveryType?.id,
  confirmed: Boolean(confirmedAt),
});

/** The rows of a store that are there still. */
export const presentRows = async (em: EntityManager, store: string): Promise<PaymentRow[]> =>
  (await em.find(PaymentMapping, { store, vanishedAt: null }, { orderBy: { createdAt: 'asc', method: 'asc' } })).map(ruleRow);

/** What is wrong with this mode, whatever the single rows say. */
export const modeWarnings = (rows: readonly PaymentRow[], mode: PaymentTransfer) =>
  lint(rows, { mode, statuses: [], seen: {} }).filter((warning) => warning.kind === 'always with cod');
