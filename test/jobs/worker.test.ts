import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import {
  AuthenticationError,
  InsecureError,
  NetworkError,
  PermissionError,
  RateLimitError,
  ResponseError,
} from '../../connectors/errors.ts';
import { job } from '../../jobs/job.ts';
import { backends, quick, type Stage, stage, testJob } from './stage.ts';

describe.each(backends)('the worker on %s', (backend) => {
  let here: Stage;
  afterEach(() => here.end());

  it.each([
    ['a wrong key', new AuthenticationError('no')],
    ['a missing right', new PermissionError('no')],
    ['a risk that nobody accepted', new InsecureError('no')],
  ])('does not try again after %s, and says once that it gave up', async (_, error) => {
    here = await stage(backend);
    const failed = vi.fn(async () => {});
    const test = testJob(() => Promise.reject(error), { failed });
    await here.queue.enqueue(test, { n: 1 });
    await here.run([test]);
    expect(test.ran).toEqual([1]);
    expect(failed).toHaveBeenCalledExactlyOnceWith({ n: 1 }, error, expect.objectContaining({ em: expect.anything() }));
  });

  it.each([
    ['silence', new NetworkError('no')],
    ['nonsense', new ResponseError('no')],
    ['our own mistake', new TypeError('no')],
  ])('tries again after %s, later each time, and gives up after the last attempt', async (_, error) => {
    here = await stage(backend);
    const times: number[] = [];
    const failed = vi.fn(async () => {});
    const test = testJob(
      () => {
        times.push(Date.now());
        throw error;
      },
      { failed, attempts: 4 },
    );
    here.work([test], { tuning: { ...quick, firstBackoff: 100, longestBackoff: 10_000 } });
    await here.queue.enqueue(test, { n: 1 });
    await vi.waitFor(() => expect(failed).toHaveBeenCalledOnce(), { timeout: 5_000 });
    const waits = times.slice(1).map((time, at) => time - (times[at] ?? 0));
    expect(waits).toHaveLength(3);
    // Half of 100, 200 and 400 ms at least, because of the jitter.
    for (const [at, least] of [50, 100, 200].entries()) expect(waits[at]).toBeGreaterThanOrEqual(least);
    expect(failed).toHaveBeenCalledExactlyOnceWith({ n: 1 }, error, expect.anything());
  });

  it('waits for a rate limit as long as it is told, without losing an attempt', async () => {
    here = await stage(backend);
    const times: number[] = [];
    const test = testJob(
      () => {
        times.push(Date.now());
        if (times.length < 3) throw new RateLimitError('slow down', 1);
      },
      { attempts: 1 },
    );
    here.work([test]);
    await here.queue.enqueue(test, { n: 1 });
    await vi.waitFor(() => expect(times).toHaveLength(3), { timeout: 10_000 });
    for (const [at, time] of times.slice(1).entries()) expect(time - (times[at] ?? 0)).toBeGreaterThanOrEqual(990);
    await vi.waitFor(async () => expect(await here.queue.backend.queues.sync.getJobCounts('completed')).toEqual({ completed: 1 }));
  });

  it('waits an hour at most, whatever it is told', async () => {
    here = await stage(backend);
    const test = testJob(() => {
      throw new RateLimitError('come back next century', 4e9);
    });
    await here.queue.enqueue(test, { n: 1 });
    await here.run([test]);
    const [waits] = here.lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'A job waits, and then goes on.');
    expect(waits).toMatchObject({ seconds: 3600 });
    expect(await here.queue.backend.queues.sync.getJobCounts('delayed')).toEqual({ delayed: 1 });
  });

  it('lets other jobs run while one waits for a rate limit', async () => {
    here = await stage(backend);
    const test = testJob((n) => {
      if (n === 1) throw new RateLimitError('slow down', 600);
    });
    await here.queue.enqueue(test, { n: 1 });
    await here.queue.enqueue(test, { n: 2 });
    await here.run([test]);
    expect(test.ran.toSorted()).toEqual([1, 2]);
  });

  it('stops a job whose data is not what it takes', async () => {
    here = await stage(backend);
    const test = testJob();
    const older = job({ name: test.name, queue: test.queue, attempts: 1, data: z.object({ m: z.number() }), run: async () => {} });
    await here.queue.enqueue(older, { m: 1 });
    await here.run([test]);
    expect(test.ran).toEqual([]);
    expect(await here.queue.backend.queues.sync.getJobCounts('failed')).toEqual({ failed: 1 });
  });

  it('names the job and its ids in each of its log lines, and never its other data', async () => {
    here = await stage(backend);
    const test = job({
      name: 'test-job',
      data: z.object({ connection: z.string(), card: z.string() }),
      queue: 'alerts',
      attempts: 1,
      run: async (_, { log }) => log.info('hello'),
    });
    await here.queue.enqueue(test, { connection: 'abc', card: 'private' });
    await here.run([test]);
    const line = here.lines.find((one) => one.includes('hello')) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({ job: 'test-job', connection: 'abc' });
    expect(here.lines.join()).not.toContain('private');
  });

  it('hands back what runs when it must stop: it goes on elsewhere at once and loses no attempt', async () => {
    here = await stage(backend);
    const stopped = testJob(
      (_, { signal }) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new NetworkError('aborted')))),
      { attempts: 1 },
    );
    const first = here.work([stopped]);
    await here.queue.enqueue(stopped, { n: 1 }, { id: 'test-job:a' });
    await vi.waitFor(() => expect(stopped.ran).toEqual([1]));
    const test = testJob(undefined, { attempts: 1 });
    await first.close();
    here.work([test], { tuning: { ...quick, lock: 60_000 } });
    await vi.waitFor(() => expect(test.ran).toEqual([1]), { timeout: 2_000 });
    await vi.waitFor(async () =>
      expect(await here.queue.backend.queues.sync.getJobCounts('completed', 'failed')).toEqual({ completed: 1, failed: 0 }),
    );
  });

  it('hands back even a job that does not listen, and does not wait for it', async () => {
    here = await stage(backend);
    const gate = Promise.withResolvers<void>();
    const deaf = testJob(() => gate.promise);
    const first = here.work([deaf], { tuning: { ...quick, grace: 100, lock: 60_000 } });
    await here.queue.enqueue(deaf, { n: 1 });
    await vi.waitFor(() => expect(deaf.ran).toEqual([1]));
    const begun = Date.now();
    await first.close();
    expect(Date.now() - begun).toBeLessThan(2_000);
    const test = testJob();
    here.work([test]);
    await vi.waitFor(() => expect(test.ran).toEqual([1]));
    gate.resolve();
  });

  it('finishes what is nearly done when it must stop', async () => {
    here = await stage(backend);
    const gate = Promise.withResolvers<void>();
    const test = testJob(() => gate.promise);
    const worker = here.work([test]);
    await here.queue.enqueue(test, { n: 1 });
    await vi.waitFor(() => expect(test.ran).toEqual([1]));
    const closed = worker.close();
    gate.resolve();
    await closed;
    expect(await here.queue.backend.queues.sync.getJobCounts('completed', 'wait')).toEqual({ completed: 1, wait: 0 });
  });

  it('runs five slow jobs at once, and alerts beside them', async () => {
    here = await stage(backend);
    const gate = Promise.withResolvers<void>();
    const slow = testJob(() => gate.promise);
    const alert = testJob(undefined, { name: 'alert', queue: 'alerts' });
    here.work([slow, alert]);
    for (const n of [1, 2, 3, 4, 5, 6]) await here.queue.enqueue(slow, { n });
    await vi.waitFor(() => expect(slow.ran).toHaveLength(5));
    await here.queue.enqueue(alert, { n: 1 });
    await vi.waitFor(() => expect(alert.ran).toEqual([1]));
    expect(slow.ran).toHaveLength(5);
    gate.resolve();
    await vi.waitFor(() => expect(slow.ran).toHaveLength(6));
  });
});
