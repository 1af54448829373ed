import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { createServices } from '../../bot/services.ts';
import type { Who } from '../../bot/surface.ts';
import { webChat, webSurface } from '../../bot/web/post.ts';
import { createHttp } from '../../connectors/http.ts';
import { connectors } from '../../connectors/index.ts';
import type { SyncRun } from '../../db/entities/sync-run.ts';
import type { Post } from '../../jobs/job.ts';
import { type JobQueue, openQueue } from '../../jobs/queue.ts';
import { createLog } from '../../log.ts';
import { days, type Instruments, type Recorded } from './store.ts';

/** The key under which the benches' databases hold their credentials. */
export const secretKey = '0123456789abcdef'.repeat(4);

/** Who connects, and how they are told. */
export type Seat = (orm: MikroORM, queue: JobQueue) => Promise<{ who: Who; post: Post }>;

const atWebChat: Seat = async (orm) => ({ who: await webChat(orm), post: webSurface(orm).post });

type Given = Pick<Recorded, 'credentials'> & Partial<Recorded> & { orm: MikroORM; databaseUrl: string; seat?: Seat };

const ofWooCommerce: Instruments = { methods: ['cod', 'bacs', 'paypal', 'stripe'], cod: 'cod', statuses: ['processing', 'completed'] };

/**
 * Connects a sample store as the dialog does, waits until a worker (which must run) has synced its products, and gives what a bench
 * asks for next.
 */
export async function connect({ orm, databaseUrl, credentials, seat = atWebChat, ...shop }: Given) {
  const { platform = 'woocommerce', instruments = ofWooCommerce } = shop;
  const log = createLog('silent');
  const queue = openQueue({ databaseUrl, log });
  const http = createHttp({ allowPrivate: true });
  const { who, post } = await seat(orm, queue);
  const services = createServices({ ...queue, orm, connectors, http, post, log, now: () => new Date() }, who);

  const { store: facts } = await services.checkStore({ platform, credentials, plainHttp: false });
  if (!facts) throw new Error('The sample store cannot be reached.');
  const about = {
    platform,
    name: 'Sample Shop',
    orderPrefix: 'SS-',
    credentials,
    plainHttp: false,
    facts,
    refused: [],
  } as const;
  const { store } = await services.connectStore({ id: randomUUID(), ...about, refused: [] });
  const watcher = new pg.Client({ connectionString: databaseUrl });
  // It loses its server when a bench has failed, which says why by itself.
  watcher.on('error', () => {});
  await watcher.connect();
  await ended(watcher, 'products');
  await confirmRows(watcher, instruments);

  return {
    /** Asks for the import of all orders; it runs in the worker. */
    async startImport() {
      const { state } = await services.startImport({ store: store.handle, days, dryRun: false });
      if (state !== 'started') throw new Error(`The import did not start: ${state}.`);
    },
    /** How many orders the import has read, and whether it runs still. */
    progress: () => look(watcher, 'import'),
    importEnded: () => ended(watcher, 'import'),
    async close() {
      await watcher.end();
      await queue.close();
    },
  };
}

/** Every payment method that the sample store sells by has a confirmed row, so that its orders come in, and each is decided by one. */
const confirmRows = (watcher: pg.Client, { methods, cod, statuses }: Instruments) =>
  watcher.query(
    `insert into payment_mapping (id, store_id, method, handle, title, statuses, cod, confirmed_at, confirmed_by, created_at)
     select gen_random_uuid(), store.id, method, method, method, $3, method = $2, now(), 'Ana', now()
     from store, unnest($1::text[]) as method
     on conflict (store_id, method) do update
     set statuses = excluded.statuses, cod = excluded.cod, confirmed_at = excluded.confirmed_at, confirmed_by = excluded.confirmed_by`,
    [methods, cod, JSON.stringify(statuses)],
  );

type Run = { state: SyncRun['state']; read: number; imported: number; malformed: number };

/** The one run of a kind. On a connection of its own: this is asked often, and what it costs the process that imports is the import's. */
async function look(watcher: pg.Client, kind: SyncRun['kind']): Promise<Run> {
  const { rows } = await watcher.query<Run>(
    `select state, (result->>'read')::int as read, (result->>'imported')::int as imported, (result->>'malformed')::int as malformed
     from sync_run where kind = $1`,
    [kind],
  );
  if (!rows[0]) throw new Error(`There is no run of ${kind}.`);
  return rows[0];
}

async function ended(watcher: pg.Client, kind: SyncRun['kind']): Promise<Run> {
  const deadline = Date.now() + 300_000;
  while (Date.now() < deadline) {
    const run = await look(watcher, kind);
    if (run.state === 'done') return run;
    if (run.state !== 'running') throw new Error(`The run of ${kind} is ${run.state}.`);
    await pause(25);
  }
  throw new Error(`The run of ${kind} did not end in 5 minutes.`);
}
