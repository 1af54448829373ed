import { z } from 'zod';
import type { StoreName, StoreSummary } from './services.ts';
import { plain } from './words.ts';

type Other = Pick<StoreSummary, 'name' | 'handle' | 'orderPrefix'>;

export const prefixSchema = z
  .string('Please fill this in.')
  .trim()
  .max(10, 'Please use at most 10 characters.')
  .regex(/^[\p{L}\p{N}._/#-]*$/u, 'Please use letters, digits and - . _ / # only.');

/** Why a prefix is refused that another store has. */
export const prefixTaken = (given: string, { name }: StoreName) =>
  given
    ? `The orders of ${plain(name)} begin with ${given} already. Please choose another one.`
    : `The orders of ${plain(name)} have no prefix, so this store needs one, like DS-.`;

/** None for the first store; then the initials of its name, "DS-", and a number where another store has them. */
export function proposePrefix(name: string, others: readonly Other[]): string {
  if (others.length === 0) return '';
  const words = name.toUpperCase().match(/[\p{L}\p{N}]+/gu) ?? ['S'];
  const initials = words.length > 1 ? words.slice(0, 3).map((word) => Array.from(word)[0]) : Array.from(words[0] ?? 'S').slice(0, 2);
  const numbered = others.map((_, at) => `${initials.join('')}${at + 2}-`);
  return [`${initials.join('')}-`, ...numbered].find((prefix) => !clash(prefix, others)) ?? '';
}

/** The store whose order numbers would be the same. */
export const clash = <S extends Other>(prefix: string, others: readonly S[]): S | undefined =>
  others.find(({ orderPrefix }) => orderPrefix.toLowerCase() === prefix.toLowerCase());
