import { text } from '../words.ts';

/** "1" is yes; newer versions of PHP may write a number or a boolean. */
export const isYes = (value: unknown): boolean => value === true || text(value) === '1';

/** "0" is none. */
export const reference = (value: unknown): string | undefined => (text(value) && text(value) !== '0' ? text(value) : undefined);

/** A text, or one of its translations: a list of { id of the language, value }. */
export function translated(value: unknown, language?: string): string {
  if (!Array.isArray(value)) return text(value).trim();
  const all = value.map((one: unknown) => {
    const told = one && typeof one === 'object' ? new Map(Object.entries(one)) : new Map<string, unknown>();
    return { id: text(told.get('id')), value: text(told.get('value')).trim() };
  });
  return (all.find(({ id, value }) => id === language && value) ?? all.find((one) => one.value))?.value ?? '';
}
