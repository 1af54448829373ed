import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFailed, vi } from 'vitest';
import { alive } from '../db/lock-file.ts';

it('leaves no Postgres behind when it is told to stop while it starts', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'om main '));
  const env = { PATH: process.env.PATH, OM_DIR: folder, PORT: '0', LOG_LEVEL: 'silent' };
  const started = spawn(process.execPath, ['main.ts'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(started, 'exit');
  const told = readAll(started.stdout);
  const file = join(folder, 'postgres', 'data', 'postmaster.pid');
  await vi.waitFor(() => expect(existsSync(file) && readFileSync(file, 'utf8').length).toBeGreaterThan(0), {
    timeout: 20_000,
    interval: 5,
  });
  const postmaster = Number.parseInt(readFileSync(file, 'utf8'), 10);
  started.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(alive(postmaster)).toBe(false);
  expect(await told).toContain('OM Bot is ready');
  rmSync(folder, { recursive: true, force: true });
});

it('stops when npm’s shell was told to stop and did not pass it on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'om npm '));
  const env = { PATH: process.env.PATH, OM_DIR: folder, PORT: '0', LOG_LEVEL: 'silent', npm_lifecycle_event: 'start' };
  const shell = spawn('sh', ['-c', `"${process.execPath}" main.ts; exit`], { env, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  onTestFailed(() => void process.kill(-(shell.pid ?? 0), 'SIGTERM'));
  let told = '';
  shell.stdout.on('data', (part) => {
    told += part;
  });
  const ended = once(shell.stdout, 'end');
  await vi.waitFor(() => expect(told).toContain('OM Bot is ready'), { timeout: 20_000 });
  const postmaster = Number.parseInt(readFileSync(join(folder, 'postgres', 'data', 'postmaster.pid'), 'utf8'), 10);
  shell.kill('SIGTERM');
  await ended;
  expect(alive(postmaster)).toBe(false);
  rmSync(folder, { recursive: true, force: true });
});

async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const part of stream) text += part;
  return text;
}
