import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Ends the servers in `folder`, and removes it, when this process is gone, even if it was killed. */
export function watchOver(folder: string) {
  spawn(process.execPath, [join(import.meta.dirname, 'watchdog.ts'), folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  }).unref();
}
