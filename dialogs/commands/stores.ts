import { meant as givenOf } from '../about-store.ts';
import { noStores } from '../cards/no-stores.ts';
import { notStarted } from '../cards/run-started.ts';
import { disabled } from '../cards/store-disabled.ts';
import { storeList } from '../cards/store-list.ts';
import { storeStatus } from '../cards/store-status.ts';
import { checkStore, enableStore } from '../check-store.ts';
import { connectGiven, connectStore } from '../connect-store.ts';
import { disableStore } from '../disable-store.ts';
import { areDays, importOrders } from '../import-orders.ts';
import { reconnectStore } from '../reconnect-store.ts';
import type { Services, Started, StoreName } from '../services.ts';
import { showStore } from '../show-store.ts';
import { syncStore } from '../sync-store.ts';
import { readImport } from '../understand.ts';
import { aboutOne, begin, type Chapter, card, findMeant, type Reply } from './command.ts';

/** Connecting stores, bringing their products and orders, and their connections. */
export const stores: Chapter = {
  dialogs: [connectStore, reconnectStore, importOrders, syncStore, checkStore, enableStore, disableStore, showStore],
  commands: [
    {
      words: ['connect', 'add'],
      role: 'manager',
      usage: 'connect [platform]',
      help: 'Connect a store: I show where its keys are, check them, and sync its products.',
      answer: (said) => begin(connectStore, connectGiven(said)),
    },
    {
      words: ['stores', 'list', 'shops'],
      usage: 'stores',
      help: 'All your stores: green, amber or red, the last sync, the orders of today.',
      answer: async (_, services) => card(storeList(await services.stores())),
    },
    {
      words: ['status'],
      usage: 'status [store]',
      help: 'One store in full: its health, what waits, and what can be done about it.',
      answer: aboutOne('status', showStore, async ({ handle }, services) => {
        const store = await services.store(handle);
        return card(store ? storeStatus(store) : noStores());
      }),
    },
    {
      words: ['sync', 'synchronize', 'synchronise'],
      usage: 'sync [store]',
      help: 'Bring the store’s products here. Nothing in the store is changed.',
      answer: aboutOne('sync', syncStore, async (store, services) =>
        run(await services.startSync({ store: store.handle }), store, `sync ${store.handle}`),
      ),
    },
    {
      words: ['import'],
      role: 'manager',
      usage: 'import [days] [store] [now]',
      help: 'Bring orders of the last 1 to 365 days. I tell first what would come in; “now” skips that.',
      answer: startImport,
    },
    {
      words: ['check', 'test'],
      usage: 'check [store]',
      help: 'Check a store’s connection at once, right by right.',
      answer: aboutOne('check', checkStore),
    },
    {
      words: ['reconnect'],
      role: 'manager',
      usage: 'reconnect [store]',
      help: 'Give new keys for a store. Nothing of it is lost.',
      answer: aboutOne('reconnect', reconnectStore),
    },
    {
      words: ['disable', 'disconnect'],
      role: 'manager',
      usage: 'disable [store]',
      help: 'Switch a store off: new orders stop coming in, nothing is deleted.',
      answer: aboutOne('disable', disableStore, async ({ handle }, services) => card(disabled(await services.disable(handle)))),
    },
    {
      words: ['enable'],
      role: 'manager',
      usage: 'enable [store]',
      help: 'Check a store and switch it on again.',
      answer: aboutOne('enable', enableStore),
    },
  ],
};

const run = (result: Started, store: StoreName, again: string): Reply =>
  result.state === 'started' ? { kind: 'none' } : card(notStarted(result, store, again));

async function startImport(said: string[], services: Services): Promise<Reply> {
  const all = await services.storeNames();
  const { days, store: name, now, stamp } = readImport(said, all);
  const commandFor = (handle: string) => ['import', ...(areDays(days) ? [days] : []), handle, ...(now ? ['now'] : [])].join(' ');
  const meant = findMeant(name, all, commandFor);
  if ('kind' in meant) return meant;
  const [store, another] = meant;
  if (!store || another || !areDays(days))
    return begin(importOrders, { ...givenOf(meant), ...(days === undefined ? {} : { days: { days } }), now: { now } });
  // Pressed again later, it still imports only what was looked at.
  const again = [commandFor(store.handle), ...(stamp ? [stamp] : [])].join(' ');
  return run(await services.startImport({ store: store.handle, days, dryRun: !now, stamp }), store, again);
}
