import type { Card } from '../card.ts';

/** Nothing can be done before a store is connected. */
export const noStores = (): Card => ({
  title: 'No store is connected yet',
  text: 'Connecting one takes about three minutes; I show you where everything is.',
  actions: [{ label: 'Connect a store', command: 'connect', style: 'primary' }],
});
