import type { Card } from '../card.ts';

/** The first words in a new chat. */
export const greeting = (): Card => ({
  title: 'Hello! I am OM Bot.',
  text: 'I connect your web shop to order management: products and orders come in by themselves, and I tell you when something is in the way. Let us start with your store.',
  actions: [
    { label: 'Connect a store', command: 'connect', style: 'primary' },
    { label: 'What can you do?', command: 'help' },
  ],
});
