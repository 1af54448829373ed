import { runMigrations } from 'bullmq';
import { Client } from 'pg';
import { type DatabaseLog, openSchema } from './orm.ts';

/** The advisory lock that lets one process at a time change the database's shape ("OMBT"). */
const lock = 0x4f4d4254;

/** Brings the database up to date: our tables, then the queue's (schema `bullmq`). Processes that start at once wait for each other. */
export async function migrate({ url, log }: { url: string; log?: DatabaseLog }): Promise<void> {
  const client = new Client({ connectionString: url });
  client.on('error', (error) => log?.warn(`The database went away while it was brought up to date: ${error.message}`));
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lock]);
    await migrateOurs(url, log);
    await runMigrations(client);
  } finally {
    await client.end();
  }
}

async function migrateOurs(url: string, log?: DatabaseLog): Promise<void> {
  const orm = await openSchema(url, log);
  try {
    await orm.migrator.up();
  } finally {
    await orm.close(true);
  }
}
