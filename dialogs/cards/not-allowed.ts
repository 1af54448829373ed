import type { Card } from '../card.ts';
import type { Managers } from '../services/people.ts';
import { either, plain } from '../words.ts';

/**
 * Somebody asked for what takes the role of a manager: whom to ask for it, and what they should type. Whom they named is left out: a
 * messenger may tell it as a number.
 */
export const notAllowed = ({ admins, ask, you }: Pick<Managers, 'admins' | 'ask' | 'you'>, asked?: string): Card => ({
  title: 'Only managers may do this',
  tone: 'warning',
  text: `${asked ? `“${plain(asked.replace(/@\S+/g, '…'), 60)}”` : 'This'} needs the role *manager*, and you do not have it. Nothing was done. Looking at things is open to everybody.`,
  steps: [
    `Ask ${either([...ask.slice(0, 3).map((name) => `*${plain(name, 40)}*`), `one of your ${admins}`])}`,
    `They type */om managers add @${plain(you, 40)}*: after the @ they choose you from the list`,
    'Then ask me again',
  ],
  actions: [{ label: 'Who may change things', command: 'managers' }],
});
