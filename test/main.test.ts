import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
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

async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const part of stream) text += part;
  return text;
}
