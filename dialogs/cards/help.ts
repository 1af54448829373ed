import type { Card } from '../card.ts';

/** Everything that may be typed: made from the commands themselves. */
export const help = (commands: readonly { usage: string; help: string }[]): Card => ({
  title: 'What you can ask me',
  text: 'Type it, in a channel after */om*, or press a button. Words in brackets may be left out; I ask for what I need.',
  table: { columns: ['Type', 'and this happens'], rows: commands.map(({ usage, help }) => [usage, help]) },
  actions: [
    { label: 'Connect a store', command: 'connect' },
    { label: 'Stores', command: 'stores' },
  ],
});
