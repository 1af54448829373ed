import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { emptyResult } from './rules/run-result.ts';
import { inTransaction } from './sql.ts';

/** What a new run is to do. The same `id` makes one run; `channel` is where its progress is told. */
export type NewRun = {
  id?: string;
  store: string;
  kind: 'products' | 'orders' | 'import';
  dryRun?: boolean;
  days?: number;
  since?: Date;
  until?: Date;
  channel?: string;
  startedBy?: string;
  now: Date;
};

/** The run that now is, or was already; `fresh` when this call made it. A store has one running run of each kind. */
export type StartedRun = { id: string; fresh: boolean; dryRun: boolean; days?: number };

/** Makes a run, unless one of its kind is running for the store or it was made before. The job has then to be asked for. */
export async function startRun(em: EntityManager, run: NewRun): Promise<StartedRun> {
  const { id = randomUUID(), store, kind, dryRun = false, days, since, until, channel, startedBy, now } = run;
  for (;;) {
    const started = await inTransaction(em, async (sql) => {
      const made = await sql(
        `insert into sync_run (id, store_id, kind, dry_run, days, since, until, channel_id, started_by, started_at, result, state)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'running') on conflict do nothing returning id`,
        [id, store, kind, dryRun, days, since, until, channel, startedBy, now, JSON.stringify(emptyResult())],
      );
      const [found] = await sql<{ id: string; dryRun: boolean; days: number | null }>(
        `select id, dry_run as "dryRun", days from sync_run where id = $1 or (store_id = $2 and kind = $3 and state = 'running')
         order by id = $1 desc limit 1`,
        [id, store, kind],
      );
      return found && { id: found.id, dryRun: found.dryRun, days: found.days ?? undefined, fresh: made.length > 0 };
    });
    // None: the running one ended between the two statements.
    if (started) return started;
  }
}
