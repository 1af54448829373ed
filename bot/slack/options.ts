import { createHash } from 'node:crypto';
import type { PlainTextOption } from '@slack/types';
import type { Field, Option } from '../../dialogs/fields.ts';
import { plainText } from './blocks.ts';
import { limits } from './limits.ts';

/** The options as Slack takes them. What an option means stands under it, where all of a field are short enough for that. */
export function optionsOf({ options = [] }: Field): PlainTextOption[] {
  const short = options.every(({ help = '' }) => help.length <= limits.option.text);
  const made = options.map(
    ({ value, label, help }): PlainTextOption => ({
      text: plainText(label, limits.option.text),
      value: slackValue(value),
      ...(help && short && { description: plainText(help, limits.option.text) }),
    }),
  );
  return made.filter(({ value }, at) => made.findIndex((one) => one.value === value) === at);
}

/** What could not stand under the options: a line for each. */
export const longHelp = ({ options = [] }: Field): string[] =>
  options.some(({ help = '' }) => help.length > limits.option.text)
    ? options.flatMap(({ label, help }) => (help ? [`${label}: ${help}`] : []))
    : [];

/** For a list that is asked for while somebody types: those that hold the words, in whatever letters. */
export function optionsFor(form: { fields: Record<string, Field> }, name: string, typed: string): PlainTextOption[] {
  const field = Object.hasOwn(form.fields, name) ? form.fields[name] : undefined;
  if (!field) return [];
  const words = letters(typed.trim());
  const options = (field.options ?? []).filter(({ label }) => letters(label).includes(words)).slice(0, limits.options.list);
  return optionsOf({ ...field, options });
}

const letters = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** The value of the option that Slack names. */
export const chosen = (options: readonly Option[], value: string): string[] =>
  options
    .filter((option) => slackValue(option.value) === value)
    .map((option) => option.value)
    .slice(0, 1);

/** One that Slack would not take goes by its digest. */
const slackValue = (value: string): string =>
  value.trim() && value.length <= limits.option.value ? value : `sha256:${createHash('sha256').update(value).digest('base64url')}`;
