import { meant as givenOf } from '../about-store.ts';
import type { Card } from '../card.ts';
import { noStores } from '../cards/no-stores.ts';
import { unknownStore } from '../cards/not-understood.ts';
import type { Dialog, Role } from '../dialog.ts';
import type { Services, StoreChoice } from '../services.ts';
import { findStores, nearestStores } from '../understand.ts';

/** The answer to a command. `none`: the message of the run that was started answers. `given` is what the dialog need not ask. */
export type Reply =
  | { kind: 'card'; card: Card }
  | { kind: 'dialog'; dialog: Dialog<Services>; given: Record<string, Record<string, unknown>> }
  | { kind: 'cancel' }
  | { kind: 'none' };

/**
 * One thing that may be asked, by typing or by a button. `words` are what it begins with, one or more words each; `said` are those after.
 * `role` is what it takes; everybody may do what takes none.
 */
export type Command = {
  words: string[];
  usage: string;
  help: string;
  role?: Role | ((said: string[]) => Role | undefined);
  answer: (said: string[], services: Services) => Reply | Promise<Reply>;
};

/** What belongs together: its commands, in the order of the help card, and the dialogs that they begin. */
export type Chapter = { commands: Command[]; dialogs: Dialog<Services>[] };

export const card = (card: Card): Reply => ({ kind: 'card', card });
export const begin = (dialog: Dialog<Services>, given: Record<string, Record<string, unknown>> = {}): Reply => ({
  kind: 'dialog',
  dialog,
  given,
});

export type Direct = (store: StoreChoice, services: Services) => Promise<Reply>;

/** A command about one store. With one store its name need not be said; `direct` answers when it is clear which is meant. */
export function aboutOne(name: string, dialog: Dialog<Services>, direct?: Direct) {
  return async (words: string[], services: Services): Promise<Reply> => {
    const said = words.join(' ');
    const meant = findMeant(said, await services.storeNames(), (handle) => `${name} ${handle}`);
    if ('kind' in meant) return meant;
    const [store, another] = meant;
    return direct && store && !another ? direct(store, services) : begin(dialog, givenOf(meant));
  };
}

/** The stores that may be meant, or the answer that there is none. `commandFor` says again what was asked, of another store. */
export function findMeant(said: string, all: StoreChoice[], commandFor: (handle: string) => string): StoreChoice[] | Reply {
  if (all.length === 0) return card(noStores());
  const found = said === '' ? all : findStores(said, all);
  return found.length > 0 ? found : card(unknownStore(said, nearestStores(said, all), commandFor));
}
