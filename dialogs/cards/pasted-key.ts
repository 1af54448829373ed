import type { Card } from '../card.ts';

/** Somebody typed a key into the chat. It was hidden before it was kept; the messenger itself may show it still. */
export const pastedKey = (): Card => ({
  title: 'That was a key, and I do not keep it',
  tone: 'bad',
  text: 'What is typed in a chat can be seen by others. Please revoke that key in your store and make a new one; where your message still shows it, delete the message. I ask for keys where nobody else sees them.',
  actions: [{ label: 'Connect a store', command: 'connect', style: 'primary' }],
});
