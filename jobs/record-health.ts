import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Change } from '../db/entities/change.ts';
import { Connection } from '../db/entities/connection.ts';
import { type ErrorKind, nextHealth, switchedOff } from '../db/rules/health.ts';
import type { By } from '../db/rules/history.ts';
import { disabledReason } from '../dialogs/cards/connection-red.ts';
import { explain } from '../dialogs/explain.ts';
import type { JobContext } from './job.ts';
import { newAlert, tellTurn, turnKey } from './tell-turn.ts';

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
  { credentials, keepsRed, by = {} }: { credentials?: Record<string, string>; keepsRed?: boolean; by?: By } = {},
): Promise<void> {
  const turned = await withLock(context, connection, async (found, own) => {
    // The turn before must not be lost under this one.
    await tellTurn(context, found, own);
    if (found.disabledBy || (credentials && !sameEntries(credentials, found.credentials))) return false;
    if (keepsRed && error === undefined && found.health === 'red') return false;
    const { kind, ...words } = explain(error);
    const before = found.health;
    const { turned, ...next } = nextHealth(found, error === undefined ? 'success' : kind, context.now());
    Object.assign(found, next);
    if (next.health === 'green') found.healthReason = null;
    else if (saysSomething(error, kind)) found.healthReason = { kind, ...words };
    if (!turned) return false;
    if (turned === 'red') found.alert = newAlert(found);
    Object.assign(found, { alertDue: true, turnedBy: by.person ?? null });
    keepTurn(own, found, before, by);
    return true;
  });
  if (turned) await tellOrLeave(context, connection);
}

/**
 * Keeps that a person switched a connection off, which is told like a turn, though it may have been red before. `also` is saved with it;
 * nothing is where it is off already.
 */
export async function recordDisabled(
  context: Context,
  connection: string,
  person: string,
  also: (own: EntityManager, found: Connection) => Promise<void>,
): Promise<void> {
  const turned = await withLock(context, connection, async (found, own) => {
    await tellTurn(context, found, own);
    if (found.disabledBy) return false;
    await also(own, found);
    const kept = { disabledBy: person, turnedBy: person, healthReason: disabledReason(person), alertDue: true };
    Object.assign(found, switchedOff(found, context.now()), kept);
    found.alert ??= newAlert(found);
    return true;
  });
  if (turned) await tellOrLeave(context, connection);
}

/** Tells the turn of a connection that was saved but perhaps not told. */
export async function tellDueTurn(context: Context, connection: string): Promise<void> {
  await withLock(context, connection, (found, own) => tellTurn(context, found, own));
}

const tellOrLeave = (context: Context, connection: string) =>
  tellDueTurn(context, connection).catch((problem) => context.log.warn({ err: problem }, 'An alert waits to be told.'));

/** The history keeps each turn; a new colour has a moment of its own. */
function keepTurn(em: EntityManager, found: Connection, before: string, { person, job = person ? undefined : 'check-health' }: By): void {
  const { store, health, healthReason, healthSince } = found;
  const why = health === 'red' && healthReason ? { reason: healthReason.text } : {};
  em.create(Change, {
    ...{ workspace: store.workspace, store, kind: 'connection', subject: `turned ${health}`, before: { health: before } },
    ...{ after: { health, ...why }, person, job, key: turnKey(found), at: healthSince },
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

/** Waiting for a limit, and our own mistakes, are no reasons for a colour. */
const saysSomething = (error: unknown, kind: ErrorKind) => error !== undefined && kind !== 'rate limit' && kind !== 'unknown';

const sameEntries = (one: Record<string, string>, other: Record<string, string>) =>
  Object.keys({ ...one, ...other }).every((key) => one[key] === other[key]);
