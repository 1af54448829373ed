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
  `${plain(person) || 'Somebody'} changed this meanwhile: ${moment(new Date(at), timeZone)}.`;

/** Whose word counts. Nothing is chosen beforehand. */
export const whose = () =>
  choice<'mine' | 'theirs'>('Whose shall it be?', [
    { value: 'mine', label: 'Mine: save what I chose' },
    { value: 'theirs', label: 'Theirs: leave it as it is now' },
  ]);

/** One value of a change, as people read it. */
export function changedValue(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return digits(value);
  const parts = (Array.isArray(value) ? value : [value]).filter((part) => typeof part === 'string' && part !== '');
  return parts.length > 0 ? list(parts.map((part) => plain(part, 40))) : 'none';
}
