import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { ConnectorError } from '../connectors/errors.ts';
import type { Outage } from './outage.ts';

/**
 * The Postgres connections of the queues. BullMQ remembers a first connect that failed for ever, so `connect` waits here until
 * Postgres answers; a query fails, and its caller decides.
 */
export function openQueuePool(databaseUrl: string, outage: Outage) {
  const pool = new pg.Pool({
    connectionString: inSchema(databaseUrl),
    max: 8,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    application_name: 'om-bot queue',
  });
  let closing = false;
  pool.on('error', outage.down);
  pool.on('connect', outage.up);

  async function connect(): Promise<pg.PoolClient> {
    for (let wait = 100; ; wait = Math.min(wait * 2, 2_000)) {
      try {
        return await pool.connect();
      } catch (error) {
        outage.down(asError(error));
        if (closing) throw error;
        await pause(wait);
      }
    }
  }

  async function query(text: string, values?: readonly unknown[]) {
    try {
      return await pool.query(text, values && [...values]);
    } catch (error) {
      if (!isConnectionProblem(error)) throw error;
      outage.down(asError(error));
      throw new Away('Postgres does not answer.', { cause: error });
    }
  }

  return {
    options: pool.options,
    connect,
    query,
    // What BullMQ would hear of here has been told to `outage` already.
    on() {
      return this;
    },
    removeAllListeners() {
      return this;
    },
    async end() {
      closing = true;
      await pool.end();
    },
  };
}

/** By this code BullMQ knows that it must ask again until it gets an answer; by most of Postgres' own it would fail the job. */
export class Away extends Error {
  code = 'ECONNREFUSED';
}

/** BullMQ's statements name no schema. What the address itself sets stays. */
function inSchema(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  const options = [url.searchParams.get('options'), '-c search_path=bullmq'].filter(Boolean).join(' ');
  url.searchParams.set('options', options);
  return url.href;
}

const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));

/** Whether an error tells that our Postgres or Redis is away, and nothing else. */
export function isConnectionProblem(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof ConnectorError) return false;
  if (error instanceof AggregateError && error.errors.some(isConnectionProblem)) return true;
  const code = 'code' in error ? String(error.code) : '';
  // Class 57P: the server shuts down or starts; class 08: the connection broke.
  return (
    /^(57P|08|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOST|ENET)/.test(code) ||
    /Connection (terminated|is closed)|timeout exceeded when trying to connect|is not queryable/i.test(error.message)
  );
}
