import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { openDatabase } from '../db/orm.ts';
import { admin, at, template } from './postgres.ts';

/** The secret key of all tests. */
export const testKey = '0123456789abcdef'.repeat(4);

/** A fresh migrated database of its own on the tests' Postgres, copied from the template that the set-up made. */
export async function testDatabase() {
  const server = inject('postgresUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await admin(server, `create database ${name} template ${template}`);
  const url = at(server, name);
  const orm = await openDatabase({ url, keys: [testKey] });
  return {
    url,
    orm,
    keys: [testKey],
    close: async () => {
      await orm.close();
      await admin(server, `drop database ${name} with (force)`);
    },
  };
}
