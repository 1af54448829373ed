import { meant } from '../about-store.ts';
import { onlyOneStore, sameStore } from '../cards/copy-plan.ts';
import { noStores } from '../cards/no-stores.ts';
import { storeSettings } from '../cards/store-settings.ts';
import { copySettings, readCopy } from '../copy-settings.ts';
import type { Services } from '../services.ts';
import { changeSettings, showSettings } from '../store-settings.ts';
import { aboutOne, begin, type Chapter, card, findMeant, type Reply } from './command.ts';

/** How orders of a store are transferred. */
export const settings: Chapter = {
  dialogs: [showSettings, changeSettings, copySettings],
  commands: [
    {
      words: ['settings', 'setting'],
      usage: 'settings [store]',
      help: 'How a store’s orders are transferred: what comes along, paid or not, how often.',
      answer: aboutOne('settings', showSettings, async ({ handle }, services) => {
        const state = await services.settings(handle);
        return card(state ? storeSettings(state) : noStores());
      }),
    },
    {
      words: ['change settings', 'edit settings'],
      role: 'manager',
      usage: 'change settings [store]',
      help: 'Change them. Orders that came in before stay as they are.',
      answer: aboutOne('change settings', changeSettings),
    },
    {
      words: ['copy settings', 'copy'],
      role: 'manager',
      usage: 'copy settings [from store] [to store]',
      help: 'Set one store like another; I show the differences first.',
      answer: copy,
    },
  ],
};

async function copy(said: string[], services: Services): Promise<Reply> {
  const all = await services.storeNames();
  const [first, second] = all;
  if (!first) return card(noStores());
  if (!second) return card(onlyOneStore(first));
  const named = readCopy(said, all);
  const from = findMeant(named.from, all, (handle) => `copy settings from ${handle}${named.to && ` to ${named.to}`}`);
  if ('kind' in from) return from;
  const to = findMeant(named.to, all, (handle) => `copy settings ${named.from && `from ${named.from} `}to ${handle}`);
  if ('kind' in to) return to;
  const [one, other] = [only(from), only(to)];
  if (one && one === other) return card(sameStore(one));
  // The one that is clear cannot be the other as well.
  const stores = { from: from.filter((store) => store !== other), to: to.filter((store) => store !== one) };
  return begin(copySettings, { stores: { from: meant(stores.from).stores.list, to: meant(stores.to).stores.list } });
}

const only = <T>(list: readonly T[]): T | undefined => (list.length === 1 ? list[0] : undefined);
