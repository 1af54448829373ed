import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { testKey } from '../database.ts';
import { backends, quick, type Stage, stage, testJob } from './stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'om-killed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(backends)('a worker that is killed on %s', (backend) => {
  let here: Stage;
  let child: ChildProcess | undefined;
  afterEach(async () => {
    child?.kill('SIGKILL');
    await here.end();
  });

  it('loses no job: another one takes it up, as often as it happens, and it costs no attempt', async () => {
    here = await stage(backend);
    const file = join(folder, backend);
    const began = () => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0);
    const { log: _, ...queueOptions } = here.queueOptions;
    const given = JSON.stringify({ ...queueOptions, file, key: testKey, tuning: { lock: quick.lock, stalled: quick.stalled } });
    const test = testJob(undefined, { attempts: 1 });
    await here.queue.enqueue(test, { n: 1 }, { id: 'test-job:a' });
    for (const times of [1, 2, 3]) {
      child = spawn(process.execPath, [join(import.meta.dirname, 'worker-process.ts'), given], { stdio: 'ignore' });
      await vi.waitFor(() => expect(began()).toBe(times), { timeout: 15_000 });
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
    await here.run([test]);
    expect(test.ran).toEqual([1]);
    expect(await here.queue.backend.queues.sync.getJobCounts('completed', 'failed')).toEqual({ completed: 1, failed: 0 });
  });
});
