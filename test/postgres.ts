import pg from 'pg';

/** The migrated database that every test's own database is copied from. */
export const template = 'om_template';

/** The address of another database on the same server. */
export const at = (server: string, name: string) => Object.assign(new URL(server), { pathname: name }).href;

/** Runs one statement on a connection of its own. */
export async function admin(server: string, sql: string) {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
