/** What is offered to who opens the chat with the bot: at most four, as few as can be read at a glance. */
export const prompts: readonly { title: string; command: string }[] = [
  { title: 'How are my stores?', command: 'stores' },
  { title: 'Connect a store', command: 'connect' },
  { title: 'Import the orders of 14 days', command: 'import 14' },
  { title: 'Which orders wait, and why?', command: 'orders held' },
];

/** Said of the bot while it looks. */
export const working = 'is looking…';
