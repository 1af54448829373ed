import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { argv, stdin } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { alive } from '../db/lock-file.ts';

// node test/watchdog.ts FOLDER: waits until whoever started it is gone, however it ended, then ends the servers in that folder and removes it.
const folder = argv[2] ?? '';
stdin.resume();
await new Promise((done) => stdin.once('end', done).once('error', done));

// After an orderly end they have stopped by themselves, or are just doing so.
for (let patience = 0; patience < 20 && servers().length > 0; patience++) await pause(100);
for (const pid of servers()) process.kill(pid, 'SIGINT');
for (let patience = 0; patience < 100 && servers().length > 0; patience++) await pause(100);
rmSync(folder, { recursive: true, force: true, maxRetries: 5 });

function servers(): number[] {
  return ['postgres/data/postmaster.pid', 'redis.pid'].map((file) => pidIn(join(folder, file))).filter((pid) => pid > 0 && alive(pid));
}

function pidIn(file: string): number {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || 0;
  } catch {
    return 0;
  }
}
