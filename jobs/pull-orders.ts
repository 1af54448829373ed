import type { PageOptions, RemoteStore } from '../connectors/connector.ts';
import { Store } from '../db/entities/store.ts';
import { writeOrders } from '../db/write-orders.ts';
import type { JobContext } from './job.ts';
import type { Progress } from './progress.ts';
import { type Pulled, pull } from './pull.ts';
import { nameOfJob, type Open, type Work } from './run.ts';

/** Brings the orders of a window, which must be the same whenever the run goes on. */
export async function pullOrders(
  context: JobContext,
  { run, store }: Work,
  window: Omit<PageOptions, 'cursor'>,
  open: Open,
  progress: Pick<Progress, 'tell'>,
): Promise<Pulled> {
  if (store.statuses.length === 0) await readStatuses(context, store, open(context.signal));
  const by = { job: nameOfJob[run.kind], ...(run.startedBy && { person: run.startedBy }) };
  return await pull(context, {
    run,
    read: ({ cursor, signal }) => open(signal).orders({ ...window, cursor }),
    write: (sql, { records, malformed }, result) =>
      writeOrders(sql, { run: run.id, store: store.id, by, dryRun: run.dryRun, now: context.now(), records, malformed }, result),
    onPage: progress.tell,
  });
}

/** Without the store's statuses nothing could come in. */
async function readStatuses({ em }: JobContext, { id }: Store, remote: RemoteStore) {
  const statuses = await remote.orderStatuses();
  await em.fork().nativeUpdate(Store, { id }, { statuses });
}
