import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import type { TypeKind } from './services/types.ts';

/** How the two lists are called. `list` is also what one types to see it. */
export const typeWords: Record<TypeKind, { label: string; one: string; list: string }> = {
  payment: { label: 'Payment type', one: 'payment type', list: 'payment types' },
  delivery: { label: 'Delivery type', one: 'delivery type', list: 'delivery types' },
};

/** The name of a payment or delivery type, on one line. */
export const typeName: z.ZodType<string> = z
  .string('Please fill this in.')
  .transform((typed) => typed.replace(/[\s\p{Cc}]+/gu, ' ').trim())
  .pipe(z.string().min(1, 'Please fill this in.').max(60, 'Please use at most 60 characters.'));

/** Two names that nobody could tell apart. */
export const sameName = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();

type Named = { name: string };

/** The type of this name, in whatever letter case. */
export const findType = <T extends Named>(said: string, types: readonly T[]): T | undefined =>
  types.find(({ name }) => sameName(name, said));

/** At most three whose names look most like it: those that hold the words first, then the nearest. */
export function nearestTypes<T extends Named>(said: string, types: readonly T[]): T[] {
  const wanted = said.toLowerCase().slice(0, 60);
  const farness = ({ name }: T) => (name.toLowerCase().includes(wanted) ? 0 : distance(wanted, name.toLowerCase()));
  return [...types].sort((one, other) => farness(one) - farness(other)).slice(0, 3);
}

/** "PayPal to Wallet": the types' names and the new one may hold "to" themselves. `to` is absent when no new name was said. */
export function readRename(words: readonly string[], types: readonly Named[]): { name: string; to?: string } {
  const splits = words.flatMap((word, at) =>
    word.toLowerCase() === 'to' && at > 0 ? [{ name: words.slice(0, at).join(' '), to: words.slice(at + 1).join(' ') }] : [],
  );
  const whole = { name: words.join(' ') };
  return [whole, ...splits].find(({ name }) => findType(name, types)) ?? splits[0] ?? whole;
}
