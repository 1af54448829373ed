import type { Action, Card, Item } from '../card.ts';
import type { HomeStore } from '../services/home.ts';
import { modeMeaning } from '../settings-words.ts';
import { count, plain } from '../words.ts';
import { enable, notComingIn, reconnect } from './connection-red.ts';
import { heldItems, waitingCount } from './held-reasons.ts';
import { noStores } from './no-stores.ts';
import { storeItem } from './store-list.ts';

/** The first page of a messenger that has one: the stores, what is not done yet, and a button for everything. */
export const home = (stores: readonly HomeStore[]): Card[] =>
  stores.length === 0
    ? [{ ...noStores(), actions: [...(noStores().actions ?? []), help, managers] }]
    : [theStores(stores), toDo(stores), everything];

const theStores = (stores: readonly HomeStore[]): Card => ({
  title: stores.length === 1 ? 'Your store' : `Your ${count(stores.length, 'store')}`,
  items: stores.map((store) => ({ ...storeItem(store), text: [storeItem(store).text, modeText(store)].filter(Boolean).join(' ') })),
});

/** With the usual mode its rows tell how orders are paid; the others are worth knowing. */
const modeText = ({ mode }: HomeStore) => (mode === 'adjusted' ? '' : `Payment transfer: ${modeMeaning(mode)}.`);

function toDo(stores: readonly HomeStore[]): Card {
  const items = stores.flatMap((store) => [...connection(store), ...products(store), ...payments(store), ...orders(store)]);
  if (items.length > 0) return { title: 'What is not done yet', tone: 'warning', items };
  return { title: 'Nothing is left to do', tone: 'good', text: 'When something comes up, I tell you in the channel for alerts.' };
}

function connection(store: HomeStore): Item[] {
  if (store.health !== 'red') return [];
  const text = `${plain(store.reason?.text ?? 'The last check failed.', 300)} ${notComingIn}`;
  const off = store.disabledBy !== undefined;
  return [
    {
      tone: 'bad',
      label: `${plain(store.name)} is ${off ? 'switched off' : 'not connected'}`,
      text,
      actions: [off ? enable(store) : reconnect(store)],
    },
  ];
}

function products(store: HomeStore): Item[] {
  if (store.firstSyncedAt) return [];
  const text = 'An order can only come in when its products are known.';
  if (store.running.includes('products'))
    return [{ tone: 'neutral', label: `The products of ${plain(store.name)} are being synced just now`, text }];
  if (store.health === 'red') return [];
  const sync = { label: 'Sync products', command: `sync ${store.handle}`, style: 'primary' as const };
  return [{ tone: 'warning', label: `The products of ${plain(store.name)} are not synced yet`, text, actions: [sync] }];
}

/** In the other modes orders come in without rows. */
function payments({ name, handle, mode, paymentsRead, toMap, health }: HomeStore): Item[] {
  if (mode !== 'adjusted' || (paymentsRead && toMap === 0) || (!paymentsRead && health === 'red')) return [];
  const label = paymentsRead
    ? `${count(toMap, 'payment instrument')} of ${plain(name)} to map`
    : `The payment instruments of ${plain(name)} are not read yet`;
  const open = { label: paymentsRead ? 'Payment instruments' : 'Read payment instruments', command: `payments ${handle}` };
  return [{ tone: 'warning', label, text: 'Orders wait until you have confirmed how they are paid.', actions: [open] }];
}

function orders({ name, handle, held, methods, statuses }: HomeStore): Item[] {
  const waiting = waitingCount(held, statuses);
  if (waiting === 0) return [];
  const reasons = heldItems(held, { methods, statuses }).filter(({ tone }) => tone === 'warning');
  return [
    {
      tone: 'warning',
      label: `${count(waiting, 'order')} of ${plain(name)} ${waiting === 1 ? 'waits' : 'wait'}`,
      text: `${reasons
        .slice(0, 3)
        .map(({ label }) => label)
        .join('. ')}${reasons.length > 3 ? '…' : '.'}`,
      actions: [{ label: 'Waiting orders', command: `orders held ${handle}` }],
    },
  ];
}

const managers: Action = { label: 'Managers', command: 'managers' };
const help: Action = { label: 'What can you do?', command: 'help' };

const everything: Card = {
  title: 'What shall I do?',
  actions: [
    { label: 'Connect a store', command: 'connect' },
    { label: 'Import orders', command: 'import' },
    { label: 'Payment instruments', command: 'payments' },
    { label: 'Settings', command: 'settings' },
    { label: 'Orders', command: 'orders' },
    { label: 'Stock', command: 'stock' },
    { label: 'History', command: 'history' },
    { label: 'Alerts', command: 'alerts' },
    managers,
    help,
  ],
};
