import type { Card } from '../card.ts';
import type { StoreName } from '../services.ts';
import { plain } from '../words.ts';

/** No order of this number is here. Whether the store has it is another question, which takes longer. */
export const unknownOrder = (number: string, { name, handle }: StoreName): Card => ({
  title: `Order ${plain(number, 30)} of ${plain(name)} is not here`,
  text: 'Perhaps it did not come in yet. I can ask the store for it, and tell why.',
  actions: [
    { label: 'Why?', command: `why ${number} ${handle}`, style: 'primary' },
    { label: 'Orders', command: `orders ${handle}` },
  ],
});

/** The store's API shows no such order. */
export const nowhere = (number: string, { name, handle }: StoreName): Card => ({
  title: `${plain(name)} shows no order ${plain(number, 30)}`,
  tone: 'warning',
  text: `${whyNowhere} Please look at its number in the store.`,
  actions: [
    { label: 'Orders', command: `orders ${handle}`, style: 'primary' },
    { label: 'Check the connection', command: `check ${handle}` },
  ],
});

/** What a store's API does not show. */
export const whyNowhere =
  'Half-finished checkouts, orders in the bin, and orders that a plugin keeps for itself are not shown to us; and the number may be another one.';

/** It was disconnected while somebody was asked. */
export const storeGone = (): Card => ({
  title: 'This store is gone',
  text: 'It is no longer among your stores.',
  actions: [{ label: 'Stores', command: 'stores', style: 'primary' }],
});
