import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { freePort, startEmbeddedPostgres } from '../db/embedded.ts';
import { migrate } from '../db/migrate.ts';
import { admin, at, template } from './postgres.ts';
import { watchOver } from './watch-over.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string;
    /** Empty where no redis-server is at hand. */
    redisUrl: string;
  }
}

/** One real Postgres and, where redis-server is installed, one private Redis for all tests; both end with them. */
export default async function setup({ provide }: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), 'om-test-'));
  watchOver(folder);
  const postgres = await startEmbeddedPostgres(join(folder, 'postgres'));
  await admin(postgres.url, `create database ${template}`);
  await migrate({ url: at(postgres.url, template) });
  const redis = await startRedis(folder);
  provide('postgresUrl', postgres.url);
  provide('redisUrl', redis?.url ?? '');
  return async () => {
    redis?.stop();
    await postgres.stop();
  };
}

async function startRedis(folder: string) {
  if (spawnSync('redis-server', ['--version']).status !== 0) {
    console.log('No redis-server at hand: the jobs are tested on Postgres only, the Redis half is not run.');
    return;
  }
  const port = await freePort();
  const args = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--dir',
    folder,
    '--daemonize',
    'no',
    '--pidfile',
    join(folder, 'redis.pid'),
  ];
  const child = spawn('redis-server', args, { stdio: 'ignore' });
  return { url: `redis://127.0.0.1:${port}`, stop: () => child.kill() };
}
