import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type Binaries, createCluster, EmbeddedPostgresError, findBinaries, instead } from './embedded-cluster.ts';
import { alive, withLock } from './lock-file.ts';

/** Our own Postgres under a folder. Several processes share it; the last one to `stop` stops it. */
export type EmbeddedPostgres = { url: string; stop: () => Promise<void> };

type Session = { url: string; port: number; client: pg.Client };

/**
 * Starts the Postgres that came with our packages under `folder`, or finds the one that another process started there.
 * It outlives a kill -9 of its starter: the next start finds it. Throws an `EmbeddedPostgresError`.
 */
export async function startEmbeddedPostgres(folder: string): Promise<EmbeddedPostgres> {
  const home = resolve(folder);
  mkdirSync(dirname(home), { recursive: true });
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const data = join(home, 'data');
  const lock = join(home, 'lock');
  const binaries = await withLock(lock, async () => {
    const found = await findBinaries(home);
    if (!existsSync(join(data, 'PG_VERSION'))) createCluster(found, home, data);
    return found;
  });
  const findOrStart = (port?: number) => withLock(lock, () => findOrLaunch(binaries, home, data, port));

  let session = await findOrStart();
  let stopping = false;
  // It may be killed from outside. Everybody knows its address by now, so it comes back at the same one.
  const watch = () => session.client.once('end', () => void (stopping || bringBack()));
  const bringBack = async () => {
    const back = await findOrStart(session.port).catch(() => undefined);
    if (back) session = back;
    if (stopping) return back?.client.end();
    if (back) watch();
    else setTimeout(bringBack, 5_000).unref();
  };
  watch();
  return {
    url: session.url,
    stop: () => {
      stopping = true;
      return withLock(lock, () => stop(home, data, session.client));
    },
  };
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

async function findOrLaunch(binaries: Binaries, home: string, data: string, port?: number): Promise<Session> {
  const deadline = Date.now() + 60_000;
  while (true) {
    const session = (await findRunning(home, data)) ?? (await launch(binaries, home, data, port ?? (await freePort()), deadline));
    if (session) return session;
    // A port taken meanwhile, one that is still starting, or children of a killed one that are still leaving: try again.
    if (Date.now() > deadline)
      throw new EmbeddedPostgresError(`The embedded Postgres does not start: ${lastLines(join(home, 'log'))}. ${instead}.`);
    await pause(500);
  }
}

async function launch(
  { postgres, as }: Binaries,
  home: string,
  data: string,
  port: number,
  deadline: number,
): Promise<Session | undefined> {
  forgetStranger(data);
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
  // Its end is what counts, and is watched for.
  client.on('error', () => {});
  await client.connect();
  return { url, port, client };
}

/** Stops Postgres unless another process uses it too: each holds one session under the same name. */
async function stop(home: string, data: string, ours: pg.Client) {
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
