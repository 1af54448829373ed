import { DateTime } from 'luxon';
import { addressKey } from '../../connectors/address.ts';
import { type Day, type Recent, readFigures, readRecent } from '../../db/read-figures.ts';
import { type Named, readTold, type Told } from '../../db/read-told.ts';
import { shared } from '../../db/shared.ts';
import { oneByOne, type Sql } from '../../db/sql.ts';
import type { Services, StoreChoice, StoreStatus, StoreSummary } from '../../dialogs/services.ts';
import type { Asked } from './context.ts';

/** Orders are counted one by one: those of a large store only once at a time, for all who ask. */
const share = shared<StoreStatus | undefined>();

/** Looks at the stores of the workspace. */
export function storesOf({ orm, who, now }: Asked): Pick<Services, 'storeNames' | 'stores' | 'store' | 'storeAt'> {
  const sql = oneByOne(orm.em);
  const first = async (named: Named) => (await readTold(sql, who.workspace, named))[0];
  return {
    storeNames: () => sql<StoreChoice>(names, [who.workspace]),
    async stores() {
      const told = await summaries(sql, await readTold(sql, who.workspace), now());
      return told.map(({ store, ...summary }) => summary);
    },
    store: (handle) =>
      share(`${who.workspace}:${handle}`, async () => {
        const found = await first({ handle });
        return found && status(sql, found, now());
      }),
    async storeAt(url) {
      const found = await first({ addressKey: addressKey(url) });
      return found && summary(sql, found, now());
    },
  };
}

const names = 'select name, handle, platform, url from store where workspace_id = $1 order by created_at, id';

/** A store as the list tells it. */
export async function summary(sql: Sql, connection: Told, now: Date): Promise<StoreSummary> {
  const [told] = await summaries(sql, [connection], now);
  if (!told) throw new Error('A connection told nothing.');
  return told;
}

/** Several of them, each with its row. */
export async function summaries(sql: Sql, connections: readonly Told[], now: Date): Promise<(StoreSummary & Pick<Told, 'store'>)[]> {
  const recent = await readRecent(
    sql,
    connections.map((connection) => dayOf(connection, now)),
  );
  return connections.map((connection) => ({ ...tell(connection, recent.get(connection.store.id)), store: connection.store }));
}

const dayOf = ({ store: { id, timeZone } }: Told, now: Date): Day => ({ id, since: startOfDay(now, timeZone) });

function tell(connection: Told, { running, ...today }: Recent = { imported: 0, held: 0, running: [] }): StoreSummary {
  const { name, handle, platform, url, currency, timeZone, orderPrefix } = connection.store;
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
export async function status(sql: Sql, connection: Told, now: Date): Promise<StoreStatus> {
  const { recent, waiting, ...sizes } = await readFigures(sql, dayOf(connection, now));
  const { version, plainHttp, refused, store } = connection;
  return {
    ...tell(connection, recent),
    ...{ version: version ?? undefined, plainHttp, refused, statuses: store.statuses },
    ...sizes,
    ...waiting,
  };
}

/** When the store's own day began. */
export function startOfDay(now: Date, timeZone: string): Date {
  const there = DateTime.fromJSDate(now).setZone(timeZone);
  return (there.isValid ? there : DateTime.fromJSDate(now).setZone('utc')).startOf('day').toJSDate();
}

const latest = (...moments: (Date | null | undefined)[]): Date | undefined =>
  moments.reduce<Date | undefined>((last, one) => (one && (!last || one > last) ? one : last), undefined);
