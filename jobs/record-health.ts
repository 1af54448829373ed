import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Change } from '../db/entities/change.ts';
import { Connection } from '../db/entities/connection.ts';
import { type ErrorKind, nextHealth } from '../db/rules/health.ts';
import type { By } from '../db/rules/history.ts';
import { connectionGreen } from '../dialogs/cards/connection-green.ts';
import { connectionRed } from '../dialogs/cards/connection-red.ts';
import { explain } from '../dialogs/explain.ts';
import type { JobContext } from './job.ts';
import { postCard } from './post-card.ts';

type Context = Pick<JobContext, 'em' | 'enqueue' | 'log' | 'now'>;

/**
 * Keeps what just worked (no `error`) or went wrong with a connection. When it turns red, or green again, the store's alert channel is
 * told once: the turn is saved with `alertDue`, and whoever sees that later tells it under the same key. A connection that somebody
 * switched off stays as it is. `credentials`: those that were used; when they were replaced meanwhile, the outcome says nothing.
 * `keepsRed`: a success that says nothing of what a check found missing meanwhile. `by`: who found it out, for the history.
 */
export async function recordHealth(
  context: Context,
  connection: string,
  error?: unknown,
  { credentials, keepsRed, by }: { credentials?: Record<string, string>; keepsRed?: boolean; by?: By } = {},
): Promise<void> {
  const turned = await withLock(context, connection, async (found, own) => {
    // The turn before must not be lost under this one.
    await tellTurn(context, found);
    if (found.disabledBy || (credentials && !sameEntries(credentials, found.credentials))) return false;
    if (keepsRed && error === undefined && found.health === 'red') return false;
    const { kind, ...words } = explain(error);
    const before = found.health;
    const { turned, ...next } = nextHealth(found, error === undefined ? 'success' : kind, context.now());
    Object.assign(found, next, turned && { alertDue: true });
    if (next.health === 'green') found.healthReason = null;
    else if (saysSomething(error, kind)) found.healthReason = { kind, ...words };
    if (turned) keepTurn(own, found, before, by);
    return turned !== undefined;
  });
  if (turned) await tellDueTurn(context, connection).catch((problem) => context.log.warn({ err: problem }, 'An alert waits to be told.'));
}

/** Tells the turn of a connection that was saved but perhaps not told. */
export async function tellDueTurn(context: Context, connection: string): Promise<void> {
  await withLock(context, connection, (found) => tellTurn(context, found));
}

/** The history keeps each turn; a new colour has a moment of its own. */
function keepTurn(em: EntityManager, { id, store, health, healthReason, healthSince }: Connection, before: string, by: By = {}): void {
  const why = health === 'red' && healthReason ? { reason: healthReason.text } : {};
  const [key, after] = [`health:${id}:${healthSince.getTime()}`, { health, ...why }];
  const { person, job = person ? undefined : 'check-health' } = by;
  em.create(Change, {
    ...{ workspace: store.workspace, store, kind: 'connection', subject: `turned ${health}`, before: { health: before }, after },
    ...{ person, job, key, at: healthSince },
  });
}

async function withLock<T>(
  { em }: Context,
  id: string,
  work: (found: Connection, own: EntityManager) => Promise<T>,
): Promise<T | undefined> {
  return await em.fork().transactional(async (own: EntityManager) => {
    const found = await own.findOne(Connection, id, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!found) return undefined;
    await own.populate(found, ['store']);
    return await work(found, own);
  });
}

/** Killed before the commit it is told again, under the same key and revision: one message. */
async function tellTurn({ enqueue }: Context, found: Connection): Promise<void> {
  if (!found.alertDue) return;
  const { id, store, health, healthReason, healthSince: since } = found;
  const about = { store: { name: store.name, handle: store.handle }, since, timeZone: store.timeZone };
  const reason = healthReason ?? { kind: 'unknown', text: 'The store cannot be reached.' };
  const card = health === 'red' ? connectionRed({ ...about, reason }) : connectionGreen(about);
  const key = `health:${id}:${since.getTime()}`;
  await enqueue(postCard, { channel: store.alertChannel.id, key, revision: since.getTime(), card }, { id: `post-card:${key}` });
  found.alertDue = false;
}

/** Waiting for a limit, and our own mistakes, are no reasons for a colour. */
const saysSomething = (error: unknown, kind: ErrorKind) => error !== undefined && kind !== 'rate limit' && kind !== 'unknown';

const sameEntries = (one: Record<string, string>, other: Record<string, string>) =>
  Object.keys({ ...one, ...other }).every((key) => one[key] === other[key]);
