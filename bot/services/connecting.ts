import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { addressKey } from '../../connectors/address.ts';
import { Connection } from '../../db/entities/connection.ts';
import { Store } from '../../db/entities/store.ts';
import { SyncRun } from '../../db/entities/sync-run.ts';
import { oneByOne } from '../../db/sql.ts';
import type { Services } from '../../dialogs/services.ts';
import { handleOf } from '../../dialogs/words.ts';
import { connectionLine } from './connection-line.ts';
import type { Asked } from './context.ts';
import { onceMore } from './once-more.ts';
import { begin, newRun } from './runs.ts';
import { summary } from './stores.ts';

type Given = Parameters<Services['connectStore']>[0];

/** Keeps a store that was checked. */
export const connectingOf = (asked: Asked): Pick<Services, 'connectStore'> => ({
  async connectStore(given) {
    const { orm, who, now } = asked;
    // Somebody may connect at the same moment: the address, or the handle, is found taken at the next look.
    const mine = await onceMore(() => orm.em.fork().transactional((em) => write(em, asked, given)), 5);
    const em = orm.em.fork();
    const where = mine ? { id: given.id } : { workspace: who.workspace, addressKey: addressKey(given.facts.url) };
    const connection = await em.findOneOrFail(Connection, { store: where }, { populate: ['store'] });
    if (mine) {
      await asked.scheduleStore(connection);
      const run = await em.findOne(SyncRun, given.id, { populate: ['store', 'channel'] });
      if (run) await begin(asked, run);
    }
    return { state: mine ? 'connected' : 'taken', store: await summary(oneByOne(em), connection, now()) };
  },
});

/** The id of the conversation is the store's own, so it is written once. False: this address belongs to another store. */
async function write(em: EntityManager, asked: Asked, given: Given): Promise<boolean> {
  const { who, now } = asked;
  const { id, platform, name, orderPrefix, credentials, plainHttp, facts, refused } = given;
  const key = addressKey(facts.url);
  const known = await em.findOne(Store, { $or: [{ id }, { workspace: who.workspace, addressKey: key }] });
  if (known) return known.id === id;
  const { url, currency, timeZone, access, version } = facts;
  const handle = await freeHandle(em, who.workspace, name);
  const store = em.create(Store, {
    ...{ id, workspace: who.workspace, platform, handle, name, orderPrefix, url, addressKey: key, currency, timeZone },
    alertChannel: who.channel,
  });
  const connection = em.create(Connection, {
    id: randomUUID(),
    store,
    credentials,
    plainHttp,
    access,
    version,
    refused,
    checkedAt: now(),
    healthSince: now(),
  });
  em.create(SyncRun, newRun({ id, store, kind: 'products', who, now: now() }));
  const after = { store: name, address: url, ...(orderPrefix && { 'order prefix': orderPrefix }) };
  await connectionLine(em, asked, connection, { what: 'connected', after, turn: id });
  await em.flush();
  return true;
}

async function freeHandle(em: EntityManager, workspace: string, name: string): Promise<string> {
  const wanted = handleOf(name);
  const taken = new Set((await em.find(Store, { workspace }, { fields: ['handle'] })).map(({ handle }) => handle));
  for (let number = 1; ; number++) {
    const handle = number === 1 ? wanted : `${wanted}-${number}`;
    if (!taken.has(handle)) return handle;
  }
}
