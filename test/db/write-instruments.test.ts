import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { PaymentMapping } from '../../db/entities/payment-mapping.ts';
import { inTransaction } from '../../db/sql.ts';
import { writeInstruments } from '../../db/write-instruments.ts';
import { testDatabase } from '../database.ts';
import { makeStore } from './make-store.ts';
import { today } from './sample-order.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

it.each(['first', 'last'])(
  'A reading and a person who saves several rows never wait for each other, the one listed %s first',
  async (which) => {
    const em = database.orm.em.fork();
    const { store } = await makeStore(em);
    const ids = [randomUUID(), randomUUID()].sort();
    for (const [at, id] of ids.entries())
      em.create(PaymentMapping, { id, store, method: `m${at}`, handle: `m${at}`, title: 'Old', createdAt: today });
    await em.flush();
    const list = ['m0', 'm1'].map((code) => ({ code, title: 'New', enabled: true }));
    const reading = {
      store: store.id,
      since: today,
      now: today,
      state: 'read' as const,
      list: which === 'first' ? list : list.toReversed(),
    };
    const lock = 'select title from payment_mapping where id = $1 for update';
    const waiting = 'select pid from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))';

    const saved = await inTransaction(em, async (sql) => {
      await sql(lock, [ids[0]]);
      const read = inTransaction(database.orm.em.fork(), (other) => writeInstruments(other, reading));
      await vi.waitFor(async () => expect(await sql(waiting)).not.toEqual([]), { timeout: 10_000 });
      return { second: await sql(lock, [ids[1]]), read };
    });

    expect(saved.second).toEqual([{ title: 'Old' }]);
    await saved.read;
    const titles = (await database.orm.em.fork().find(PaymentMapping, { store })).map(({ title }) => title);
    expect(titles).toEqual(['New', 'New']);
  },
);
