import type { Card } from '../card.ts';
import type { Started, StoreName } from '../services.ts';
import { count, plain } from '../words.ts';
import { connectionRed } from './connection-red.ts';

/** A run has begun; its progress is told by its own message. */
export const started = (title: string, text: string): Card => ({
  title,
  text: `It has started, and a message of its own tells its progress. ${text}`.trim(),
});

/** Why a sync or an import was not started. `again` is the command that starts it later. */
export function notStarted(result: Exclude<Started, { state: 'started' }>, store: StoreName, again: string): Card {
  const name = plain(store.name);
  if (result.state === 'red') {
    const { reason = unknownReason, since, timeZone } = result.store;
    return connectionRed({ store, reason, since, timeZone });
  }
  if (result.state === 'running') {
    const what = result.days ? `An import of ${count(result.days, 'day')} from ${name}` : `A product sync of ${name}`;
    return { title: `${name} is busy`, text: `${what} is running already; its message tells the progress.`, actions: [status(store)] };
  }
  return {
    title: `The products of ${name} come first`,
    tone: 'warning',
    text: result.syncing
      ? 'They are being synced just now. An order can only come in when its products are known; please import when the sync is through.'
      : 'They are not synced yet. An order can only come in when its products are known.',
    actions: [
      ...(result.syncing ? [] : [{ label: 'Sync products', command: `sync ${store.handle}`, style: 'primary' as const }]),
      { label: 'Import', command: again },
    ],
  };
}

const unknownReason = { kind: 'unknown', text: 'The last check failed.' };
const status = ({ handle }: StoreName) => ({ label: 'Status', command: `status ${handle}` });
