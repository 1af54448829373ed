import type { InputBlock, InputBlockElement, KnownBlock, PlainTextOption } from '@slack/types';
import type { Field } from '../../dialogs/fields.ts';
import { bold, context, plainText, section } from './blocks.ts';
import { limits } from './limits.ts';
import { longHelp, optionsOf } from './options.ts';

/** What Slack calls the input of a field. A new version has new ids: else Slack would keep what stood there before. */
export const blockId = (version: number, name: string): string => `f:${version}:${name}`;

/** Which field an input asks for; none of ours where there is none. */
export const fieldOf = (id: string): string => /^f:\d+:(.+)$/s.exec(id)?.[1] ?? '';

/** Every input is the only element of its block. */
export const inputId = 'answer';

/** Whether it is asked for by an input. Secrets never are, and of nothing there is nothing to choose. */
export const hasInput = (field: Field): boolean => field.kind !== 'secret' && (!isChoice(field) || optionsOf(field).length > 0);

/** A field with what was given before, and the reason why it cannot be right. */
export function fieldBlocks({ id, field, value, error }: { id: string; field: Field; value: unknown; error?: string }): KnownBlock[] {
  const wrong = error ? [context(`⚠️ ${error}`)] : [];
  if (!hasInput(field)) return [section(`${bold(field.label)}\nThere is nothing to choose from yet.`), ...wrong];
  const told = [field.help, ...(isChoice(field) ? longHelp(field) : [])].filter(Boolean).join('\n');
  const input: InputBlock = {
    type: 'input',
    block_id: id,
    label: plainText(field.label, limits.label),
    element: elementOf(field, value),
    optional: mayBeEmpty(field),
    ...(told && { hint: plainText(told, limits.hint) }),
  };
  return [input, ...wrong];
}

/** What an input gives that was left empty. */
export const emptyAnswer = ({ kind }: Field): unknown => (kind === 'choices' ? [] : kind === 'choice' ? undefined : '');

const mayBeEmpty = (field: Field) => field.schema.safeParse(emptyAnswer(field)).success;
const isChoice = ({ kind }: Field) => kind === 'choice' || kind === 'choices';

/** Numbers are text, so that what was typed wrong stays there to be mended. */
function elementOf(field: Field, value: unknown): InputBlockElement {
  const { kind } = field;
  if (kind === 'choice') return choiceElement(field, value);
  if (kind === 'choices') return choicesElement(field, value);
  const given = value === undefined || value === null ? '' : String(value);
  if (kind === 'date')
    return {
      type: 'datepicker',
      action_id: inputId,
      placeholder: placeholder(field, 'Choose a day'),
      ...(isDay(given) && { initial_date: given }),
    };
  return {
    type: 'plain_text_input',
    action_id: inputId,
    ...(field.placeholder && { placeholder: placeholder(field, '') }),
    ...(given && { initial_value: given.slice(0, limits.input) }),
  };
}

function choiceElement(field: Field, value: unknown): InputBlockElement {
  const options = optionsOf(field);
  const [initial_option] = given(field, [value]);
  const first = { action_id: inputId, ...(initial_option && { initial_option }) };
  if (options.length <= limits.options.atOnce) return { type: 'radio_buttons', options, ...first };
  const listed = { ...first, placeholder: placeholder(field, 'Please choose…') };
  if (options.length <= limits.options.list) return { type: 'static_select', options, ...listed };
  return { type: 'external_select', min_query_length: 0, ...listed };
}

function choicesElement(field: Field, value: unknown): InputBlockElement {
  const options = optionsOf(field);
  const initial_options = given(field, Array.isArray(value) ? value : []);
  const first = { action_id: inputId, ...(initial_options.length > 0 && { initial_options }) };
  if (options.length <= limits.options.atOnce) return { type: 'checkboxes', options, ...first };
  const listed = { ...first, placeholder: placeholder(field, 'Please choose…') };
  if (options.length <= limits.options.list) return { type: 'multi_static_select', options, ...listed };
  return { type: 'multi_external_select', min_query_length: 0, ...listed };
}

/** The options that were chosen before, exactly as they are offered. */
function given(field: Field, values: readonly unknown[]): PlainTextOption[] {
  const chosen = (field.options ?? []).filter(({ value }) => values.includes(value));
  const wanted = optionsOf({ ...field, options: chosen }).map(({ value }) => value);
  return optionsOf(field).filter(({ value }) => wanted.includes(value));
}

const placeholder = (field: Field, otherwise: string) => plainText(field.placeholder || otherwise, limits.placeholder);

const isDay = (text: string) => {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
};
