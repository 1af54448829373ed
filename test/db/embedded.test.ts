import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startEmbeddedPostgres } from '../../db/embedded.ts';
import { alive, withLock } from '../../db/lock-file.ts';

let folder = '';
let home = '';

beforeEach(() => {
  // A private folder with a blank in its name, which only its owner may enter.
  folder = mkdtempSync(join(tmpdir(), 'om embedded '));
  home = join(folder, 'postgres');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const postmaster = () => Number.parseInt(readFileSync(join(home, 'data', 'postmaster.pid'), 'utf8'), 10);

async function ask(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.at(0)?.at(0);
  } finally {
    await client.end();
  }
}

it('starts once for several, and stops with the last of them', async () => {
  const [one, two] = await Promise.all([startEmbeddedPostgres(home), startEmbeddedPostgres(home)]);
  expect(one.url).toBe(two.url);
  const pid = postmaster();
  await one.stop();
  expect(await ask(two.url, 'select 6 * 7')).toBe(42);
  await two.stop();
  expect(alive(pid)).toBe(false);
});

it('finds the one that a killed process left, and keeps what is in it', async () => {
  const starter = spawn(process.execPath, ['--input-type=module', '-e', script, home], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [url] = await once(starter.stdout, 'data');
  await ask(String(url).trim(), 'create table kept (x int)');
  starter.kill('SIGKILL');
  await once(starter, 'exit');
  const pid = postmaster();
  const again = await startEmbeddedPostgres(home);
  expect(postmaster()).toBe(pid);
  expect(await ask(again.url, 'select count(*)::int from kept')).toBe(0);
  await again.stop();
});

it('comes back at the same address when it is killed under us', async () => {
  const postgres = await startEmbeddedPostgres(home);
  process.kill(postmaster(), 'SIGKILL');
  await vi.waitFor(async () => expect(await ask(postgres.url, 'select 1')).toBe(1), { timeout: 20_000, interval: 100 });
  await postgres.stop();
});

it('starts although the number in the pid file belongs to a stranger by now', async () => {
  const postgres = await startEmbeddedPostgres(home);
  await postgres.stop();
  writeFileSync(join(home, 'data', 'postmaster.pid'), `${process.pid}\n${home}/data\n0\n1\n`);
  const again = await startEmbeddedPostgres(home);
  expect(await ask(again.url, 'select 1')).toBe(1);
  await again.stop();
});

it('takes over the lock of a dead process, and waits for a living one', async () => {
  const lock = join(folder, 'lock');
  writeFileSync(lock, '999999999');
  const order: string[] = [];
  await Promise.all(
    ['a', 'b', 'c'].map((name) =>
      withLock(lock, async () => {
        order.push(`${name} in`);
        await new Promise(setImmediate);
        order.push(`${name} out`);
      }),
    ),
  );
  expect(order.map((step) => step.split(' ')[1])).toEqual(['in', 'out', 'in', 'out', 'in', 'out']);
});

const script = `
  import { startEmbeddedPostgres } from '${join(process.cwd(), 'db/embedded.ts')}';
  const { url } = await startEmbeddedPostgres(process.argv[1]);
  console.log(url);
`;
