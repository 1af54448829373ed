import { type Json, list, record, records, string } from './json.ts';

/** What is typed and chosen, as payloads tell it: by block_id, then action_id. */
export type Values = Record<string, Record<string, Json>>;
export type Field = { block: Json; element: Json; input: boolean };

type Kind = { slot: string; initial: string; empty: null | unknown[] };
const one = (slot: string, initial: string): Kind => ({ slot, initial, empty: null });
const many = (slot: string, initial: string): Kind => ({ slot, initial, empty: [] });

/** Elements that hold something, and where it stands in the state. */
const kinds: Record<string, Kind> = {
  plain_text_input: one('value', 'initial_value'),
  email_text_input: one('value', 'initial_value'),
  url_text_input: one('value', 'initial_value'),
  number_input: one('value', 'initial_value'),
  rich_text_input: one('rich_text_value', 'initial_value'),
  static_select: one('selected_option', 'initial_option'),
  external_select: one('selected_option', 'initial_option'),
  radio_buttons: one('selected_option', 'initial_option'),
  users_select: one('selected_user', 'initial_user'),
  conversations_select: one('selected_conversation', 'initial_conversation'),
  channels_select: one('selected_channel', 'initial_channel'),
  datepicker: one('selected_date', 'initial_date'),
  timepicker: one('selected_time', 'initial_time'),
  datetimepicker: one('selected_date_time', 'initial_date_time'),
  checkboxes: many('selected_options', 'initial_options'),
  multi_static_select: many('selected_options', 'initial_options'),
  multi_external_select: many('selected_options', 'initial_options'),
  multi_users_select: many('selected_users', 'initial_users'),
  multi_conversations_select: many('selected_conversations', 'initial_conversations'),
  multi_channels_select: many('selected_channels', 'initial_channels'),
};

export const kindOf = (element: Json): Kind | undefined => kinds[string(element.type)];

/** Everything in blocks that a person can touch, in order. */
export const touchable = (blocks: Json[]): Field[] =>
  blocks.flatMap((block) => [
    ...records([block.element]).map((element) => ({ block, element, input: block.type === 'input' })),
    ...records([block.accessory]).map((element) => ({ block, element, input: false })),
    ...records(block.elements).map((element) => ({ block, element, input: false })),
    ...records(block.actions).map((element) => ({ block, element, input: false })),
    ...touchable([...records(block.child_blocks), ...(block.type === 'carousel' ? records(block.elements) : [])]),
  ]);

/** What stands in the fields at first. */
export function initialValues(blocks: Json[]): Values {
  const values: Values = {};
  for (const { block, element } of touchable(blocks)) {
    const kind = kindOf(element);
    if (!kind) continue;
    const first = element[kind.initial] ?? kind.empty;
    setValue(values, block, element, first);
  }
  return values;
}

export function setValue(values: Values, block: Json, element: Json, value: unknown) {
  const kind = kindOf(element);
  const id = string(block.block_id);
  const inBlock = values[id] ?? {};
  inBlock[string(element.action_id)] = { type: element.type, [kind?.slot ?? 'value']: value };
  values[id] = inBlock;
}

/** After an update: a field that kept its block_id and action_id keeps what was typed, whatever its new initial value. */
export function keptValues(blocks: Json[], before: Values): Values {
  const values = initialValues(blocks);
  for (const [block, fields] of Object.entries(values))
    for (const [action, fresh] of Object.entries(fields)) {
      const old = before[block]?.[action];
      if (old && old.type === fresh.type) fields[action] = old;
    }
  return values;
}

/** Which field is meant: by block_id, action_id or the label above it. */
export function fieldOf(fields: Field[], name: string): Field {
  const named = (field: Field) => [field.block.block_id, field.element.action_id].includes(name);
  const labelled = (field: Field) => record(field.block.label).text === name;
  const found = fields.find((field) => field.block.block_id === name) ?? fields.find(named) ?? fields.find(labelled);
  if (!found) throw new Error(`No field "${name}"; there are ${fields.map(({ block }) => block.block_id).join(', ') || 'none'}.`);
  return found;
}

export const optionsOf = (element: Json): Json[] => [
  ...records(element.options),
  ...records(element.option_groups).flatMap((group) => records(group.options)),
];

export const optionText = (option: Json): string => string(record(option.text).text);

/** What a person fills in, as the state tells it. Options are named by value or by words, and only those that are there. */
export function filled(field: Field, given: unknown, suggested: Json[]): unknown {
  const kind = kindOf(field.element);
  if (!kind) throw new Error(`${string(field.element.type)} is nothing to be filled in.`);
  const choices = [
    ...optionsOf(field.element),
    ...suggested,
    ...records([field.element.initial_option]),
    ...records(field.element.initial_options),
  ];
  const choose = (wanted: unknown) => {
    const option = choices.find((choice) => choice.value === wanted) ?? choices.find((choice) => optionText(choice) === wanted);
    if (!option)
      throw new Error(`"${string(field.block.block_id)}" has no option "${string(wanted)}": ${choices.map(optionText).join(', ')}.`);
    return option;
  };
  if (kind.slot === 'selected_option') return given === null || given === '' ? null : choose(given);
  if (kind.slot === 'selected_options') return list(given).map(choose);
  if (kind.empty) return list(given);
  if (given === null || given === '') return null;
  return kind.slot === 'selected_date_time' ? Number(given) : isTyped(kind) ? string(given) : given;
}

const isTyped = ({ slot }: Kind) => slot === 'value';

/** Why Slack does not let a form go: told to the person, and the app never hears of it. */
export function notSendable(blocks: Json[], values: Values): string[] {
  return touchable(blocks)
    .filter(({ input }) => input)
    .flatMap(({ block, element }) => {
      const kind = kindOf(element);
      const value = values[string(block.block_id)]?.[string(element.action_id)]?.[kind?.slot ?? 'value'];
      const empty = value === null || value === undefined || (Array.isArray(value) && value.length === 0);
      const name = string(record(block.label).text);
      if (empty) return block.optional === true ? [] : [`"${name}": please complete this required field`];
      return typeof value === 'string' ? wrongText(element, value).map((why) => `"${name}": ${why}`) : [];
    });
}

function wrongText(element: Json, value: string): string[] {
  const { type, min_length: least, max_length: most, min_value: lowest, max_value: highest } = element;
  const longest = typeof most === 'number' ? most : 3_000;
  if (type === 'number_input') {
    if (!/^-?\d+(\.\d+)?$/.test(value) || (!element.is_decimal_allowed && value.includes('.'))) return ['must be a number'];
    if (lowest !== undefined && Number(value) < Number(lowest)) return [`must be at least ${string(lowest)}`];
    if (highest !== undefined && Number(value) > Number(highest)) return [`must be at most ${string(highest)}`];
    return [];
  }
  if (type === 'url_text_input' && !URL.canParse(value)) return ['must be a URL'];
  if (type === 'email_text_input' && !/^\S+@\S+\.\S+$/.test(value)) return ['must be an email address'];
  if (type === 'plain_text_input' && typeof least === 'number' && value.length < least) return [`at least ${least} characters`];
  return type === 'plain_text_input' && value.length > longest ? [`at most ${longest} characters`] : [];
}
