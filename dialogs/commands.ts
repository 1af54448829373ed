import type { Card } from './card.ts';
import { help } from './cards/help.ts';
import { unknownWord } from './cards/not-understood.ts';
import { pastedKey } from './cards/pasted-key.ts';
import { type Command, card, type Reply } from './commands/command.ts';
import { orders } from './commands/orders.ts';
import { payments } from './commands/payments.ts';
import { settings } from './commands/settings.ts';
import { stores } from './commands/stores.ts';
import { types } from './commands/types.ts';
import type { Dialog } from './dialog.ts';
import type { Services } from './services.ts';
import { bare, nearest, wordsOf } from './understand.ts';

export type { Reply } from './commands/command.ts';

const chapters = [stores, payments, settings, types, orders];

/** All dialogs by name, so that a conversation can go on. */
export const dialogs: Record<string, Dialog<Services>> = Object.fromEntries(
  chapters.flatMap((chapter) => chapter.dialogs.map((one) => [one.name, one])),
);

/** The whole vocabulary, in the order of the help card. */
export const commands: readonly Command[] = [
  ...chapters.flatMap((chapter) => chapter.commands),
  { words: ['cancel', 'stop', 'quit'], usage: 'cancel', help: 'Leave the question at hand.', answer: () => ({ kind: 'cancel' }) },
  { words: ['help', 'hello', 'hi', '?'], usage: 'help', help: 'This list.', answer: () => card(help(commands)) },
];

/** Understands what was typed or pressed, and answers it. */
export async function command(text: string, services: Services): Promise<Reply> {
  if (text.includes(hiddenKey) || hidePastedKeys(text) !== text) return card(pastedKey());
  const words = wordsOf(text);
  if (words.length === 0) return card(help(commands));
  const found = find(words);
  return found ? found.command.answer(words.slice(found.length), services) : card(unknown(words));
}

/** The command that these words begin with, by the most words of it. */
function find(words: readonly string[]): { command: Command; length: number } | undefined {
  const said = words.map(bare);
  const begins = (phrase: string[]) => phrase.every((word, at) => said[at] === word);
  const found = commands.flatMap((command) =>
    command.words.flatMap((word) => (begins(word.split(' ')) ? { command, length: word.split(' ').length } : [])),
  );
  return found.sort((one, other) => other.length - one.length)[0];
}

/** What stands in a message where a key was. */
const hiddenKey = '[hidden key]';
const keys =
  /\b(?:(?:ck|cs)_[0-9a-z]{16,}|shp[a-z]{2}_[0-9a-z]{16,}|md-[\w-]{20,})|(?:(?<=:\/\/)|(?<!\S)(?!mailto:))[^\s/@:]+:[^\s/]+(?=@)/gi;

/** Masks keys of stores and of Mandrill in a message, and a password inside an address; without one it stays as it is. */
export const hidePastedKeys = (text: string): string => text.replace(keys, hiddenKey);

/** The nearest command, with what was said after it. */
function unknown(words: string[]): Card {
  const { at, candidate } = nearest(
    words,
    commands.flatMap((one) => one.words),
  );
  const said = at === 0 ? words.slice(1, 4) : [];
  const [word = candidate] = commands.find((one) => one.words.includes(candidate))?.words ?? [];
  return unknownWord(words.join(' '), [word, ...said].join(' '));
}
