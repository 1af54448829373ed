import type { EntityManager } from '@mikro-orm/postgresql';
import type pg from 'pg';

/** One statement with its values as $1, $2, …; times come back as text. */
export type Sql = <Row extends object = Record<string, never>>(text: string, values?: unknown[]) => Promise<Row[]>;

type Options = {
  /** False for steps that are done again when they are found undone: the commit does not wait for the disk. */
  durable?: boolean;
  /** The id (a UUID) of what only one such transaction at a time may work on. */
  alone?: string;
};

/**
 * Runs statements in one transaction of its own, beside the entity manager's: for many rows at once, where entities would only
 * be in the way. It is rolled back when `work` throws.
 */
export async function inTransaction<T>(em: EntityManager, work: (sql: Sql) => Promise<T>, options: Options = {}): Promise<T> {
  const pool = await em.getConnection().getNativeClient();
  const client = await pool.connect();
  try {
    await client.query(beginning(options));
    const result = await work(statementsBy(client));
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    await client.query('rollback').then(
      () => client.release(),
      (broken: Error) => client.release(broken),
    );
    throw error;
  }
}

/** For statements that stand alone: each runs by itself, on whichever connection is free. */
export const oneByOne =
  (em: EntityManager): Sql =>
  async (text, values) => {
    const pool = await em.getConnection().getNativeClient();
    return statementsBy(pool)(text, values);
  };

// Called back: of the promises that pg makes, V8 keeps each with its values until the next full collection of garbage, a page every time.
const statementsBy =
  (client: Pick<pg.Pool, 'query'>): Sql =>
  (text, values) =>
    new Promise((resolve, reject) =>
      client.query({ name: nameOf(text), text, values }, (error, result) => (error ? reject(error) : resolve(result.rows))),
    );

const names = new Map<string, string>();

/** Under its name Postgres keeps a statement ready. There are only as many texts as stand in our code. */
function nameOf(text: string): string {
  const name = names.get(text) ?? `om-${names.size}`;
  names.set(text, name);
  return name;
}

/** All in one go to the server and back. What comes after the lock sees all that was done before it. */
function beginning({ durable = true, alone }: Options): string {
  const lock = alone && BigInt.asIntN(64, BigInt(`0x${alone.replaceAll('-', '')}`));
  return [
    'begin',
    ...(durable ? [] : ['set local synchronous_commit to off']),
    ...(lock === undefined ? [] : [`select pg_advisory_xact_lock(${lock})`]),
  ].join(';');
}

/** JSON that Postgres takes: without NUL and halves of surrogate pairs, which it refuses and which mean nothing. */
export function toJson(value: unknown): string {
  const json = JSON.stringify(value);
  // JSON.stringify writes only these two as escapes of that form; anything else would be a backslash in the text itself.
  return json.includes('\\u0000') || json.includes('\\ud') ? JSON.stringify(value, clean) : json;
}

const clean = (_key: string, value: unknown) => (typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value);
