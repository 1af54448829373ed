import pg from 'pg';
import { afterEach, describe, expect, inject, it, vi } from 'vitest';
import { z } from 'zod';
import { type JobContext, job } from '../../jobs/job.ts';
import { type Breakable, breakablePort, breakableRedis } from './breakable.ts';
import { backends, quick, type Stage, stage, testJob } from './stage.ts';

const slow = { timeout: 20_000 };

describe.each(backends)('when %s goes away and comes back', (backend) => {
  let here: Stage;
  let server: Breakable;
  afterEach(async () => {
    await server.mend();
    await here.end();
    await server.close();
  });

  const begin = async ({ broken = false } = {}) => {
    server = backend === 'Redis' ? await breakableRedis() : await breakablePort(Number(new URL(inject('postgresUrl')).port));
    if (broken) await server.breakIt();
    here = await stage(backend, backend === 'Redis' ? { redisUrl: `redis://127.0.0.1:${server.port}` } : { throughPort: server.port });
  };
  const told = (words: string) => here.lines.filter((line) => line.includes(words)).length;
  const counts = () => here.queue.backend.queues.sync.getJobCounts('completed', 'failed', 'active', 'wait', 'delayed');

  it('lives on, says each in one sentence, and the work goes on', async () => {
    await begin();
    const test = testJob(async (_, { em }) => void (await em.getConnection().execute('select 1')), { attempts: 10 });
    let begun = 0;
    const first = job({ name: 'first', data: z.object({}), queue: 'alerts', attempts: 9, atStart: true, run: async () => void begun++ });
    here.work([test, first]);
    await here.queue.enqueue(test, { n: 1 });
    await vi.waitFor(() => expect(test.ran).toContain(1), slow);
    await vi.waitFor(() => expect(begun).toBe(1), slow);
    await here.queue.enqueue(test, { n: 2 }, { delay: 500 });

    await server.breakIt();
    await vi.waitFor(() => expect(told('does not answer')).toBe(1), slow);
    await expect(here.queue.ready()).rejects.toThrow();

    await server.mend();
    await vi.waitFor(() => expect(told('is back')).toBe(1), slow);
    expect(await here.queue.ready()).toBe(true);
    await here.queue.enqueue(test, { n: 3 });
    await vi.waitFor(() => expect(test.ran).toEqual(expect.arrayContaining([1, 2, 3])), slow);
    await vi.waitFor(async () => expect(await counts()).toEqual({ completed: 3, failed: 0, active: 0, wait: 0, delayed: 0 }), slow);
    expect(told('does not answer')).toBe(1);
    await vi.waitFor(() => expect(begun).toBe(2), slow);
  });

  it('starts all the same while it is away, and works when it comes', async () => {
    await begin({ broken: true });
    const test = testJob();
    here.work([test]);
    await vi.waitFor(() => expect(told('does not answer')).toBe(1), slow);
    await server.mend();
    await here.queue.enqueue(test, { n: 1 });
    await vi.waitFor(() => expect(test.ran).toEqual([1]), slow);
  });

  it('loses no job that ran meanwhile, whether it ended or not', async () => {
    await begin();
    const gate = Promise.withResolvers<void>();
    const test = testJob((n) => (n === 1 && test.ran.length < 3 ? gate.promise : undefined), { attempts: 1 });
    here.work([test]);
    await here.queue.enqueue(test, { n: 1 }, { id: 'test-job:1' });
    await here.queue.enqueue(test, { n: 2 }, { id: 'test-job:2' });
    await vi.waitFor(() => expect(test.ran).toHaveLength(2), slow);
    await server.breakIt();
    gate.resolve();
    await vi.waitFor(() => expect(told('does not answer')).toBeGreaterThan(0), slow);
    await server.mend();
    await vi.waitFor(async () => expect(await counts()).toEqual({ completed: 2, failed: 0, active: 0, wait: 0, delayed: 0 }), slow);
  });
});

describe.each(backends)('when the database is away and the queue is on %s', (backend) => {
  it('costs a job no attempt', async () => {
    const server = await breakablePort(Number(new URL(inject('postgresUrl')).port));
    const here = await stage(backend, { throughPort: server.port });
    const gate = Promise.withResolvers<void>();
    const failed = vi.fn(async () => {});
    const ask = async (_: number, { em }: JobContext) => {
      await gate.promise;
      await em.getConnection().execute('select 1');
    };
    const test = testJob(ask, { attempts: 1, failed });
    here.work([test]);
    await here.queue.enqueue(test, { n: 1 });
    await vi.waitFor(() => expect(test.ran).toEqual([1]), slow);
    await server.breakIt();
    gate.resolve();
    await vi.waitFor(() => expect(here.lines.join()).toContain('A job waits'), slow);
    await server.mend();
    const counts = () => here.queue.backend.queues.sync.getJobCounts('completed', 'failed');
    await vi.waitFor(async () => expect(await counts()).toEqual({ completed: 1, failed: 0 }), slow);
    expect(failed).not.toHaveBeenCalled();
    await here.end();
    await server.close();
  });
});

describe('when Postgres ends all its connections', () => {
  it('lives on, again and again', async () => {
    const here = await stage('Postgres');
    const test = testJob(async (_, { em }) => void (await em.getConnection().execute('select 1')), { attempts: 50 });
    here.work([test], { tuning: { ...quick, firstBackoff: 10, longestBackoff: 50 } });
    const admin = new pg.Client(inject('postgresUrl'));
    await admin.connect();
    const database = new URL(here.url).pathname.slice(1);
    for (const n of [1, 2, 3, 4, 5]) {
      await vi.waitFor(() => here.queue.enqueue(test, { n }, { id: `test-job:${n}` }), slow);
      await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [database]);
      await vi.waitFor(() => expect(test.ran).toContain(n), slow);
    }
    await admin.end();
    await here.end();
  });
});
