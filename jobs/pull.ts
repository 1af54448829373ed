import type { Page } from '../connectors/connector.ts';
import { emptyResult, type RunResult } from '../db/rules/run-result.ts';
import { inTransaction, type Sql, toJson } from '../db/sql.ts';
import type { JobContext } from './job.ts';

/** `stopped`: the connection was switched off, or another worker goes on with the run; it was left as it is. */
export type Pulled = { end: 'done' | 'stopped'; result: RunResult };

export type Pulling<T> = {
  run: { id: string; store: { id: string }; cursor?: string | null; result: RunResult };
  /** Asks the store for the pages from `cursor` on; `signal` ends when no more is wanted. */
  read: (from: { cursor?: string; signal: AbortSignal }) => AsyncIterable<Page<T>>;
  /** Writes one page, and counts it into `result`. */
  write: (sql: Sql, page: Page<T>, result: RunResult) => Promise<void>;
  /** Called after each page with what the run brought so far. */
  onPage?: (result: RunResult) => void;
};

/** The cursor of a run that has read everything. */
const end = '';

/**
 * Reads a list page by page. A page, its place and the counts are written together, so that a run goes on where it was however it ended.
 * The next page is fetched meanwhile, and no more than that one.
 */
export async function pull<T>(
  { em, signal }: Pick<JobContext, 'em' | 'signal'>,
  { run, read, write, onPage }: Pulling<T>,
): Promise<Pulled> {
  // A run that began under an older version may lack a count.
  const result = { ...emptyResult(), ...structuredClone(run.result) };
  let place = run.cursor ?? null;
  if (place === end) return { end: 'done', result };

  const reading = new AbortController();
  const pages = read({ cursor: place ?? undefined, signal: AbortSignal.any([signal, reading.signal]) })[Symbol.asyncIterator]();
  try {
    let coming = fetchNext(pages);
    for (let page = await coming; !page.done; page = await coming) {
      coming = fetchNext(pages);
      signal.throwIfAborted();
      const next = page.value.cursor ?? end;
      if (page.value.total !== undefined) result.total = page.value.total;
      const here = place;
      const save = async (sql: Sql) => {
        await write(sql, page.value, result);
        if (!(await moveOn(sql, run.id, here, next, result))) throw new NotOurs();
      };
      // Runs of one store take turns. A page that is lost is lost with its place, and read again.
      await inTransaction(em, save, { durable: false, alone: run.store.id });
      place = next;
      onPage?.(result);
    }
  } catch (error) {
    if (error instanceof NotOurs) return { end: 'stopped', result };
    throw error;
  } finally {
    reading.abort();
    await pages.return?.().catch(() => {});
  }
  return { end: 'done', result };
}

class NotOurs extends Error {}

function fetchNext<T>(pages: AsyncIterator<Page<T>>): Promise<IteratorResult<Page<T>>> {
  const coming = pages.next();
  // It is awaited later, or never when the page before it could not be written.
  coming.catch(() => {});
  return coming;
}

/** False when the run ended, when another worker has written a page since, and when the connection was switched off or is gone. */
async function moveOn(sql: Sql, run: string, from: string | null, to: string, result: RunResult): Promise<boolean> {
  const moved = await sql(
    `update sync_run r set cursor = $3, result = $4 from connection c
     where r.id = $1 and r.state = 'running' and r.cursor is not distinct from $2 and c.store_id = r.store_id and c.disabled_by is null
     returning r.id`,
    [run, from, to, toJson(result)],
  );
  return moved.length > 0;
}
