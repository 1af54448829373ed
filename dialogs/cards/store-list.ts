import type { Action, Card, Item, Tone } from '../card.ts';
import type { StoreSummary } from '../services.ts';
import { count, list, moment, plain, runNames } from '../words.ts';
import { noStores } from './no-stores.ts';

/** All stores, each with its sign, its last sync, its orders of today and its buttons. */
export const storeList = (stores: readonly StoreSummary[]): Card =>
  stores.length === 0
    ? noStores()
    : {
        title: stores.length === 1 ? 'Your store' : `Your ${count(stores.length, 'store')}`,
        items: stores.map(storeItem),
        actions: [{ label: 'Connect another store', command: 'connect' }],
      };

export const tones = { green: 'good', amber: 'warning', red: 'bad' } as const satisfies Record<StoreSummary['health'], Tone>;

/** One store in a list. */
export function storeItem(store: StoreSummary): Item {
  const { handle, syncedAt, timeZone, running } = store;
  const synced = syncedAt ? `Last sync ${moment(syncedAt, timeZone)}.` : 'Not synced yet.';
  const busy = running.length ? ` Running now: ${list(running.map((kind) => runNames[kind]))}.` : '';
  return {
    tone: tones[store.health],
    label: `${plain(store.name)} (${handle})`,
    text: `${healthLine(store)} ${synced} Today: ${today(store)}.${busy}`,
    actions: [
      { label: 'Sync', command: `sync ${handle}` },
      { label: 'Import', command: `import ${handle}` },
      { label: 'Status', command: `status ${handle}` },
      switchAction(store),
    ],
    press: switchAction(store),
  };
}

/** The sign in words, with its reason. */
export function healthLine({ health, reason, disabledBy }: StoreSummary): string {
  if (disabledBy) return `*Red*: disabled by ${plain(disabledBy)}.`;
  if (health === 'green') return '*Green*: connected and working.';
  return `*${health === 'amber' ? 'Amber' : 'Red'}*: ${plain(reason?.text ?? 'the last check failed.', 300)}`;
}

/** "12 orders", "12 orders, 2 of them wait": by the store's own day. */
export const today = ({ today: { imported, held } }: StoreSummary): string =>
  held ? `${count(imported + held, 'order')}, ${held} of them wait` : count(imported, 'order');

/** Pressing the sign: a connection that works is switched off, after a question; one that does not is checked and switched on. */
export const switchAction = ({ name, handle, health }: StoreSummary): Action =>
  health === 'red'
    ? { label: 'Switch on', command: `enable ${handle}` }
    : {
        label: 'Switch off',
        command: `disable ${handle}`,
        style: 'danger',
        confirm: `Switch ${plain(name)} off? New orders stop coming in. Nothing is deleted.`,
      };
