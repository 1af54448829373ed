import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { MikroORM } from '@mikro-orm/postgresql';
import { createServices } from '../../bot/services.ts';
import { webChat, webSurface } from '../../bot/web/post.ts';
import { createHttp } from '../../connectors/http.ts';
import { connectors } from '../../connectors/index.ts';
import { SyncRun } from '../../db/entities/sync-run.ts';
import { openQueue } from '../../jobs/queue.ts';
import { createLog } from '../../log.ts';
import { type Credentials, days } from './store.ts';

/** The key under which the benches' databases hold their credentials. */
export const secretKey = '0123456789abcdef'.repeat(4);

/**
 * Connects a sample store as the dialog does, waits until a worker (which must run) has synced its products, and gives what a bench
 * asks for next.
 */
export async function connect({ orm, databaseUrl, credentials }: { orm: MikroORM; databaseUrl: string; credentials: Credentials }) {
  const log = createLog('silent');
  const queue = openQueue({ databaseUrl, log });
  const http = createHttp({ allowPrivate: true });
  const post = webSurface(orm).post;
  const services = createServices({ ...queue, orm, connectors, http, post, log, now: () => new Date() }, await webChat(orm));

  const { store: facts } = await services.checkStore({ platform: 'woocommerce', credentials, plainHttp: false });
  if (!facts) throw new Error('The sample store cannot be reached.');
  const about = {
    platform: 'woocommerce',
    name: 'Sample Shop',
    orderPrefix: 'SS-',
    credentials,
    plainHttp: false,
    facts,
    refused: [],
  } as const;
  const { store } = await services.connectStore({ id: randomUUID(), ...about, refused: [] });
  await ended(orm, 'products');

  return {
    /** Asks for the import of all orders; it runs in the worker. */
    async startImport() {
      const { state } = await services.startImport({ store: store.handle, days, dryRun: false });
      if (state !== 'started') throw new Error(`The import did not start: ${state}.`);
    },
    /** How many orders the import has read, and whether it runs still. */
    async progress() {
      const run = await orm.em.fork().findOneOrFail(SyncRun, { kind: 'import' });
      return { read: run.result.read, running: run.state === 'running' };
    },
    importEnded: () => ended(orm, 'import'),
    close: () => queue.close(),
  };
}

/** Looks every few milliseconds until the one run of a kind is done. */
async function ended(orm: MikroORM, kind: SyncRun['kind']) {
  const deadline = Date.now() + 300_000;
  while (Date.now() < deadline) {
    const run = await orm.em.fork().findOneOrFail(SyncRun, { kind });
    if (run.state === 'done') return run.result;
    if (run.state !== 'running') throw new Error(`The run of ${kind} is ${run.state}: ${run.error}`);
    await pause(20);
  }
  throw new Error(`The run of ${kind} did not end in 5 minutes.`);
}
