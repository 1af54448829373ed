import { afterEach, describe, expect, it, vi } from 'vitest';
import { newStoreSettings } from '../../db/rules/settings.ts';
import { openQueue } from '../../jobs/queue.ts';
import { backends, type Stage, stage, testJob } from './stage.ts';

describe.each(backends)('the queue on %s', (backend) => {
  let here: Stage;
  afterEach(() => here.end());

  it('runs what was asked for, once', async () => {
    here = await stage(backend);
    const test = testJob();
    await here.queue.enqueue(test, { n: 1 });
    await here.queue.enqueue(test, { n: 2 });
    await here.run([test]);
    expect(test.ran.toSorted()).toEqual([1, 2]);
  });

  it('runs a job once that is asked for often while it waits', async () => {
    here = await stage(backend);
    const test = testJob();
    for (const n of [1, 2, 3]) await here.queue.enqueue(test, { n }, { id: 'test-job:a' });
    await here.run([test]);
    expect(test.ran).toEqual([1]);
    await here.queue.enqueue(test, { n: 4 }, { id: 'test-job:a' });
    await here.run([test]);
    expect(test.ran).toEqual([1, 4]);
  });

  it('runs a job once more that was asked for while it ran, never two at once', async () => {
    here = await stage(backend);
    let running = 0;
    let most = 0;
    const gate = Promise.withResolvers<void>();
    const test = testJob(async () => {
      running += 1;
      most = Math.max(most, running);
      await gate.promise;
      running -= 1;
    });
    here.work([test]);
    await here.queue.enqueue(test, { n: 1 }, { id: 'test-job:a' });
    await vi.waitFor(() => expect(test.ran).toEqual([1]));
    for (const n of [2, 3, 4]) await here.queue.enqueue(test, { n }, { id: 'test-job:a' });
    gate.resolve();
    await vi.waitFor(() => expect(test.ran).toEqual([1, 4]));
    await vi.waitFor(async () => expect(running).toBe(0));
    expect(most).toBe(1);
  });

  it('does not run a job again that is only asked for by its schedule while it runs', async () => {
    here = await stage(backend);
    const gate = Promise.withResolvers<void>();
    const test = testJob(() => gate.promise);
    here.work([test]);
    await here.queue.enqueue(test, { n: 1 }, { id: 'test-job:a' });
    await vi.waitFor(() => expect(test.ran).toEqual([1]));
    await here.queue.enqueue(test, { n: 2 }, { id: 'test-job:a', skipIfRunning: true });
    gate.resolve();
    await here.run([test]);
    expect(test.ran).toEqual([1]);
  });

  it('keeps about the last hundred jobs that went well', async () => {
    here = await stage(backend);
    const test = testJob();
    await Promise.all(Array.from({ length: 130 }, (_, n) => here.queue.enqueue(test, { n })));
    await here.run([test]);
    const { completed } = await here.queue.backend.queues.sync.getJobCounts('completed');
    expect(completed).toBeGreaterThanOrEqual(100);
    expect(completed).toBeLessThanOrEqual(110);
  });

  it('answers whether it is ready', async () => {
    here = await stage(backend);
    expect(await here.queue.ready()).toBe(true);
    const away =
      backend === 'Redis' ? { redisUrl: 'redis://127.0.0.1:1' } : { databaseUrl: 'postgres://om@127.0.0.1:1/om', redisUrl: undefined };
    const other = openQueue({ ...here.queueOptions, ...away });
    await expect(other.ready()).rejects.toThrow(/does not answer|ECONNREFUSED/);
    await other.close();
  });

  const connection = { id: '5e1a7f3c-0000-4000-8000-000000000001', store: { timeZone: 'Europe/Ljubljana', settings: newStoreSettings } };
  const synced = { ...connection, firstSyncedAt: new Date() };
  const schedules = async () => {
    const { sync, alerts } = here.queue.backend.queues;
    const all = await Promise.all([sync, alerts].map((queue) => queue.getJobSchedulers(0, -1, true)));
    return all.flat().map(({ key, every, pattern, tz, next }) => ({ key: key.split(':')[0], every, pattern, tz, next }));
  };
  const delayed = async () => {
    const { sync, alerts } = here.queue.backend.queues;
    const counts = await Promise.all([sync, alerts].map((queue) => queue.getJobCounts('delayed')));
    return counts.reduce((sum, one) => sum + (one.delayed ?? 0), 0);
  };

  it('checks a store every 5 minutes, and once its products are here reads its orders as often and its products nightly', async () => {
    here = await stage(backend);
    await here.queue.scheduleStore(connection);
    expect(await schedules()).toEqual([expect.objectContaining({ key: 'check-health', every: 300_000 })]);
    await here.queue.scheduleStore(synced);
    expect((await schedules()).toSorted((a, b) => (a.key ?? '').localeCompare(b.key ?? ''))).toEqual([
      expect.objectContaining({ key: 'check-health', every: 300_000 }),
      expect.objectContaining({ key: 'sync-nightly', pattern: expect.stringMatching(/^0 \d+ [1-4] \* \* \*$/), tz: 'Europe/Ljubljana' }),
      expect.objectContaining({ key: 'sync-orders', every: 300_000 }),
    ]);
    for (const { next = 0 } of await schedules()) expect(next).toBeGreaterThan(Date.now());
  });

  it.each([5, 15, 60] as const)(
    'reads the orders of a store every %i minutes, as its settings say, and changes when they do',
    async (automatic) => {
      here = await stage(backend);
      const changed = { ...synced, store: { ...synced.store, settings: { automatic } } };
      const ordersEvery = async () => (await schedules()).filter(({ key }) => key === 'sync-orders').map(({ every }) => every);
      await here.queue.scheduleStore(synced);
      await here.queue.scheduleStore(changed);
      expect(await ordersEvery()).toEqual([automatic * 60_000]);
      await here.queue.scheduleStore({ ...synced, store: { ...synced.store, settings: { automatic: 0 } } });
      expect((await schedules()).map(({ key }) => key).toSorted()).toEqual(['check-health', 'sync-nightly']);
      await here.queue.reschedule([changed]);
      expect(await ordersEvery()).toEqual([automatic * 60_000]);
    },
  );

  it('moves nothing when a store is scheduled again', async () => {
    here = await stage(backend);
    await here.queue.scheduleStore(synced);
    const before = await schedules();
    await Promise.all([here.queue.scheduleStore(synced), here.queue.scheduleStore(synced)]);
    expect(await schedules()).toEqual(before);
    expect(await delayed()).toBe(3);
  });

  it('lets a store rest that is switched off or gone, and no other', async () => {
    here = await stage(backend);
    const other = { ...synced, id: '5e1a7f3c-0000-4000-8000-000000000002' };
    await here.queue.scheduleStore(other);
    await here.queue.scheduleStore(synced);
    await here.queue.scheduleStore({ ...synced, disabledBy: 'Ana' });
    expect(await schedules()).toHaveLength(3);
    await here.queue.scheduleStore(synced);
    await here.queue.unscheduleStore(synced.id);
    await here.queue.unscheduleStore(synced.id);
    expect(await schedules()).toHaveLength(3);
    expect(await delayed()).toBe(3);
  });

  it('brings all schedules in line with the connections', async () => {
    here = await stage(backend);
    await here.queue.scheduleStore({ ...synced, id: '5e1a7f3c-0000-4000-8000-000000000003' });
    await here.queue.reschedule([synced, { ...connection, id: '5e1a7f3c-0000-4000-8000-000000000004', disabledBy: 'Ana' }]);
    const before = await schedules();
    expect(before.map(({ key }) => key).toSorted()).toEqual([
      'check-health',
      'forget-conversations',
      'forget-workspaces',
      'reconcile',
      'sync-nightly',
      'sync-orders',
    ]);
    await here.queue.reschedule([synced]);
    expect(await schedules()).toEqual(before);
  });

  it('asks for a job on its schedule, again and again, but never while it runs', async () => {
    here = await stage(backend);
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const test = testJob(() => gates[test.ran.length - 1]?.promise);
    here.work([test]);
    const { sync } = here.queue.backend.queues;
    await sync.upsertJobScheduler('test-job:a', { every: 100 }, { name: 'test-job', data: { n: 1 } });
    await vi.waitFor(() => expect(test.ran).toHaveLength(1));
    const iterations = async () => (await sync.getJobScheduler('test-job:a'))?.iterationCount ?? 0;
    const before = await iterations();
    await vi.waitFor(async () => expect(await iterations()).toBeGreaterThan(before + 3), { timeout: 5_000 });
    expect(test.ran).toHaveLength(1);
    gates[0]?.resolve();
    await vi.waitFor(() => expect(test.ran).toHaveLength(2));
    await here.queue.unscheduleStore('a');
    await sync.removeJobScheduler('test-job:a');
    gates[1]?.resolve();
  });
});
