import { z } from 'zod';
import { neededRights, type RemoteStore, type StoreCheck } from '../connectors/connector.ts';
import { PermissionError } from '../connectors/errors.ts';
import type { StatusRecord } from '../connectors/records.ts';
import { Connection } from '../db/entities/connection.ts';
import { Store } from '../db/entities/store.ts';
import { type JobContext, job } from './job.ts';
import { recordHealth } from './record-health.ts';

type Context = Pick<JobContext, 'em' | 'connectors' | 'http' | 'enqueue' | 'log' | 'now'> & { signal?: AbortSignal };

/** Looks every 5 minutes whether a store still lets us do what we need. That it does not is a result, and no failure of the job. */
export const checkHealth = job({
  name: 'check-health',
  data: z.object({ connection: z.uuid() }),
  queue: 'alerts',
  attempts: 3,
  async run({ connection }, context) {
    const found = await context.em.fork().findOne(Connection, connection);
    if (found && !found.disabledBy) await checkConnection(context, connection);
  },
});

/** Asks a store for one of each thing, keeps what came out, and what it means for the connection's health. */
export async function checkConnection(context: Context, id: string): Promise<StoreCheck> {
  const { em, connectors, http, signal, now } = context;
  const { store, credentials, plainHttp, access } = await em.fork().findOneOrFail(Connection, id, { populate: ['store'] });
  const remote = connectors[store.platform].open(credentials, http.with({ plainHttp }), access);
  const check = await remote.check();
  const problem = problemOf(check);
  const statuses = problem ? undefined : await statusesOf(remote, context);
  // What was refused because we stop ourselves says nothing about the store.
  signal?.throwIfAborted();

  await em.fork().transactional(async (own) => {
    const facts = check.store && { access: check.store.access, version: check.store.version ?? null, refused: refusedIn(check) };
    await own.nativeUpdate(Connection, { id }, { checkedAt: now(), ...facts });
    if (statuses) await own.nativeUpdate(Store, { id: store.id }, { statuses });
  });
  await recordHealth(context, id, problem, { credentials });
  return check;
}

/** The error that decides: of the first right we cannot do without. */
function problemOf({ rights }: StoreCheck): Error | undefined {
  const refused = rights.find(({ right, state }) => state === 'refused' && neededRights.includes(right));
  return refused && (refused.problem ?? new Error(`The right "${refused.right}" is refused.`));
}

/** What the key may not do. A store that did not answer, or asked us to wait, has refused nothing. */
const refusedIn = ({ rights }: StoreCheck) =>
  rights.flatMap(({ right, state, problem }) => (state === 'refused' && problem instanceof PermissionError ? [right] : []));

/** The store's own words change rarely; when they cannot be read, those known stay. */
async function statusesOf(remote: RemoteStore, { log }: Context): Promise<StatusRecord[] | undefined> {
  try {
    return await remote.orderStatuses();
  } catch (error) {
    log.info({ err: error }, 'The order statuses could not be read.');
  }
}
