import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction, toJson } from '../../db/sql.ts';
import { testDatabase } from '../database.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const em = () => database.orm.em.fork();

test('Postgres takes any JSON, and gives it back without what it refuses', async () => {
  const text = fc.string({
    unit: fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      fc.constantFrom('\0', '\ud800', '\udfff', '\\', '"', '\\u0000', 'ž'),
    ),
  });
  await fc.assert(
    fc.asyncProperty(text, async (given) => {
      const [row] = await inTransaction(em(), (sql) =>
        sql<{ back: { text: string } }>('select $1::jsonb as back', [toJson({ text: given })]),
      );
      expect(row?.back.text).toBe(given.replaceAll('\0', '').toWellFormed());
    }),
    { numRuns: 60 },
  );
});

test('a transaction that throws leaves nothing, and its connection can be used again', async () => {
  await inTransaction(em(), (sql) => sql('create table kept (n int)'));
  for (let times = 0; times < 25; times++) {
    const broken = inTransaction(em(), async (sql) => {
      await sql('insert into kept values (1)');
      throw new Error('on purpose');
    });
    await expect(broken).rejects.toThrow('on purpose');
  }
  expect(await inTransaction(em(), (sql) => sql('select n from kept'))).toEqual([]);
});

test('a statement that fails says so, and leaves nothing', async () => {
  const broken = inTransaction(em(), async (sql) => {
    await sql('insert into kept values (2)');
    await sql('select 1 / 0');
  });
  await expect(broken).rejects.toThrow('division by zero');
  expect(await inTransaction(em(), (sql) => sql('select n from kept'))).toEqual([]);
});

test('a connection that breaks between two statements fails its transaction, and nothing else', async () => {
  const there = (pid: number) => em().execute<object[]>('select 1 from pg_stat_activity where pid = ?', [pid]);
  const broken = inTransaction(em(), async (sql) => {
    const [own] = await sql<{ pid: number }>('select pg_backend_pid() as pid');
    await em().execute('select pg_terminate_backend(?)', [own?.pid]);
    await expect.poll(() => there(own?.pid ?? 0)).toEqual([]);
    await sql('select 1');
  });
  await expect(broken).rejects.toThrow();
  expect(await inTransaction(em(), (sql) => sql<{ one: number }>('select 1 as one'))).toEqual([{ one: 1 }]);
});
