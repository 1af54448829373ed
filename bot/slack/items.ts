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

export const itemText = ({ tone, label, text }: Item): string => {
  // What is told below it would hide where the next entry begins.
  const name = text && !label.includes('*') ? bold(label) : label;
  return `${signs[tone]} ${name}${text ? `\n${text}` : ''}`;
};

/** What pressing the sign would do has a button of its own, where it has none already. */
const actionsOf = ({ actions = [], press }: Item) =>
  press && !actions.some(({ command }) => command === press.command) ? [...actions, press] : actions;
