import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { expect, inject, test } from 'vitest';
import { migrate } from '../../db/migrate.ts';
import { openSchema } from '../../db/orm.ts';
import { admin, at } from '../postgres.ts';

async function emptyDatabase() {
  const server = inject('postgresUrl');
  const name = `migrate_${randomBytes(6).toString('hex')}`;
  await admin(server, `create database ${name}`);
  return { url: at(server, name), drop: () => admin(server, `drop database ${name} with (force)`) };
}

test('five processes that bring an empty database up to date at once all succeed, and so does a later one', async () => {
  const { url, drop } = await emptyDatabase();
  await Promise.all(Array.from({ length: 5 }, () => migrate({ url })));
  await migrate({ url });
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    `select to_regclass('public.order') is not null as ours, to_regclass('bullmq.migration') is not null as queue`,
  );
  expect(rows).toEqual([{ ours: true, queue: true }]);
  await client.end();
  await drop();
});

test('the migrations make exactly the tables that the entities describe, and leave those of the queue alone', async () => {
  const { url, drop } = await emptyDatabase();
  await migrate({ url });
  const orm = await openSchema(url);
  expect(await orm.schema.getUpdateSchemaSQL()).toBe('');
  await orm.close();
  await drop();
});
