import type { EntityManager } from '@mikro-orm/postgresql';

/** One statement with its values as $1, $2, …; times come back as text. */
export type Sql = <Row extends object = Record<string, never>>(text: string, values?: unknown[]) => Promise<Row[]>;

/**
 * Runs statements in one transaction of its own, beside the entity manager's: for many rows at once, where entities would only
 * be in the way. It is rolled back when `work` throws. Not `durable`: for steps that are done again when they are found undone.
 */
export async function inTransaction<T>(em: EntityManager, work: (sql: Sql) => Promise<T>, { durable = true } = {}): Promise<T> {
  const pool = await em.getConnection().getNativeClient();
  const client = await pool.connect();
  const sql: Sql = async (text, values) => (await client.query(text, values)).rows;
  try {
    // Not waiting for the disk: a crash of the server may lose the last moment of it, but all of a transaction or nothing.
    await client.query(durable ? 'begin' : 'begin; set local synchronous_commit to off');
    const result = await work(sql);
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

/** JSON that Postgres takes: without NUL and halves of surrogate pairs, which it refuses and which mean nothing. */
export function toJson(value: unknown): string {
  const json = JSON.stringify(value);
  // JSON.stringify writes only these two as escapes of that form; anything else would be a backslash in the text itself.
  return json.includes('\\u0000') || json.includes('\\ud') ? JSON.stringify(value, clean) : json;
}

const clean = (_key: string, value: unknown) => (typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value);
