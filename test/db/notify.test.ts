import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listen } from '../../db/notify.ts';
import { testDatabase } from '../database.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let client: Client;

beforeAll(async () => {
  database = await testDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.close();
});

const tell = (topic: string, payload: string) => client.query('select pg_notify($1, $2)', [topic, payload]);

test('hears what is told to its topic, and nothing else', async () => {
  const heard: string[] = [];
  const listening = listen(database.url, 'message', (payload) => heard.push(payload));
  await listening.ready;
  await tell('other', 'not for us');
  await tell('message', 'one');
  await tell('message', 'two');
  await expect.poll(() => heard).toEqual(['one', 'two']);
  await listening.close();
});

test('comes back after its connection was cut, and says that it missed something', async () => {
  const heard: string[] = [];
  const errors: Error[] = [];
  let missed = 0;
  const listening = listen(database.url, 'cut', (payload) => heard.push(payload), {
    onReconnect: () => missed++,
    onError: (error) => errors.push(error),
  });
  await listening.ready;
  const { rowCount } = await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'om-listen-cut'`,
  );
  expect(rowCount).toBe(1);
  await expect.poll(() => missed, { timeout: 5000 }).toBe(1);
  await tell('cut', 'after');
  await expect.poll(() => heard).toEqual(['after']);
  expect(errors.length).toBe(1);
  await listening.close();
});

test('goes on trying while the database is away, until it is closed', async () => {
  const errors: Error[] = [];
  const listening = listen('postgres://nobody@127.0.0.1:1/none', 'away', () => {}, { onError: (error) => errors.push(error) });
  await expect.poll(() => errors.length, { timeout: 5000 }).toBeGreaterThanOrEqual(2);
  await listening.close();
  const count = errors.length;
  await tell('away', 'x');
  expect(errors.length).toBe(count);
});
