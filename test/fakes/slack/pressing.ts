import { type Field, filled, kindOf, optionText } from './fields.ts';
import { type Json, record, records, string } from './json.ts';
import type { Message } from './messages.ts';
import type { World } from './world.ts';

/** What is pressed: by its words, action_id or value; or by several of them. */
export type Pressed = string | { label?: string; action_id?: string; value?: string; block_id?: string };

export const suggestionKey = ({ block, element }: Field) => `${string(block.block_id)}/${string(element.action_id)}`;
export const named = ({ block, element }: Field) => ({
  type: element.type,
  block_id: string(block.block_id),
  action_id: string(element.action_id),
});

/** Which of the things to touch is meant. */
export function pick(fields: Field[], what: Pressed): Field {
  const wanted = typeof what === 'string' ? undefined : what;
  const found = wanted
    ? fields.find(
        ({ block, element }) =>
          (wanted.block_id === undefined || block.block_id === wanted.block_id) &&
          (wanted.action_id === undefined || element.action_id === wanted.action_id) &&
          (wanted.label === undefined || labels(element).includes(wanted.label)) &&
          (wanted.value === undefined || values(element).includes(wanted.value)),
      )
    : (fields.find(({ element }) => labels(element).includes(string(what))) ??
      fields.find(({ block, element }) => [element.action_id, block.block_id, ...values(element)].includes(what)));
  if (!found)
    throw new Error(`Nothing to press like ${JSON.stringify(what)}: ${fields.flatMap(({ element }) => labels(element)).join(', ')}.`);
  return found;
}

const labels = (element: Json): string[] =>
  [optionText(element), ...(element.type === 'overflow' ? records(element.options).map(optionText) : [])].filter(Boolean);
const values = (element: Json): string[] =>
  [element, ...(element.type === 'overflow' ? records(element.options) : [])].map(({ value }) => string(value)).filter(Boolean);

/** An action as the payload tells it. */
export function actionOf(world: World, field: Field, what: Pressed, choose: unknown, suggested: Json[]): Json {
  const { element } = field;
  const shape = { ...named(field), action_ts: world.ts() };
  const kind = kindOf(element);
  if (kind) return { ...shape, [kind.slot]: filled(field, choose ?? null, suggested) };
  if (element.type === 'overflow') {
    const wanted = typeof what === 'string' ? [what, choose] : [what.label, what.value, choose];
    const options = records(element.options);
    return {
      ...shape,
      selected_option: options.find((one) => wanted.includes(optionText(one)) || wanted.includes(string(one.value))) ?? options[0],
    };
  }
  const { text, value, style } = element;
  return { ...shape, text: record(text), ...(value === undefined ? {} : { value }), ...(style === undefined ? {} : { style }) };
}

/** What a person chose in a message so far. */
export function chosenBy(message: Message, user: string): Json {
  const chosen: Record<string, Json> = {};
  for (const [key, { action_ts, block_id, action_id, ...value }] of message.chosen) {
    if (!key.startsWith(`${user}/`)) continue;
    chosen[string(block_id)] = { ...chosen[string(block_id)], [string(action_id)]: value };
  }
  return chosen;
}
