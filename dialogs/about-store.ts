import { dialog, type Role } from './dialog.ts';
import { choice } from './fields.ts';
import type { Services, StoreChoice } from './services.ts';
import { plain } from './words.ts';

/** What a command knows when it begins a dialog about one store: which stores may be meant. */
export type Meant = { stores: { list: StoreChoice[] } };

/** The beginning of every dialog about one store: asks which, unless only one can be meant. */
export const aboutStore = <Given extends object = object>(name: string, options?: { role?: Role }) =>
  dialog<Services, Given & Meant>(name, options).ask('store', whichStore, { unless: isClear });

export const whichStore = ({ stores }: Meant) => ({
  title: 'Which store?',
  fields: {
    handle: choice(
      'Store',
      stores.list.map((store) => ({ value: store.handle, label: `${plain(store.name)} (${store.handle})` })),
    ),
  },
});

export const isClear = ({ stores }: Meant): boolean => stores.list.length === 1;

/** The store that was chosen, or the only one that could be meant. */
export function chosen({ stores, store }: Meant & { store?: { handle: string } }): StoreChoice {
  const found = stores.list.length === 1 ? stores.list[0] : stores.list.find(({ handle }) => handle === store?.handle);
  if (!found) throw new Error('A dialog about a store began without one.');
  return found;
}

/** What a command gives to a dialog about one of these stores. */
export const meant = (stores: readonly StoreChoice[]): Meant => ({
  stores: { list: stores.map(({ name, handle, platform, url }) => ({ name, handle, platform, url })) },
});
