import type { Item, Tone } from '../../dialogs/card.ts';
import { bold, packed, section } from './blocks.ts';
import { button, buttonRows } from './buttons.ts';
import type { Part } from './pages.ts';

/** They differ in shape as in colour. */
export const signs: Record<Tone, string> = { good: '✅', warning: '⚠️', bad: '🔴', neutral: '•' };

/** A list with signs. Entries without buttons stand together; one button stands beside its entry, several under it. */
export function itemParts(items: readonly Item[], prefix = ''): Part[] {
  const parts: Part[] = [];
  let plain: Item[] = [];
  const together = () => {
    parts.push(...packed(plain.map(itemText)).map(({ section, count }) => ({ blocks: [section], count })));
    plain = [];
  };
  for (const [at, item] of items.entries()) {
    const actions = actionsOf(item);
    if (!actions.length) {
      plain.push(item);
      continue;
    }
    together();
    const buttons = actions.map((action, index) => button(action, `${prefix}item:${at}:${index}`, item.label));
    const [only, ...others] = buttons;
    const [first, ...rest] = buttonRows(buttons);
    const text = section(itemText(item));
    parts.push({ blocks: only && !others.length ? [{ ...text, accessory: only }] : [text, ...(first ? [first] : [])], count: 1 });
    parts.push(...rest.map((row) => ({ blocks: [row], count: 0 })));
  }
  together();
  return parts;
}

/** In ours: so short that it stands beside the name. */
const few = 24;

export const itemText = ({ tone, label, text }: Item): string => {
  if (!text) return `${signs[tone]} ${label}`;
  // Told below it, a name that is not bold would hide where the next entry begins.
  const named = (name: string) => (label.includes('*') ? name : bold(name));
  const beside = text.length <= few && !text.includes('\n');
  return `${signs[tone]} ${beside ? `${named(`${label}:`)} ${text}` : `${named(label)}\n${text}`}`;
};

/** What pressing the sign would do has a button of its own, where it has none already. */
const actionsOf = ({ actions = [], press }: Item) =>
  press && !actions.some(({ command }) => command === press.command) ? [...actions, press] : actions;
