import { setTimeout as pause } from 'node:timers/promises';
import type { MikroORM } from '@mikro-orm/postgresql';
import { oneByOne } from '../../db/sql.ts';

/** Somebody else works on the same delivery: Slack is asked to send it again later, in case they do not come to an end. */
export class AtWork extends Error {}

const claim = `
  insert into receipt (key, at, done_at) values ($1, clock_timestamp(), $2)
  on conflict (key) do update set at = clock_timestamp()
  where receipt.done_at is null and receipt.at < clock_timestamp() - make_interval(secs => $3)
  returning key`;

/** Knows what Slack has delivered before. `lease`: so many seconds a process may be silent before its work counts as left. */
export function createReceipts(orm: MikroORM, { lease = 15, patience = 2_000 } = {}) {
  const sql = oneByOne(orm.em);
  const claimed = async (key: string, doneAt: Date | null) => (await sql(claim, [key, doneAt, lease])).length > 0;

  async function waitFor(key: string): Promise<void> {
    for (const limit = Date.now() + patience; Date.now() < limit; await pause(100)) {
      const [row] = await sql<{ done: boolean }>('select done_at is not null as done from receipt where key = $1', [key]);
      if (!row || row.done) return;
    }
    throw new AtWork();
  }

  return {
    /** For what Slack delivers once: false when it comes again, which only somebody who recorded it would do. */
    first: (key: string): Promise<boolean> => claimed(key, new Date()),

    /** Does the work of a delivery once, however often it comes; again where the process that did it was killed. Throws `AtWork`. */
    async once(key: string, work: () => Promise<unknown>): Promise<void> {
      if (!(await claimed(key, null))) return waitFor(key);
      await work();
      await sql('update receipt set done_at = clock_timestamp() where key = $1', [key]);
    },
  };
}

export type Receipts = ReturnType<typeof createReceipts>;
