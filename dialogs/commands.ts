import type { Card } from './card.ts';
import { help } from './cards/help.ts';
import { unknownSentence, unknownWord } from './cards/not-understood.ts';
import { pastedKey } from './cards/pasted-key.ts';
import { alerts } from './commands/alerts.ts';
import { type Command, card, type Reply } from './commands/command.ts';
import { orders } from './commands/orders.ts';
import { payments } from './commands/payments.ts';
import { people } from './commands/people.ts';
import { settings } from './commands/settings.ts';
import { stores } from './commands/stores.ts';
import { types } from './commands/types.ts';
import type { Dialog } from './dialog.ts';
import { NotAllowed, refuse } from './roles.ts';
import type { Services } from './services.ts';
import { bare, nearest, wordsOf } from './understand.ts';

export type { Reply } from './commands/command.ts';
export { refuse } from './roles.ts';

const chapters = [stores, payments, settings, types, orders, alerts, people];

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
  return found ? answer(found, words, services) : card(unknown(words));
}

/** Answers who may ask this. A dialog's own role counts as well, so that no command begins it for somebody else. */
async function answer({ command, length }: Found, words: string[], services: Services): Promise<Reply> {
  const said = words.slice(length);
  const role = typeof command.role === 'function' ? command.role(said) : command.role;
  try {
    const refusal = await refuse(services, { role }, words.join(' '));
    if (refusal) return card(refusal);
    const reply = await command.answer(said, services);
    if (reply.kind !== 'dialog' || reply.dialog.role === role) return reply;
    const late = await refuse(services, reply.dialog, words.join(' '));
    return late ? card(late) : reply;
  } catch (error) {
    if (error instanceof NotAllowed) return card(error.card);
    throw error;
  }
}

type Found = { command: Command; length: number };

/** The command that these words begin with, by the most words of it. */
function find(words: readonly string[]): Found | undefined {
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

/** The nearest command, with what was said after it. In a whole sentence some word looks a little like some command by chance. */
function unknown(words: string[]): Card {
  const { at, candidate, far } = nearest(
    words,
    commands.flatMap((one) => one.words),
  );
  if (words.length > 3 && far > 1 / 3) return unknownSentence(words.join(' '));
  const said = at === 0 ? words.slice(1, 4) : [];
  const [word = candidate] = commands.find((one) => one.words.includes(candidate))?.words ?? [];
  return unknownWord(words.join(' '), [word, ...said].join(' '));
}
