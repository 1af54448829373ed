import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../db/embedded.ts';
import { migrate } from '../../db/migrate.ts';
import { admin, at, template } from '../postgres.ts';
import { watchOver } from '../watch-over.ts';
import { type Running, startProcess } from './process.ts';

/** What the benches stand on: one Postgres of its own in a temporary folder, and the processes they start. `close` ends all of it. */
export async function openGround() {
  const folder = mkdtempSync(join(tmpdir(), 'om-bench-'));
  watchOver(folder);
  const postgres = await startEmbeddedPostgres(join(folder, 'postgres'));
  await admin(postgres.url, `create database ${template}`);
  await migrate({ url: at(postgres.url, template) });
  const running = new Set<Running>();
  let databases = 0;
  return {
    folder,
    /** A fresh migrated database. */
    async database(): Promise<string> {
      const name = `bench_${++databases}`;
      await admin(postgres.url, `create database ${name} template ${template}`);
      // What earlier rounds left to be written must not slow down this one.
      await admin(postgres.url, 'checkpoint');
      return at(postgres.url, name);
    },
    start(...given: Parameters<typeof startProcess>): Running {
      const process = startProcess(...given);
      running.add(process);
      return process;
    },
    async close() {
      await Promise.all([...running].map((process) => process.stop()));
      await postgres.stop();
    },
  };
}

export type Ground = Awaited<ReturnType<typeof openGround>>;
