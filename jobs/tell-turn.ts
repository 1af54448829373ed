import type { EntityManager } from '@mikro-orm/postgresql';
import type { Connection } from '../db/entities/connection.ts';
import { Message } from '../db/entities/message.ts';
import { connectionGreen } from '../dialogs/cards/connection-green.ts';
import { connectionRed } from '../dialogs/cards/connection-red.ts';
import { connectionSolved } from '../dialogs/cards/connection-solved.ts';
import type { JobContext } from './job.ts';
import { postCard } from './post-card.ts';

type Telling = Pick<JobContext, 'enqueue'>;
type Alert = NonNullable<Connection['alert']>;

/** The alert that a connection opens which has just turned red, or was switched off: kept with the turn, so that it stands in one channel. */
export const newAlert = (turned: Connection): Alert => ({ channel: turned.store.alertChannel.id, key: turnKey(turned) });

/** Each turn has a moment of its own. */
export const turnKey = ({ id, healthSince }: Pick<Connection, 'id' | 'healthSince'>) => `health:${id}:${healthSince.getTime()}`;

/**
 * Tells the turn of a connection that was saved but perhaps not told: what opens an alert as a message, what comes later in its thread; when
 * it is green again, the alert is edited, too. Killed before the commit it is told again, under the same keys and revisions: the same
 * messages. The connection is locked by the transaction of `own`.
 */
export async function tellTurn(context: Telling, found: Connection, own: EntityManager): Promise<void> {
  if (!found.alertDue) return;
  if (found.health === 'red') found.alert ??= newAlert(found);
  await tellNews(context, found);
  if (found.alert && found.health !== 'red') {
    await tellSolved(context, found, found.alert, own);
    found.alert = null;
  }
  found.alertDue = false;
}

/** Where the alert channel was changed meanwhile, news goes to the new one, and stands alone there. */
async function tellNews({ enqueue }: Telling, found: Connection): Promise<void> {
  const { store, health, healthReason, healthSince: since, alert } = found;
  const about = { store, since, timeZone: store.timeZone };
  const reason = healthReason ?? { kind: 'unknown', text: 'The store cannot be reached.' };
  const card = health === 'red' ? connectionRed({ ...about, reason }) : connectionGreen(about);
  const key = turnKey(found);
  const isAlert = alert?.key === key;
  const channel = isAlert ? alert.channel : store.alertChannel.id;
  const thread = alert && !isAlert && alert.channel === channel ? { thread: alert.key } : {};
  await enqueue(postCard, { channel, key, revision: since.getTime(), card, ...thread }, { id: `post-card:${key}` });
}

/** Edits the alert. It may wait to be posted still: then it is posted as solved. */
async function tellSolved({ enqueue }: Telling, found: Connection, { channel, key }: Alert, own: EntityManager): Promise<void> {
  const { store, healthSince: at, turnedBy } = found;
  const alert = (await own.findOne(Message, { channel, key }, { fields: ['card'] }))?.card ?? undefined;
  const card = connectionSolved({ alert, store, at, timeZone: store.timeZone, by: turnedBy ?? undefined });
  // Not under the id of the alert itself, or of the two that wait only the first would be posted.
  await enqueue(postCard, { channel, key, revision: at.getTime(), card }, { id: `post-card:${key}:solved` });
}
