import type { Card } from '../card.ts';

/** Somebody typed a key into the chat. It was hidden before it was kept. */
export const pastedKey = (): Card => ({
  title: 'That was a key, and I have hidden it',
  tone: 'bad',
  text: 'It is not stored here, but what is typed in a chat can be seen on the way. Please revoke that key in your store and make a new one. I ask for keys in a form that hides them.',
  actions: [{ label: 'Connect a store', command: 'connect', style: 'primary' }],
});
