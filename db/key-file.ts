import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The secret key of the embedded database (64 hex characters), made at the first start. Only its owner may read the file. */
export function ownSecretKey(folder: string): string {
  const file = join(folder, 'secret-key');
  mkdirSync(folder, { recursive: true });
  // Several processes may start at once: whole and once, the first one wins.
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, randomBytes(32).toString('hex'), { mode: 0o600 });
  try {
    linkSync(mine, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(mine, { force: true });
  }
  return readFileSync(file, 'utf8').trim();
}
