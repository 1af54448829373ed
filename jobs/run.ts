import type { RemoteStore } from '../connectors/connector.ts';
import { ConnectorError, NetworkError, RateLimitError, ResponseError } from '../connectors/errors.ts';
import { Connection } from '../db/entities/connection.ts';
import type { Store } from '../db/entities/store.ts';
import { SyncRun } from '../db/entities/sync-run.ts';
import type { RunResult } from '../db/rules/run-result.ts';
import { inTransaction, type Sql, toJson } from '../db/sql.ts';
import type { Card } from '../dialogs/card.ts';
import { syncFailed } from '../dialogs/cards/sync-failed.ts';
import { waitingForAnswer, waitingForGreen } from '../dialogs/cards/waiting.ts';
import { explain } from '../dialogs/explain.ts';
import type { JobContext } from './job.ts';
import { postCard } from './post-card.ts';
import { lastRevision, messageKey, type Progress, startProgress } from './progress.ts';
import { recordHealth } from './record-health.ts';

/** A run with all that its job needs. */
export type Work = { run: SyncRun; store: Store; connection: Connection };

/** Nothing where there is nothing to do: the run failed, or its store is not connected any more. */
export async function findWork({ em }: Pick<JobContext, 'em'>, id: string): Promise<Work | undefined> {
  const run = await em.fork().findOne(SyncRun, id, { populate: ['store', 'channel'] });
  if (!run || run.state === 'failed') return undefined;
  const connection = await em.fork().findOne(Connection, { store: run.store.id });
  return connection ? { run, store: run.store, connection } : undefined;
}

/** Red stops the store's jobs; what was running waits until the connection is green again. */
export const isOff = ({ disabledBy, health }: Connection) => Boolean(disabledBy) || health === 'red';

/** How a card names a store. */
export const nameOf = ({ name, handle }: Store) => ({ name, handle });

/** The job that does a run. */
export const nameOfJob = { products: 'sync-products', orders: 'sync-orders', import: 'import-orders', payments: 'read-payments' } as const;

/** Opens the store's platform for one piece of work. */
export type Open = (signal: AbortSignal) => RemoteStore;

/**
 * Does the work of a run with the store, tells its progress, and keeps what it means for the connection's health. While the connection is
 * red it only says that the run waits.
 */
export async function withStore(
  context: JobContext,
  { run, store, connection }: Work,
  work: (open: Open, progress: Progress) => Promise<void>,
  card?: (result: RunResult, waiting?: string) => Card,
): Promise<void> {
  const { connectors, http, signal } = context;
  const { credentials, plainHttp, access } = connection;
  const by = { job: nameOfJob[run.kind] };
  const progress = startProgress(context, run, card);
  const open: Open = (reading) =>
    connectors[store.platform].open(credentials, http.with({ signal: reading, plainHttp, onWait: progress.wait }), access);
  try {
    if (isOff(connection)) return progress.hold(waitingForGreen);
    await work(open, progress);
    await recordHealth(context, connection.id, undefined, { credentials, keepsRed: true, by });
  } catch (error) {
    // What breaks because we stop ourselves says nothing about the store.
    if (signal.aborted) throw error;
    if (error instanceof RateLimitError) progress.wait(error.retryAfter);
    else if (mayPass(error)) progress.hold(waitingForAnswer);
    if (error instanceof ConnectorError && tells(connection, error)) await recordHealth(context, connection.id, error, { credentials, by });
    throw error;
  } finally {
    await progress.stop();
  }
}

/**
 * A job tries again within seconds what may pass by itself: that makes a connection amber, but only the checks, minutes apart, count
 * towards red.
 */
const tells = ({ health }: Connection, error: ConnectorError) => health === 'green' || !mayPass(error);
const mayPass = (error: unknown) => error instanceof NetworkError || error instanceof ResponseError;

/** Ends a run that has read everything, with what else belongs to its end, in one transaction. False when it had ended before. */
export async function finish({ em, now }: JobContext, run: string, result: RunResult, work: (sql: Sql) => Promise<void> = async () => {}) {
  return await inTransaction(em, async (sql) => {
    const [ended] = await sql(`select id from sync_run where id = $1 and state = 'running' for update`, [run]);
    if (!ended) return false;
    await work(sql);
    await sql(`update sync_run set state = 'done', result = $2, finished_at = $3 where id = $1`, [run, toJson(result), now()]);
    await sql('delete from run_record where run_id = $1', [run]);
    return true;
  });
}

/** Shows the last card of a run in its message. Twice is once. */
export async function tellEnd({ enqueue }: Pick<JobContext, 'enqueue'>, run: SyncRun, card: Card): Promise<void> {
  if (!run.channel) return;
  const key = messageKey(run.id);
  await enqueue(postCard, { channel: run.channel.id, key, revision: lastRevision, card }, { id: `post-card:${key}` });
}

/** Gives a run up, and tells who waits for it what to do. */
export async function fail(context: JobContext, id: string, error: unknown): Promise<void> {
  const { text, advice } = explain(error);
  const { em, now } = context;
  await inTransaction(em, async (sql) => {
    await sql(`update sync_run set state = 'failed', error = $2, finished_at = $3 where id = $1 and state = 'running'`, [id, text, now()]);
    await sql('delete from run_record where run_id = $1', [id]);
  });
  const run = await em.fork().findOne(SyncRun, { id, state: 'failed' }, { populate: ['store', 'channel'] });
  if (run) await tellEnd(context, run, syncFailed({ store: nameOf(run.store), kind: run.kind, text, advice }));
}
