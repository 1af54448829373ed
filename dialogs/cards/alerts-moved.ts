import type { Card } from '../card.ts';
import type { AlertsMoved } from '../services/alerts.ts';
import type { StoreName } from '../services.ts';
import { list, plain } from '../words.ts';
import { everyStore, onlyChannel } from './alert-list.ts';

/** The test message in the channel itself: whoever is in it learns what will be told here. */
export const alertsComeHere = (stores: readonly StoreName[]): Card => ({
  title: `Alerts of ${names(stores)} come here now`,
  tone: 'good',
  text: 'This is a test message: it arrived. I tell here when a store is no longer connected, when it is again, and when orders wait for you.',
  actions: [{ label: 'Where alerts go', command: 'alerts' }],
});

/** The answer to who asked for them. */
export function alertsMoved(moved: AlertsMoved): Card {
  if (moved.state === 'only channel') return onlyChannel();
  const { channel, stores } = moved;
  if (moved.state === 'not in channel') return notInChannel(stores);
  return {
    title: `Alerts of ${names(stores)} go to ${plain(channel)}`,
    tone: 'good',
    text: 'I have just posted a test message there. What is told of a store without being asked goes there from now on.',
    actions: [{ label: 'Where alerts go', command: 'alerts' }],
  };
}

/** They asked in the channel itself, whose name a messenger may keep to itself. */
const notInChannel = (stores: readonly StoreName[]): Card => ({
  title: 'I am not in this channel yet',
  tone: 'warning',
  text: 'I can only post where I was invited, so nothing was changed. A private channel is fine, too.',
  steps: [
    'Type */invite @OM Bot* here, or add *OM Bot* to the members of this channel',
    'Then press *Alerts here*, or type */om alerts here* once more',
  ],
  actions: [{ label: 'Alerts here', command: `alerts here ${stores.length === 1 ? stores[0]?.handle : everyStore}`, style: 'primary' }],
});

const names = (stores: readonly StoreName[]) => few(stores.map(({ name }) => plain(name, 40)));
const few = (all: readonly string[]) => list(all.length > 4 ? [...all.slice(0, 3), `${all.length - 3} more stores`] : all);
