import pg from 'pg';
import { from } from 'pg-copy-streams';

/** Copies texts into Postgres, each a row as it came. */
export async function openCopy(databaseUrl: string) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('create table floor (page text not null)');
  // In this form nothing in JSON or XML needs an escape.
  const copy = client.query(from(String.raw`copy floor from stdin with (format csv, delimiter E'\x02', quote E'\x01')`));
  return {
    async write(text: string) {
      if (!copy.write(`\x01${text}\x01\n`)) await new Promise((done) => copy.once('drain', done));
    },
    /** When all of it is in. */
    async end() {
      await new Promise((done, failed) => copy.on('finish', done).on('error', failed).end());
    },
    close: () => client.end(),
  };
}
