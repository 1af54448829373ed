import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { createServices, type ServicesContext } from '../../bot/services.ts';
import { addressKey } from '../../connectors/address.ts';
import type { Connector, Malformed, Right, StoreCheck } from '../../connectors/connector.ts';
import { rights } from '../../connectors/connector.ts';
import { AuthenticationError, type ConnectorError, InsecureError, NetworkError } from '../../connectors/errors.ts';
import { createHttp } from '../../connectors/http.ts';
import { connectors } from '../../connectors/index.ts';
import type { OrderRecord } from '../../connectors/records.ts';
import { Channel } from '../../db/entities/channel.ts';
import { Connection } from '../../db/entities/connection.ts';
import { Store } from '../../db/entities/store.ts';
import { SyncRun } from '../../db/entities/sync-run.ts';
import { Workspace } from '../../db/entities/workspace.ts';
import type { Card } from '../../dialogs/card.ts';
import type { testDatabase } from '../database.ts';

type Database = Pick<Awaited<ReturnType<typeof testDatabase>>, 'orm'>;

/** A shop out there. What stands in `refuses` is refused to every key; a `plain` one has no https. */
export type Shop = {
  name: string;
  url: string;
  consumerKey: string;
  consumerSecret: string;
  plain?: boolean;
  /** What it calls itself, when that is not where it is reached. */
  home?: string;
  refuses?: Partial<Record<Right, ConnectorError>>;
  notices?: string[];
  /** What it answers when it is asked for one order. */
  orders?: (OrderRecord | Malformed)[];
};

const key = (digit: string) => ({ consumerKey: `ck_${digit.repeat(40)}`, consumerSecret: `cs_${digit.repeat(40)}` });
export const demoShop = (): Shop => ({ name: 'Demo Shop', url: 'https://demo.example', ...key('a') });
export const otherShop = (): Shop => ({ name: 'Olive & Oil', url: 'https://olives.example/shop', ...key('b') });
export const credentialsOf = ({ url, consumerKey, consumerSecret }: Shop) => ({ url, consumerKey, consumerSecret });

/** The clock of this world: 23 November 2026, 10:15 in Ljubljana. */
export const noon = new Date('2026-11-23T09:15:00Z');

/**
 * A chat with real services, with these shops to connect. What would be posted, queued or scheduled is written down.
 * Each has a workspace of its own, so that many can share a database.
 */
export async function makeWorld({ orm }: Database, ...shops: Shop[]) {
  const jobs: { name: string; data: unknown; id?: string }[] = [];
  const posted: { channel: string; key: string; revision: number; card: Card }[] = [];
  const scheduled = new Set<string>();
  const clock = { now: noon };
  const context: ServicesContext = {
    orm,
    connectors: { ...connectors, woocommerce: shopConnector(shops) },
    http: createHttp({ allowPrivate: false }),
    enqueue: async (job, data, options) => void jobs.push({ name: job.name, data, id: options?.id }),
    post: async (message) => void posted.push(message),
    scheduleStore: async ({ id }) => void scheduled.add(id),
    unscheduleStore: async (id) => void scheduled.delete(id),
    log: pino({ level: 'silent' }),
    now: () => clock.now,
  };
  const em = orm.em.fork();
  const workspace = em.create(Workspace, { chat: 'web', externalId: randomUUID(), name: 'Local' });
  const channel = em.create(Channel, { workspace, key: 'main', name: 'Main' });
  await em.flush();
  const who = { workspace: workspace.id, channel: channel.id, person: 'Ana', userId: 'ana' };
  const services = createServices(context, who);

  return {
    ...{ orm, context, who, services, jobs, posted, scheduled, clock, shops },
    /** Connects a shop without talking about it; its first product sync is through unless told otherwise. */
    async connect(shop: Shop, { synced = true, prefix = '' } = {}) {
      const id = randomUUID();
      const check = await services.checkStore({
        platform: 'woocommerce',
        credentials: credentialsOf(shop),
        plainHttp: shop.plain ?? false,
      });
      if (!check.store) throw new Error(`${shop.name} cannot be reached.`);
      const kept = { credentials: credentialsOf(shop), plainHttp: shop.plain ?? false, facts: check.store, refused: [] };
      await services.connectStore({ id, platform: 'woocommerce', name: shop.name, orderPrefix: prefix, ...kept });
      if (synced) {
        const em = orm.em.fork();
        await em.nativeUpdate(SyncRun, { store: id }, { state: 'done', finishedAt: clock.now });
        await em.nativeUpdate(Connection, { store: id }, { firstSyncedAt: clock.now, productsSyncedAt: clock.now });
      }
      jobs.length = 0;
      posted.length = 0;
      return id;
    },
    connection: (store: string) => orm.em.fork().findOneOrFail(Connection, { store }, { populate: ['store'] }),
    runs: (kind: 'products' | 'import') => orm.em.fork().find(SyncRun, { kind, store: { workspace: who.workspace } }),
    storeCount: () => orm.em.fork().count(Store, { workspace: who.workspace }),
  };
}

export type World = Awaited<ReturnType<typeof makeWorld>>;

/** Speaks for the shops as a connector would. */
function shopConnector(shops: Shop[]): Connector {
  return {
    ...connectors.woocommerce,
    open: (credentials, http) => {
      const { url = '', consumerKey, consumerSecret } = credentials;
      const shop = shops.find((one) => addressKey(one.url) === addressKey(url));
      const known = shops.some((one) => one.consumerKey === consumerKey && one.consumerSecret === consumerSecret);
      return {
        check: async () => checkOf(shop, { known, plainHttp: http.plainHttp ?? false, url }),
        orderStatuses: async () => [{ code: 'processing', title: 'Processing', meaning: 'processing' }],
        products: () => empty(),
        orders: () => empty(),
        findOrder: async (number) => {
          const { rights } = checkOf(shop, { known, plainHttp: http.plainHttp ?? false, url });
          const problem = rights.find(({ right, problem }) => problem && (right === 'orders' || right === 'reach' || !known))?.problem;
          if (problem) throw problem;
          return shop?.orders?.find((order) => order.number === number);
        },
      };
    },
  };
}

function checkOf(shop: Shop | undefined, given: { known: boolean; plainHttp: boolean; url: string }): StoreCheck {
  if (!shop)
    return refused('reach', new NetworkError(`There is no server with the name ${given.url} (DNS).`, { advice: ['Check the spelling.'] }));
  if (shop.plain && !given.plainHttp) return refused('reach', new InsecureError(`${shop.url} has no https.`));
  if (!given.known)
    return refused('products', new AuthenticationError('The consumer secret is not the right one.', { advice: ['Make a new key.'] }));
  const { name, url, home = url, refuses = {}, notices = [] } = shop;
  const found = rights.map((right) => {
    const problem = refuses[right];
    return problem ? ({ right, state: 'refused', problem } as const) : ({ right, state: 'allowed' } as const);
  });
  const facts = { name, url: home, currency: 'EUR', timeZone: 'Europe/Ljubljana', version: '10.5.2', access: { way: 'header' }, notices };
  return { rights: found, store: facts };
}

/** Refused here; all before it was allowed, all behind it could not be tried. */
const refused = (at: Right, problem: ConnectorError): StoreCheck => ({
  rights: rights.map((right) => {
    if (right === at) return { right, state: 'refused', problem };
    return { right, state: rights.indexOf(right) < rights.indexOf(at) ? 'allowed' : 'unknown' };
  }),
});

async function* empty() {
  yield { records: [], malformed: [] };
}
