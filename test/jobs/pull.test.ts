import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { AuthenticationError, NetworkError, RateLimitError } from '../../connectors/errors.ts';
import { Connection } from '../../db/entities/connection.ts';
import { importOrders } from '../../jobs/import-orders.ts';
import { postCard } from '../../jobs/post-card.ts';
import { syncProducts } from '../../jobs/sync-products.ts';
import { testKey } from '../database.ts';
import { manyOrders } from '../db/sample-order.ts';
import { type PullStage, product, pullStage } from './pull-stage.ts';

let here: PullStage;
afterEach(() => here.end());

/** What an import leaves behind, without what is made anew each time. */
async function outcome(here: PullStage, run: string) {
  const { result, state } = await here.find(run);
  const rows = await here.rows(
    `select external_id, number, om_number, state, held_reason, record from "order" where store_id = ? order by external_id::int`,
  );
  return { result, state, rows };
}

async function undisturbed(count: number) {
  here = await pullStage({ orders: manyOrders(count), twice: true });
  const run = await here.begin('import');
  await importOrders.run({ run }, here.context());
  const left = await outcome(here, run);
  await here.end();
  return left;
}

describe('a pull that is disturbed', () => {
  /** The same numbers each time: about one page in three goes wrong. */
  const unlucky = (page: number) => (page * 7919) % 10 < 3;

  it.each([
    ['by a store that fails now and then', (page: number) => Promise.reject(new NetworkError(`page ${page}`))],
    ['by a process that ends anywhere', (page: number) => Promise.reject(new Error(`killed at ${page}`))],
  ])('%s brings the same as one that is not', async (_how, disturb) => {
    const expected = await undisturbed(120);
    here = await pullStage({ orders: manyOrders(120), twice: true, onPage: (page) => (unlucky(page) ? disturb(page) : undefined) });
    await here.rows('update connection set failures = -1000 where store_id = ?');
    const run = await here.begin('import');
    expect(await here.untilDone(importOrders, run)).toBeGreaterThan(3);
    expect(await outcome(here, run)).toEqual(expected);
  });

  it('by stops of its worker brings the same', async () => {
    const expected = await undisturbed(120);
    let stopping = new AbortController();
    here = await pullStage({
      orders: manyOrders(120),
      twice: true,
      onPage: (page) => void (unlucky(page) && stopping.abort(new Error('stop'))),
    });
    const run = await here.begin('import');
    const failures = await here.untilDone(importOrders, run, () => {
      stopping = new AbortController();
      return { signal: stopping.signal };
    });
    expect(failures).toBeGreaterThan(3);
    expect(await outcome(here, run)).toEqual(expected);
  });

  it('by a database that throws it out in the middle of a page brings the same', async () => {
    const expected = await undisturbed(120);
    const admin = new Client({ connectionString: here.url });
    await admin.connect();
    const inTheMiddle = `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and state <> 'idle' and query ~ 'run_record|sync_run' and pid <> pg_backend_pid()`;
    const cut = async () => {
      for (let tries = 0, hit = 0; tries < 50 && !hit; tries++) hit = (await admin.query(inTheMiddle)).rowCount ?? 0;
    };
    here = await pullStage({ orders: manyOrders(120), twice: true, onPage: async (page) => void (unlucky(page) && (await cut())) });
    const run = await here.begin('import');
    expect(await here.untilDone(importOrders, run)).toBeGreaterThan(1);
    expect(await outcome(here, run)).toEqual(expected);
    await admin.end();
  });

  it('by kill -9 of its process, as often as it happens, brings the same', async () => {
    const expected = await undisturbed(400);
    here = await pullStage();
    const run = await here.begin('import');
    const given = JSON.stringify({ url: here.url, key: testKey, run, orders: 400 });
    for (const reached of [60, 180, 330]) {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'import-process.ts'), given], { stdio: 'inherit' });
      const ended = once(child, 'exit');
      await expect.poll(async () => (await here.find(run)).result.read, { interval: 2, timeout: 20_000 }).toBeGreaterThanOrEqual(reached);
      child.kill('SIGKILL');
      expect((await ended)[1]).toBe('SIGKILL');
    }
    expect(await here.find(run)).toMatchObject({ state: 'running' });
    Object.assign(here.remote, { orders: manyOrders(400), twice: true, pageSize: 20 });
    await importOrders.run({ run }, here.context());
    expect(await outcome(here, run)).toEqual(expected);
  });

  it('by a second worker at the same run brings the same', async () => {
    const expected = await undisturbed(120);
    here = await pullStage({ orders: manyOrders(120), twice: true, onPage: () => new Promise((resolve) => setImmediate(resolve)) });
    const run = await here.begin('import');
    await Promise.all([1, 2, 3].map(() => importOrders.run({ run }, here.context())));
    await here.untilDone(importOrders, run);
    expect(await outcome(here, run)).toEqual(expected);
  });
});

