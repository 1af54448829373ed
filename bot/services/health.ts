import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Connection } from '../../db/entities/connection.ts';
import { SyncRun } from '../../db/entities/sync-run.ts';
import { oneByOne } from '../../db/sql.ts';
import type { Services, StoreStatus } from '../../dialogs/services.ts';
import { judge } from '../../dialogs/store-check.ts';
import { checkConnection } from '../../jobs/check-health.ts';
import { recordDisabled, recordHealth } from '../../jobs/record-health.ts';
import { check } from './checks.ts';
import { connectionLine } from './connection-line.ts';
import type { Asked } from './context.ts';
import { begin, runsOf } from './runs.ts';
import { status, summary } from './stores.ts';

const on = { connection: 'on' };
const off = { connection: 'off' };

type Health = Pick<Services, 'checkNow' | 'enable' | 'disable' | 'reconnectStore'>;

/** What people do to a connection. Its turns are told like those that jobs bring about. */
export function healthOf(asked: Asked): Health {
  const { orm, who, now } = asked;
  const jobs = () => ({ ...asked, em: orm.em.fork() });
  const idOf = async (handle: string) =>
    (await orm.em.fork().findOneOrFail(Connection, { store: { workspace: who.workspace, handle } }, { fields: ['id'] })).id;
  const load = async (id: string) => {
    const em = orm.em.fork();
    return { em, connection: await em.findOneOrFail(Connection, id, { populate: ['store'] }) };
  };
  const told = async (id: string): Promise<StoreStatus> => {
    const { connection } = await load(id);
    return status(oneByOne(orm.em), connection, now());
  };
  const change = (id: string, work: (connection: Connection, em: EntityManager) => Promise<void> | void) =>
    orm.em.fork().transactional(async (em) => work(await em.findOneOrFail(Connection, id, { lockMode: LockMode.PESSIMISTIC_WRITE }), em));
  const turnOn = async (id: string) => {
    await recordHealth(jobs(), id, undefined, { by: { person: who.person } });
    await asked.scheduleStore((await load(id)).connection);
  };
  /** What a red connection made wait goes on at once. */
  const goOn = async (id: string) => {
    const { em, connection } = await load(id);
    if (connection.health === 'red') return;
    const waiting = { store: connection.store, state: 'running' as const, kind: { $ne: 'orders' as const } };
    for (const run of await em.find(SyncRun, waiting, { populate: ['store', 'channel'] })) await begin(asked, run);
  };
  const checkAndKeep = async (id: string) => {
    const found = await checkConnection(jobs(), id);
    await goOn(id);
    return { check: found, store: await told(id) };
  };

  return {
    checkNow: async (handle) => checkAndKeep(await idOf(handle)),

    async enable(handle) {
      const id = await idOf(handle);
      const { connection } = await load(id);
      const { store, credentials, plainHttp, access } = connection;
      if (!connection.disabledBy) return checkAndKeep(id);
      const found = await check(asked, { platform: store.platform, credentials, plainHttp, access });
      if (judge(found).state === 'passed') {
        await change(id, async (connection, em) => {
          if (connection.disabledBy) await connectionLine(em, asked, connection, { what: 'enabled', before: off, after: on });
          connection.disabledBy = null;
        });
        await turnOn(id);
        await goOn(id);
      }
      return { check: found, store: await told(id) };
    },

    async disable(handle) {
      const id = await idOf(handle);
      await recordDisabled(jobs(), id, who.person, (em, connection) =>
        connectionLine(em, asked, connection, { what: 'disabled', before: on, after: off }),
      );
      await asked.unscheduleStore(id);
      const { connection } = await load(id);
      return summary(oneByOne(orm.em), connection, now());
    },

    async reconnectStore({ store: handle, credentials, plainHttp, facts, refused, turn }) {
      const id = await idOf(handle);
      await change(id, async (connection, em) => {
        const { url } = connection.credentials;
        const switchedOn = connection.disabledBy ? { before: off, after: { ...on, keys: 'new' } } : { after: { keys: 'new' } };
        await connectionLine(em, asked, connection, { what: 'reconnected', ...switchedOn, turn });
        connection.credentials = { ...credentials, ...(url && { url }) };
        connection.plainHttp ||= plainHttp;
        connection.disabledBy = null;
        Object.assign(connection, { access: facts.access, version: facts.version, refused, checkedAt: now() });
      });
      await turnOn(id);
      await goOn(id);
      const { connection } = await load(id);
      // The first product sync may have stopped at the old keys, and nothing comes in before it is through.
      if (!connection.firstSyncedAt) await runsOf(asked).startSync({ store: handle });
      return summary(oneByOne(orm.em), connection, now());
    },
  };
}
