import type { Card } from '../card.ts';
import type { AlertPlace } from '../services/alerts.ts';
import { plain } from '../words.ts';

type Alerts = { oneChannel: boolean; places: readonly AlertPlace[] };

/** Where the alerts of each store go, and the button that brings them here. */
export function alertList({ oneChannel, places }: Alerts): Card {
  if (oneChannel) return onlyChannel();
  const elsewhere = places.filter(({ here }) => !here);
  return {
    title: 'Where alerts go',
    text: `${whatAlertsAre} ${elsewhere.length > 0 ? 'To have them in another channel, type */om alerts here* there.' : 'They all come here.'}`,
    table: {
      columns: ['Store', 'Alerts go to'],
      rows: places.map(({ store, channel, here }) => [plain(store.name), here ? 'this channel' : plain(channel)]),
      actions: places.map(({ store, here }) => (here ? null : { label: 'Alerts here', command: `alerts here ${store.handle}` })),
    },
    actions: elsewhere.length > 1 ? [{ label: 'All alerts here', command: `alerts here ${everyStore}`, style: 'primary' }] : [],
  };
}

/** A chat in which there is no other channel. */
export const onlyChannel = (): Card => ({
  title: 'Alerts already come here',
  text: `This chat has one channel. ${whatAlertsAre}`,
});

const whatAlertsAre = 'I tell by myself when a store is no longer connected, when it is again, and when orders wait for you.';

/** What one types for all stores. */
export const everyStore = 'all';