describe('a pull', () => {
  it('fetches the next page while one is written, and no more than that one', async () => {
    here = await pullStage({ orders: manyOrders(100) });
    const run = await here.begin('import');
    const ahead: number[] = [];
    here.remote.onPage = async (page) => {
      const { result } = await here.find(run);
      ahead.push(page * 10 - result.read);
    };
    await importOrders.run({ run }, here.context());
    expect(here.remote.asked).toBe(10);
    expect(Math.max(...ahead)).toBeLessThanOrEqual(20);
    expect(Math.max(...ahead.slice(1))).toBeGreaterThan(0);
  });

  it('stops at the next page when the connection is switched off, and goes on when it is on again', async () => {
    here = await pullStage({ orders: manyOrders(100) });
    const run = await here.begin('import');
    const set = (disabledBy: string | null) => here.orm.em.fork().nativeUpdate(Connection, here.connection.id, { disabledBy });
    here.remote.onPage = async (page) => {
      if (page === 4) await set('Ana');
    };
    await importOrders.run({ run }, here.context());
    const stopped = await here.find(run);
    expect(stopped.state).toBe('running');
    expect(stopped.result.read).toBeLessThan(60);
    expect(here.remote.asked).toBeLessThan(8);
    const asked = here.remote.asked;
    await importOrders.run({ run }, here.context());
    expect(here.remote.asked).toBe(asked);
    expect(here.posted.at(-1)?.card.progress).toMatchObject({ waiting: 'the connection to be green again' });
    await set(null);
    await importOrders.run({ run }, here.context());
    expect(await here.find(run)).toMatchObject({ state: 'done', result: { read: 100 } });
  });

  it('waits for a rate limit, and its message says so', async () => {
    here = await pullStage({ orders: manyOrders(30) });
    const run = await here.begin('import');
    here.remote.onPage = (page) => {
      if (page === 1) throw new RateLimitError('slow down', 40);
    };
    await expect(importOrders.run({ run }, here.context())).rejects.toThrow(RateLimitError);
    expect(here.posted.at(-1)?.card.progress).toMatchObject({ waiting: 'the store’s limit, 40 s' });
    expect((await here.orm.em.fork().findOneOrFail(Connection, here.connection.id)).health).toBe('green');
    await importOrders.run({ run }, here.context());
    expect(await here.find(run)).toMatchObject({ state: 'done', result: { read: 30 } });
  });

  it('says that it waits for a store that does not answer', async () => {
    here = await pullStage({ orders: manyOrders(30) });
    const run = await here.begin('import');
    here.remote.onPage = (page) => {
      if (page === 1) throw new NetworkError('away');
    };
    await expect(importOrders.run({ run }, here.context())).rejects.toThrow('away');
    expect(here.posted.at(-1)?.card.progress).toMatchObject({ waiting: expect.stringContaining('the store to answer') });
  });

  it('that is given up tells what to do, once, and keeps what it brought', async () => {
    here = await pullStage({ orders: manyOrders(30) });
    const run = await here.begin('import');
    const refused = new AuthenticationError('The key was revoked.', { advice: ['Make a new key.'] });
    here.remote.onPage = (page) => {
      if (page === 2) throw refused;
    };
    await expect(importOrders.run({ run }, here.context())).rejects.toThrow(refused);
    expect((await here.orm.em.fork().findOneOrFail(Connection, here.connection.id)).health).toBe('red');
    for (const _ of [1, 2]) await importOrders.failed?.({ run }, refused, here.context());
    await here.run([postCard]);
    const cards = here.posted.filter(({ key, card }) => key === `run:${run}` && card.tone === 'bad').map(({ card }) => card);
    expect(cards[0]).toMatchObject({ title: 'The import from Demo shop stopped', steps: ['Make a new key.'] });
    expect(await here.find(run)).toMatchObject({ state: 'failed', result: { read: 20 }, error: expect.stringContaining('revoked') });
    expect((await outcome(here, run)).rows.length).toBe(20);
    await importOrders.run({ run }, here.context());
    expect((await here.find(run)).state).toBe('failed');
  });

  it('says nothing about the store when the worker stops', async () => {
    here = await pullStage({ orders: manyOrders(30) });
    const run = await here.begin('import');
    const stopping = new AbortController();
    here.remote.onPage = () => {
      stopping.abort(new Error('stop'));
      throw new NetworkError('broken off');
    };
    await expect(importOrders.run({ run }, here.context({ signal: stopping.signal }))).rejects.toThrow();
    expect(await here.orm.em.fork().findOneOrFail(Connection, here.connection.id)).toMatchObject({ health: 'green', failures: 0 });
  });

  it('edits its message at most every two seconds', async () => {
    here = await pullStage({ orders: manyOrders(300) });
    const run = await here.begin('import');
    await importOrders.run({ run }, here.context());
    expect(here.posted.filter(({ card }) => card.progress).length).toBeLessThanOrEqual(2);
  });

  it('of orders does not harm one of products at the same time', async () => {
    here = await pullStage({ orders: manyOrders(60), products: Array.from({ length: 40 }, (_, at) => product(`A-${at}`)) });
    const [imports, products] = [await here.begin('import'), await here.begin('products')];
    await Promise.all([importOrders.run({ run: imports }, here.context()), syncProducts.run({ run: products }, here.context())]);
    expect(await here.find(imports)).toMatchObject({ state: 'done', result: { read: 60 } });
    expect(await here.find(products)).toMatchObject({ state: 'done', result: { products: 40 } });
  });
});
