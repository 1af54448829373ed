import { z } from 'zod';

/** `help` is what choosing it means, in one sentence. */
export type Option = { value: string; label: string; help?: string };
export type FieldKind = 'text' | 'secret' | 'number' | 'date' | 'choice' | 'choices';

/** One question of a form. `kind` renders it, `schema` judges the answer: its message stands beside the field. */
export type Field<T = unknown> = {
  kind: FieldKind;
  label: string;
  help?: string;
  placeholder?: string;
  initial?: T;
  options?: Option[];
  schema: z.ZodType<T>;
};

type Extra<T> = { help?: string; placeholder?: string; initial?: T; schema?: z.ZodType<T> };

const required = z.string('Please fill this in.').trim().min(1, 'Please fill this in.');

export const text = (label: string, { schema = required, ...extra }: Extra<string> = {}): Field<string> => ({
  kind: 'text',
  label,
  schema,
  ...extra,
});

export const secret = (label: string, { schema = required, ...extra }: Omit<Extra<string>, 'initial'> = {}): Field<string> => ({
  kind: 'secret',
  label,
  schema,
  ...extra,
});

/** A whole number; typed text is read as one. */
export const number = (label: string, { min, max, ...extra }: Extra<number> & { min: number; max: number }): Field<number> => ({
  kind: 'number',
  label,
  schema: z.preprocess((typed) => (typeof typed === 'string' && typed.trim() !== '' ? Number(typed.trim()) : typed), wholeNumber(min, max)),
  ...extra,
});

/** A day as "2026-11-23". */
export const date = (label: string, { schema = z.iso.date('Please choose a day.'), ...extra }: Extra<string> = {}): Field<string> => ({
  kind: 'date',
  label,
  schema,
  ...extra,
});

export const choice = <V extends string = string>(label: string, options: Option[], extra: Extra<V> = {}): Field<V> => ({
  kind: 'choice',
  label,
  options,
  schema: z.custom<V>((value) => options.some((option) => option.value === value), 'Please choose one of these.'),
  ...extra,
});

export const choices = (label: string, options: Option[], extra: Extra<string[]> = {}): Field<string[]> => ({
  kind: 'choices',
  label,
  options,
  schema: z.array(z.string()).min(1, 'Please choose at least one.'),
  ...extra,
});

function wholeNumber(min: number, max: number) {
  const message = `Please give a whole number from ${min} to ${max}.`;
  return z.number(message).int(message).min(min, message).max(max, message);
}
