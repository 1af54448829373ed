import type { Card } from '../card.ts';
import type { StoreName } from '../services.ts';
import { moment, plain } from '../words.ts';

/** Posted once when a connection works again. */
export const connectionGreen = ({ store, since, timeZone }: { store: StoreName; since: Date; timeZone: string }): Card => ({
  title: `${plain(store.name)} is connected again`,
  tone: 'good',
  text: 'New orders come in again, also those placed meanwhile.',
  facts: [['Since', moment(since, timeZone)]],
  actions: [{ label: 'Status', command: `status ${store.handle}` }],
});
