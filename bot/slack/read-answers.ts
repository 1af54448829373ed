import type { Errors, Form } from '../../dialogs/dialog.ts';
import type { Field } from '../../dialogs/fields.ts';
import { blockId, emptyAnswer, fieldOf, hasInput } from './fields.ts';
import { limits } from './limits.ts';
import { chosen } from './options.ts';
import { fitted, toPlain, withoutInvisible } from './text.ts';

/** What stands in one input, as Slack tells it. */
export type InputState = {
  value?: string | null;
  selected_date?: string | null;
  selected_option?: { value?: string } | null;
  selected_options?: { value?: string }[];
};

/** `view.state.values`: by block, then by input. */
export type StateValues = Record<string, Record<string, InputState>>;

/** What was typed and chosen, by field. */
export function readAnswers(values: StateValues, { fields }: Pick<Form, 'fields'>): Record<string, unknown> {
  const answers: Record<string, unknown> = {};
  for (const [id, inputs] of Object.entries(values)) {
    const name = fieldOf(id);
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const [state] = Object.values(inputs);
    if (field && state && hasInput(field)) answers[name] = answerOf(field, state) ?? emptyAnswer(field);
  }
  return answers;
}

function answerOf(field: Field, { value, selected_date, selected_option, selected_options = [] }: InputState): unknown {
  const { kind, options = [] } = field;
  if (kind === 'choices') return selected_options.flatMap((one) => chosen(options, one.value ?? ''));
  if (kind === 'choice') return chosen(options, selected_option?.value ?? '')[0];
  if (kind === 'date') return selected_date;
  // Postgres takes no NUL, and nobody types one.
  return value && withoutInvisible(value).replaceAll('\0', '');
}

/** The reasons under their inputs, for `response_action: 'errors'`; undefined where one of them has no input to stand under. */
export function fieldErrors(errors: Errors, { fields }: Pick<Form, 'fields'>, version: number): Record<string, string> | undefined {
  const all = Object.values(fields);
  const names = Object.keys(errors);
  const under = (name: string) => Object.hasOwn(fields, name) && fields[name] !== undefined && hasInput(fields[name]);
  if (!names.length || !names.every(under) || all.some(({ kind }) => kind === 'secret')) return;
  return Object.fromEntries(names.map((name) => [blockId(version, name), fitted(errors[name] ?? '', limits.hint, toPlain)]));
}
