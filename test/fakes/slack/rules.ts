import { isDeepStrictEqual } from 'node:util';
import { counts, fieldLength, longest, numbers, refused, table } from './limits.ts';
import { type Found, isObject, type Json, listOf, objects, textOf } from './walk.ts';

/** Which row of the limits an object is measured by: its type, or where it stands. */
function kindOf({ name, value }: Found): string {
  if (typeof value.type === 'string') return value.type;
  if (/^(options|initial_options?)$/.test(name)) return 'option';
  return name === 'option_groups' ? 'group' : name;
}

/** Lengths of texts, counts of lists, numbers. */
export const measures = (found: Found[]): string[] =>
  found.flatMap((one) => {
    const kind = kindOf(one);
    return [
      ...Object.entries({ ...longest.any, ...longest[kind] }).flatMap(([key, most]) =>
        length(`${one.at}/${key}`, one.value[key], leastOf(key), most),
      ),
      ...Object.entries(counts[kind] ?? {}).flatMap(([key, range]) =>
        within(`${one.at}/${key}`, countOf(one.value[key]), range, 'entries'),
      ),
      ...Object.entries(numbers[kind] ?? {}).flatMap(([key, range]) => within(`${one.at}/${key}`, one.value[key], range, '')),
      ...(/^(plain_text|mrkdwn)$/.test(kind)
        ? length(`${one.at}/text`, one.value.text, 1, one.name === 'fields' ? fieldLength : 3000)
        : []),
      ...(/^raw_(text|number)$/.test(kind) ? length(`${one.at}/text`, one.value.text, 1, Number.POSITIVE_INFINITY) : []),
      ...(kind === 'section' && !one.value.text && !one.value.fields ? [`${one.at} has neither text nor fields`] : []),
      ...(kind === 'button' && typeof one.value.url === 'string' && !/^https?:\/\/[^\s]+$/.test(one.value.url)
        ? [`${one.at}/url is no address`]
        : []),
    ];
  });

const leastOf = (key: string) => (key === 'private_metadata' || key === 'initial_value' ? 0 : 1);

function length(at: string, value: unknown, least: number, most: number): string[] {
  const text = textOf(value);
  if (text === undefined) return [];
  if (text.length < least) return [`${at} is empty`];
  return text.length > most ? [`${at} has ${text.length} characters, at most ${most}`] : [];
}

const countOf = (value: unknown) => (Array.isArray(value) ? value.length : undefined);
const within = (at: string, have: unknown, [least, most]: [number, number], of: string) =>
  typeof have === 'number' && (have < least || have > most) ? [`${at}: ${have} ${of}, must be ${least} to ${most}`] : [];

/** No id twice: a block's in its message or view, an action's in its block. At most one input has the focus. */
export function ids(found: Found[]): string[] {
  const blocks = found.filter(({ name }) => name === 'blocks');
  const focused = found.filter(({ value }) => value.focus_on_load === true);
  return [
    ...twice(blocks.map(({ value }) => value.block_id)).map((id) => `the block_id ${id} stands twice`),
    ...blocks.flatMap(({ at, value }) =>
      twice(objects(value).map((one) => one.value.action_id)).map((id) => `${at} has the action_id ${id} twice`),
    ),
    ...(focused.length > 1 ? ['more than one input has focus_on_load'] : []),
  ];
}

const twice = (values: unknown[]) => [...new Set(values.filter((one, at) => one !== undefined && values.indexOf(one) !== at))];

/** What is chosen at first is among the options, no value stands twice, and a first date is one. */
export const choices = (found: Found[]): string[] =>
  found.flatMap(({ at, value }) => {
    const own = listOf(value.options);
    const options = [...own, ...listOf(value.option_groups).flatMap((group) => (isObject(group) ? listOf(group.options) : []))];
    const chosen = [...listOf(value.initial_options), ...(value.initial_option === undefined ? [] : [value.initial_option])];
    const external = String(value.type).endsWith('external_select');
    const { initial_date: date } = value;
    const values = [...options, ...(external ? chosen : [])].filter(isObject).map((option) => option.value);
    return [
      ...chosen
        .filter((one) => !external && !options.some((option) => isDeepStrictEqual(option, one)))
        .map((one) => `${at} chooses what is not among its options: ${JSON.stringify(one)}`),
      ...twice(values).map((one) => `${at} has the value ${one} twice`),
      ...(values.includes(undefined) && value.type !== 'overflow' ? [`${at} has an option without a value`] : []),
      ...(/^(multi_)?static_select$/.test(String(value.type)) && Boolean(value.options) === Boolean(value.option_groups)
        ? [`${at} needs either options or option_groups`]
        : []),
      ...(typeof date === 'string' && !isDay(date) ? [`${at}/initial_date is no day: ${date}`] : []),
    ];
  });

const isDay = (text: string) => {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
};

/** One table in a message, its rows not too wide, and not too much in it. */
export function tables(found: Found[]): string[] {
  const all = found.filter(({ value: { type } }) => type === 'table' || type === 'data_table');
  return [
    ...(all.filter(({ value }) => value.type === 'table').length > 1 ? ['more than one table'] : []),
    ...all.flatMap(({ at, value }) => [...wide(at, value), ...full(at, value)]),
    ...all.filter(({ value }) => value.type === 'data_table' && !value.caption).map(({ at }) => `${at}/caption is empty`),
  ];
}

const wide = (at: string, { rows }: Json) =>
  listOf(rows).flatMap((row, index) => within(`${at}/rows/${index}`, listOf(row).length, [1, table.cells], 'cells'));

function full(at: string, { rows }: Json) {
  const characters = objects(rows).reduce((sum, { value }) => sum + (textOf(value)?.length ?? 0), 0);
  return within(at, characters, [0, table.characters], 'characters in its cells');
}

/** Blocks that may not stand on this surface. */
export const surfaces = (surface: keyof typeof refused, found: Found[]): string[] =>
  found
    .filter(({ name, value }) => /blocks$/.test(name) && refused[surface].includes(String(value.type)))
    .map(({ at, value }) => `${at}: a block "${value.type}" may not stand in a ${surface}`);
