import type { EntityManager } from '@mikro-orm/postgresql';
import { DateTime } from 'luxon';
import { addressKey } from '../../connectors/address.ts';
import { Connection } from '../../db/entities/connection.ts';
import { type Recent, readFigures, readRecent } from '../../db/read-figures.ts';
import { readHeld } from '../../db/read-to-do.ts';
import { oneByOne } from '../../db/sql.ts';
import type { Services, StoreChoice, StoreStatus, StoreSummary } from '../../dialogs/services.ts';
import type { Asked } from './context.ts';

/** A connection as it is told: without its credentials, which stay where they are. */
export type Told = Pick<
  Connection,
  | 'store'
  | 'health'
  | 'healthReason'
  | 'healthSince'
  | 'disabledBy'
  | 'productsSyncedAt'
  | 'ordersSyncedAt'
  | 'firstSyncedAt'
  | 'checkedAt'
  | 'version'
  | 'plainHttp'
  | 'refused'
>;

/** Looks at the stores of the workspace. */
export function storesOf({ orm, who, now }: Asked): Pick<Services, 'storeNames' | 'stores' | 'store' | 'storeAt'> {
  const first = async (store: Named) => {
    const em = orm.em.fork();
    const [connection] = await findConnections(em, who.workspace, store);
    return connection && { em, connection };
  };
  return {
    storeNames: () => oneByOne(orm.em.fork())<StoreChoice>(names, [who.workspace]),
    async stores() {
      const em = orm.em.fork();
      const told = await summaries(em, await findConnections(em, who.workspace), now());
      return told.map(({ store, ...summary }) => summary);
    },
    async store(handle) {
      const found = await first({ handle });
      return found && status(found.em, found.connection, now());
    },
    async storeAt(url) {
      const found = await first({ addressKey: addressKey(url) });
      return found && summary(found.em, found.connection, now());
    },
  };
}

const names = 'select name, handle, platform, url from store where workspace_id = $1 order by created_at, id';

type Named = { handle?: string; addressKey?: string };

/** The connections of a workspace, or of the one store that is named; the oldest store first. */
export const findConnections = (em: EntityManager, workspace: string, store: Named = {}) =>
  em.find(
    Connection,
    { store: { workspace, ...store } },
    { populate: ['store'], exclude: ['credentials'], orderBy: { store: { createdAt: 'asc', id: 'asc' } } },
  );

/** A store as the list tells it. */
export async function summary(em: EntityManager, connection: Told, now: Date): Promise<StoreSummary> {
  return tell(connection, await recentOf(em, [connection], now));
}

/** Several of them, each with its row. */
export async function summaries(
  em: EntityManager,
  connections: readonly Told[],
  now: Date,
): Promise<(StoreSummary & Pick<Told, 'store'>)[]> {
  const recent = await recentOf(em, connections, now);
  return connections.map((connection) => ({ ...tell(connection, recent), store: connection.store }));
}

const recentOf = (em: EntityManager, connections: readonly Told[], now: Date) =>
  readRecent(
    oneByOne(em),
    connections.map(({ store: { id, timeZone } }) => ({ id, since: startOfDay(now, timeZone) })),
  );

function tell(connection: Told, all: ReadonlyMap<string, Recent>): StoreSummary {
  const { store } = connection;
  const { name, handle, platform, url, currency, timeZone, orderPrefix } = store;
  const { running, ...today } = all.get(store.id) ?? { imported: 0, held: 0, running: [] };
  return {
    ...{ name, handle, platform, url, currency, timeZone, orderPrefix, today, running },
    health: connection.health,
    reason: connection.healthReason ?? undefined,
    since: connection.healthSince,
    disabledBy: connection.disabledBy ?? undefined,
    syncedAt: latest(connection.productsSyncedAt, connection.ordersSyncedAt),
    firstSyncedAt: connection.firstSyncedAt ?? undefined,
    checkedAt: connection.checkedAt ?? undefined,
  };
}

/** A store with all that is told of it. */
export async function status(em: EntityManager, connection: Told, now: Date): Promise<StoreStatus> {
  const store = connection.store.id;
  return {
    ...(await summary(em, connection, now)),
    version: connection.version ?? undefined,
    plainHttp: connection.plainHttp,
    refused: connection.refused,
    ...(await readFigures(oneByOne(em), store)),
    ...{ held: {}, ...(await readHeld(em, [store])).get(store) },
    statuses: connection.store.statuses,
  };
}

/** When the store's own day began. */
export function startOfDay(now: Date, timeZone: string): Date {
  const there = DateTime.fromJSDate(now).setZone(timeZone);
  return (there.isValid ? there : DateTime.fromJSDate(now).setZone('utc')).startOf('day').toJSDate();
}

const latest = (...moments: (Date | null | undefined)[]): Date | undefined =>
  moments.reduce<Date | undefined>((last, one) => (one && (!last || one > last) ? one : last), undefined);
