import { z } from 'zod';
import type { SyncRun } from '../db/entities/sync-run.ts';
import { readDeciding, stampOf } from '../db/payment-rows.ts';
import { emptyResult, type RunResult } from '../db/rules/run-result.ts';
import type { Sql } from '../db/sql.ts';
import { writeChange } from '../db/write-change.ts';
import { waitingCount } from '../dialogs/cards/held-reasons.ts';
import { importFinished } from '../dialogs/cards/import-finished.ts';
import { importPreview } from '../dialogs/cards/import-preview.ts';
import { importProgress } from '../dialogs/cards/import-progress.ts';
import { announceInstruments, markAnnounced } from './announce-instruments.ts';
import { type JobContext, job } from './job.ts';
import type { Progress } from './progress.ts';
import { pullOrders } from './pull-orders.ts';
import { fail, findWork, finish, nameOf, type Open, tellEnd, type Work, withStore } from './run.ts';

const day = 86_400_000;

/** Brings the orders placed in the last days; as a dry run it only tells what would come. */
export const importOrders = job({
  name: 'import-orders',
  data: z.object({ run: z.uuid() }),
  queue: 'sync',
  attempts: 8,
  async run({ run: id }, context) {
    const found = await findWork(context, id);
    if (!found) return;
    const { run, store } = found;
    const facts = { store: nameOf(store), statuses: store.statuses, days: run.days ?? 0 };
    if (run.state === 'running') {
      const work = async (open: Open, progress: Progress) => {
        const { end, result } = await pullOrders(context, found, windowOf(run), open, progress);
        if (end === 'done') await finish(context, id, result, (sql) => keepEnd(sql, found, result, context.now()));
      };
      await withStore(context, found, work, (result, waiting) => importProgress({ ...facts, dryRun: run.dryRun, result, waiting }));
    }
    await tellDone(context, id);
  },
  failed: ({ run }, error, context) => fail(context, run, error),
});

/** Frozen when the run was asked for. */
function windowOf({ since, until, startedAt, days }: SyncRun) {
  const end = until ?? startedAt;
  return { createdSince: since ?? new Date(end.getTime() - (days ?? 0) * day), createdUntil: end };
}

/** The history keeps what an import brought, and who asked for it. Its card tells which payment instruments its orders wait for. */
async function keepEnd(sql: Sql, { run, store }: Work, result: RunResult, now: Date): Promise<void> {
  // Each page says by what it was decided; without any it is what holds now.
  if (run.dryRun) result.stamp ??= stampOf(await readDeciding(sql, store.id));
  if (run.dryRun) return;
  const { imported, sums, held, methods } = result;
  const waiting = waitingCount(held, store.statuses);
  await writeChange(sql, {
    ...{ store: store.id, kind: 'import', subject: `import of ${run.days} ${run.days === 1 ? 'day' : 'days'}` },
    after: { orders: imported, ...sums, ...(waiting && { waiting }) },
    ...{ person: run.startedBy, job: 'import-orders', key: `import:${run.id}`, at: now },
  });
  if (run.channel) await markAnnounced(sql, store.id, now, Object.keys(methods));
}

/** Said again when the job was killed between the end of the run and its card. */
async function tellDone(context: JobContext, id: string): Promise<void> {
  const found = await findWork(context, id);
  if (found?.run.state !== 'done') return;
  const { run, store } = found;
  // A run that ended under an older version may lack a count.
  const result = { ...emptyResult(), ...run.result };
  const about = { store: nameOf(store), statuses: store.statuses, days: run.days ?? 0, result };
  await tellEnd(context, run, run.dryRun ? importPreview(about) : importFinished(about));
  if (!run.dryRun) await announceInstruments(context, store.id);
}
