import { meant as givenOf } from '../about-store.ts';
import { type AlertsGiven, alertsHere } from '../alerts-here.ts';
import { alertList, everyStore, onlyChannel } from '../cards/alert-list.ts';
import { noStores } from '../cards/no-stores.ts';
import type { Services } from '../services.ts';
import { bare } from '../understand.ts';
import { begin, type Chapter, card, findMeant, type Reply } from './command.ts';

/** Where a store's alerts go. */
export const alerts: Chapter = {
  dialogs: [alertsHere],
  commands: [
    {
      words: ['alerts', 'alert'],
      usage: 'alerts',
      help: 'Where the alerts of each store go.',
      answer: async (_, services) => {
        const found = await services.alertPlaces();
        return card(found.places.length > 0 ? alertList(found) : noStores());
      },
    },
    {
      words: ['alerts here', 'alert here'],
      usage: 'alerts here [store]',
      help: 'Have a store’s alerts in this channel; I post a test message at once.',
      role: 'manager',
      answer: here,
    },
  ],
};

async function here(said: string[], services: Services): Promise<Reply> {
  const stores = await services.storeNames();
  if (stores.length === 0) return card(noStores());
  if ((await services.alertPlaces()).oneChannel) return card(onlyChannel());
  const name = said.join(' ');
  const isAll = [everyStore, `${everyStore} stores`].includes(bare(name));
  const meant = findMeant(isAll ? '' : name, stores, (handle) => `alerts here ${handle}`);
  if ('kind' in meant) return meant;
  const scope: AlertsGiven['scope'] = { meant: isAll ? 'all' : name === '' ? 'one or all' : 'one' };
  return begin(alertsHere, { ...givenOf(meant), scope });
}
