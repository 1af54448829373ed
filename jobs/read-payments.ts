import { z } from 'zod';
import type { RemoteStore } from '../connectors/connector.ts';
import { PermissionError } from '../connectors/errors.ts';
import { readInstruments } from '../db/read-instruments.ts';
import type { MethodList } from '../db/rules/run-result.ts';
import { type Reading, writeInstruments } from '../db/write-instruments.ts';
import { writeSeen } from '../db/write-seen.ts';
import { paymentTable } from '../dialogs/cards/payment-table.ts';
import { paymentsProgress } from '../dialogs/cards/payments-progress.ts';
import { markAnnounced } from './announce-instruments.ts';
import { type JobContext, job } from './job.ts';
import type { Progress } from './progress.ts';
import { pull } from './pull.ts';
import { fail, findWork, finish, nameOf, type Open, tellEnd, type Work, withStore } from './run.ts';

/** Reads how a store can be paid: its own list, and what the orders of the last 60 days were paid with. No order comes in by it. */
export const readPayments = job({
  name: 'read-payments',
  data: z.object({ run: z.uuid() }),
  queue: 'sync',
  attempts: 8,
  async run({ run: id }, context) {
    const found = await findWork(context, id);
    if (!found) return;
    const store = nameOf(found.store);
    if (found.run.state === 'running')
      await withStore(
        context,
        found,
        (open, progress) => read(context, found, open, progress),
        (result, waiting) => paymentsProgress({ store, result, waiting }),
      );
    await tellDone(context, id);
  },
  failed: ({ run }, error, context) => fail(context, run, error),
});

/** The orders first: what they tell is kept page by page. The list and the statuses are short, and read again when we were killed. */
async function read(context: JobContext, { run, store }: Work, open: Open, progress: Progress): Promise<void> {
  const { now } = context;
  const since = run.since ?? run.startedAt;
  const { end, result } = await pull(context, {
    run,
    read: ({ cursor, signal }) => open(signal).orders({ createdSince: since, createdUntil: run.until ?? run.startedAt, cursor }),
    write: (sql, page, counted) => writeSeen(sql, { run: run.id, store: store.id, now: now(), ...page }, counted),
    onPage: progress.tell,
  });
  if (end !== 'done') return;
  const remote = open(context.signal);
  const statuses = await allowed(() => remote.orderStatuses());
  const list = await readList(remote);
  await finish(context, run.id, result, async (sql) => {
    result.list = await writeInstruments(sql, { store: store.id, since, now: now(), statuses, ...list });
    // The table tells for which of them orders wait.
    if (run.channel) await markAnnounced(sql, store.id, now());
  });
}

async function readList(remote: RemoteStore): Promise<Pick<Reading, 'list'> & Pick<MethodList, 'state'>> {
  if (!remote.paymentMethods) return { state: 'none', list: [] };
  const list = await allowed(() => remote.paymentMethods?.());
  return list ? { state: 'read', list } : { state: 'refused', list: [] };
}

/** Nothing where the key may not read it: the orders tell most of it. */
async function allowed<T>(read: () => Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof PermissionError) return undefined;
    throw error;
  }
}

/** Said again when the job was killed between the end of the run and its card. */
async function tellDone(context: JobContext, id: string): Promise<void> {
  const found = await findWork(context, id);
  if (found?.run.state !== 'done') return;
  const { run, store } = found;
  await tellEnd(context, run, paymentTable(await readInstruments(context.em.fork(), store.id, context.now()), run.result));
}
