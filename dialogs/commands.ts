import { meant as givenOf } from './about-store.ts';
import type { Card } from './card.ts';
import { help } from './cards/help.ts';
import { noStores } from './cards/no-stores.ts';
import { unknownStore, unknownWord } from './cards/not-understood.ts';
import { pastedKey } from './cards/pasted-key.ts';
import { notStarted } from './cards/run-started.ts';
import { disabled } from './cards/store-disabled.ts';
import { storeList } from './cards/store-list.ts';
import { storeStatus } from './cards/store-status.ts';
import { checkStore, enableStore } from './check-store.ts';
import { connectGiven, connectStore } from './connect-store.ts';
import type { Dialog } from './dialog.ts';
import { disableStore } from './disable-store.ts';
import { areDays, importOrders } from './import-orders.ts';
import { reconnectStore } from './reconnect-store.ts';
import type { Services, Started, StoreSummary } from './services.ts';
import { showStore } from './show-store.ts';
import { syncStore } from './sync-store.ts';
import { bare, findStores, nearest, nearestStores, readImport, wordsOf } from './understand.ts';

/** The answer to a command. `none`: the message of the run that was started answers. `given` is what the dialog need not ask. */
export type Reply =
  | { kind: 'card'; card: Card }
  | { kind: 'dialog'; dialog: Dialog<Services>; given: Record<string, Record<string, unknown>> }
  | { kind: 'cancel' }
  | { kind: 'none' };

/** One thing that may be asked, by typing or by a button. `said` are the words after its own. */
type Command = { words: string[]; usage: string; help: string; answer: (said: string[], services: Services) => Reply | Promise<Reply> };

/** All dialogs by name, so that a conversation can go on. */
export const dialogs: Record<string, Dialog<Services>> = Object.fromEntries(
  [connectStore, reconnectStore, importOrders, syncStore, checkStore, enableStore, disableStore, showStore].map((one) => [one.name, one]),
);

/** The whole vocabulary, in the order of the help card. */
export const commands: readonly Command[] = [
  {
    words: ['connect', 'add'],
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
    usage: 'reconnect [store]',
    help: 'Give new keys for a store. Nothing of it is lost.',
    answer: aboutOne('reconnect', reconnectStore),
  },
  {
    words: ['disable', 'disconnect'],
    usage: 'disable [store]',
    help: 'Switch a store off: new orders stop coming in, nothing is deleted.',
    answer: aboutOne('disable', disableStore, async ({ handle }, services) => card(disabled(await services.disable(handle)))),
  },
  { words: ['enable'], usage: 'enable [store]', help: 'Check a store and switch it on again.', answer: aboutOne('enable', enableStore) },
  { words: ['cancel', 'stop', 'quit'], usage: 'cancel', help: 'Leave the question at hand.', answer: () => ({ kind: 'cancel' }) },
  { words: ['help', 'hello', 'hi', '?'], usage: 'help', help: 'This list.', answer: () => card(help(commands)) },
];

/** Understands what was typed or pressed, and answers it. */
export async function command(text: string, services: Services): Promise<Reply> {
  if (text.includes(hiddenKey) || hidePastedKeys(text) !== text) return card(pastedKey());
  const words = wordsOf(text);
  const [first, ...said] = words;
  if (first === undefined) return card(help(commands));
  const found = commands.find((one) => one.words.includes(bare(first)));
  return found ? found.answer(said, services) : card(unknown(words));
}

/** What stands in a message where a key was. */
const hiddenKey = '[hidden key]';
const keys =
  /\b(?:(?:ck|cs)_[0-9a-z]{16,}|shp[a-z]{2}_[0-9a-z]{16,}|md-[\w-]{20,})|(?:(?<=:\/\/)|(?<!\S)(?!mailto:))[^\s/@:]+:[^\s/]+(?=@)/gi;

/** Masks keys of stores and of Mandrill in a message, and a password inside an address; without one it stays as it is. */
export const hidePastedKeys = (text: string): string => text.replace(keys, hiddenKey);

const card = (card: Card): Reply => ({ kind: 'card', card });
const begin = (dialog: Dialog<Services>, given: Record<string, Record<string, unknown>>): Reply => ({ kind: 'dialog', dialog, given });
const run = (result: Started, store: StoreSummary, again: string): Reply =>
  result.state === 'started' ? { kind: 'none' } : card(notStarted(result, store, again));

type Direct = (store: StoreSummary, services: Services) => Promise<Reply>;

/** A command about one store. With one store its name need not be said; `direct` answers when it is clear which is meant. */
function aboutOne(name: string, dialog: Dialog<Services>, direct?: Direct) {
  return async (words: string[], services: Services): Promise<Reply> => {
    const said = words.join(' ');
    const meant = findMeant(said, await services.stores(), (handle) => `${name} ${handle}`);
    if ('kind' in meant) return meant;
    const [store, another] = meant;
    return direct && store && !another ? direct(store, services) : begin(dialog, givenOf(meant));
  };
}

/** The stores that may be meant, or the answer that there is none. `commandFor` says again what was asked, of another store. */
function findMeant(said: string, all: StoreSummary[], commandFor: (handle: string) => string): StoreSummary[] | Reply {
  if (all.length === 0) return card(noStores());
  const found = said === '' ? all : findStores(said, all);
  return found.length > 0 ? found : card(unknownStore(said, nearestStores(said, all), commandFor));
}

async function startImport(said: string[], services: Services): Promise<Reply> {
  const all = await services.stores();
  const { days, store: name, now } = readImport(said, all);
  const commandFor = (handle: string) => ['import', ...(areDays(days) ? [days] : []), handle, ...(now ? ['now'] : [])].join(' ');
  const meant = findMeant(name, all, commandFor);
  if ('kind' in meant) return meant;
  const [store, another] = meant;
  if (!store || another || !areDays(days))
    return begin(importOrders, { ...givenOf(meant), ...(days === undefined ? {} : { days: { days } }), now: { now } });
  return run(await services.startImport({ store: store.handle, days, dryRun: !now }), store, commandFor(store.handle));
}

/** The nearest command, with what was said after it. */
function unknown(words: string[]): Card {
  const { at, candidate } = nearest(
    words,
    commands.flatMap((one) => one.words),
  );
  const said = at === 0 ? words.slice(1, 4) : [];
  const [word = candidate] = commands.find((one) => one.words.includes(candidate))?.words ?? [];
  return unknownWord(words.join(' '), [word, ...said].join(' '));
}
