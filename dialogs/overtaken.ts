import type { Notice } from './dialog.ts';
import { choice } from './fields.ts';
import type { Overtaken } from './services/payments.ts';
import { digits, list, moment, plain } from './words.ts';

/** Somebody else changed the same thing while a person was at it: what, from what, to what. */
export const overtakenNotice = (by: Overtaken, timeZone: string): Notice => ({
  tone: 'warning',
  text: changedBy(by, timeZone),
  items: Object.keys({ ...by.before, ...by.after }).map((field) => ({
    tone: 'neutral',
    label: plain(field),
    text: `${changedValue(by.before[field])} → ${changedValue(by.after[field])}`,
  })),
});

export const changedBy = ({ person, at }: Overtaken, timeZone: string): string =>
  `${upperFirst(plain(person) || 'somebody')} changed this meanwhile: ${moment(new Date(at), timeZone)}.`;

const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Whose word counts. Nothing is chosen beforehand. It may have been the same person, in another window. */
export const whose = () =>
  choice<'mine' | 'theirs'>('Which shall it be?', [
    { value: 'mine', label: 'Save what I chose now' },
    { value: 'theirs', label: 'Leave it as it was changed meanwhile' },
  ]);

/** One value of a change, as people read it. */
export function changedValue(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return digits(value);
  const parts = (Array.isArray(value) ? value : [value]).filter((part) => typeof part === 'string' && part !== '');
  return parts.length > 0 ? list(parts.map((part) => plain(part, 40))) : 'none';
}
