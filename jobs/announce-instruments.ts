import { createHash } from 'node:crypto';
import { Store } from '../db/entities/store.ts';
import { type DueInstrument, readDueInstruments, setAnnounced } from '../db/instruments-due.ts';
import { inTransaction, type Sql } from '../db/sql.ts';
import { instrumentsAppeared } from '../dialogs/cards/instruments-appeared.ts';
import type { JobContext } from './job.ts';
import { postCard } from './post-card.ts';
import { nameOf } from './run.ts';

/** Tells once of each payment instrument without confirmed row whose orders wait, several in one card. */
export async function announceInstruments({ em, enqueue, now, log }: JobContext, id: string): Promise<void> {
  const store = await em.fork().findOne(Store, id);
  if (store?.settings.payment !== 'adjusted') return;
  await inTransaction(em, async (sql) => {
    const due = await readDueInstruments(sql, id);
    if (due.length === 0) return;
    const card = instrumentsAppeared({ store: nameOf(store), instruments: due });
    const key = keyOf(due);
    // Asked for before it is kept that they were told: killed in between, the same message is asked for again.
    await enqueue(postCard, { channel: store.alertChannel.id, key, revision: 1, card }, { id: `post-card:${key}` });
    await setAnnounced(sql, due, now());
    log.info({ instruments: due.length }, 'Told of payment instruments whose orders wait.');
  });
}

/** For the end of a run whose own card tells of payment instruments, those of these methods or all: then there is no second card. */
export async function markAnnounced(sql: Sql, store: string, now: Date, methods?: readonly string[]): Promise<void> {
  const due = await readDueInstruments(sql, store);
  await setAnnounced(
    sql,
    due.filter(({ method }) => methods?.includes(method) ?? true),
    now,
  );
}

const keyOf = (due: readonly DueInstrument[]): string => {
  const ids = due.map(({ id }) => id).sort();
  return `instruments:${createHash('sha256').update(ids.join()).digest('hex').slice(0, 32)}`;
};
