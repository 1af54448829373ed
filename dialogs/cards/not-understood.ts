import type { Card } from '../card.ts';
import { prompts } from '../prompts.ts';
import type { StoreName } from '../services.ts';
import { plain } from '../words.ts';

/** A word that is no command: the nearest one as a button. */
export const unknownWord = (said: string, nearest: string): Card => ({
  title: `I don’t know “${plain(said, 30)}”`,
  text: 'Did you mean this?',
  actions: [
    { label: nearest, command: nearest, style: 'primary' },
    { label: 'What can you do?', command: 'help' },
  ],
});

/** A sentence without any command: what most people ask, as buttons. */
export const unknownSentence = (said: string): Card => ({
  title: `I don’t understand “${plain(said, 30)}”`,
  text: 'I go by short commands, such as these:',
  actions: [...prompts.map(({ title, command }) => ({ label: title, command })), { label: 'What can you do?', command: 'help' }],
});

/** A name that no store has: the nearest ones as buttons. `commandFor` says what was asked, of that store. */
export const unknownStore = (said: string, nearest: readonly StoreName[], commandFor: (handle: string) => string): Card => ({
  title: `I know no store “${plain(said, 30)}”`,
  text: 'Did you mean one of these?',
  actions: [
    ...nearest.map(({ name, handle }) => ({ label: plain(name, 30), command: commandFor(handle) })),
    { label: 'Stores', command: 'stores' },
  ],
});
