import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const staleAfter = 120_000;
/** A process id alone does not tell: in a container the next life of a process has the same one. */
const ours = new Set<string>();

/** Runs `work` while no other process of this machine does so with the same file. The lock of a dead process is taken over. */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  while (!take(file)) await pause(50);
  ours.add(file);
  try {
    return await work();
  } finally {
    ours.delete(file);
    rmSync(file, { force: true });
  }
}

/** The file appears with its content in one step, so that nobody reads an empty one. */
function take(file: string): boolean {
  const mine = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(mine, String(process.pid), { mode: 0o600 });
  try {
    linkSync(mine, file);
    return true;
  } catch {
    if (isStale(file)) renameAway(file, mine);
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}

function isStale(file: string): boolean {
  try {
    const owner = Number(readFileSync(file, 'utf8'));
    if (owner === process.pid) return !ours.has(file);
    return Date.now() - statSync(file).mtimeMs > staleAfter || !alive(owner);
  } catch {
    return false;
  }
}

/** Two may find it stale at once; only the one that could rename it removed it. */
function renameAway(file: string, mine: string) {
  try {
    renameSync(file, mine);
  } catch {
    // Another one was faster.
  }
}

/** Whether a process of this id lives, whoever owns it. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
