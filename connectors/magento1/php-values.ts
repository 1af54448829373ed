import { readJson } from '../rows.ts';

/** What PHP's serialize() can hold, but for objects. A list is a map from its numbers. */
export type PhpValue = string | null | { [key: string]: PhpValue };

/** Columns hold PHP's own notation, `a:1:{s:3:"qty";i:3;}`; newer shops may hold JSON. Nothing where it cannot be read. */
export function readPhp(text: string): PhpValue | undefined {
  if (/^\s*[[{]/.test(text)) return fromJson(readJson(text));
  const place = { bytes: Buffer.from(text), at: 0, depth: 0 };
  try {
    return value(place);
  } catch {
    return undefined;
  }
}

/** What a map holds; nothing where it is none. */
export const entriesOf = (value: PhpValue | undefined): { [key: string]: PhpValue } => (value && typeof value === 'object' ? value : {});

type Place = { bytes: Buffer; at: number; depth: number };

/** Strings are counted in bytes. */
function value(place: Place): PhpValue {
  const kind = take(place, 2);
  switch (kind) {
    case 'N;':
      return null;
    case 'b:':
    case 'i:':
    case 'd:':
      return until(place, ';');
    case 's:': {
      const read = string(place);
      expect(place, ';');
      return read;
    }
    case 'a:':
      return map(place);
    default:
      throw new Error(`“${kind}” is not read`);
  }
}

function string(place: Place): string {
  const length = count(until(place, ':'), place);
  expect(place, '"');
  const read = take(place, length);
  expect(place, '"');
  return read;
}

function map(place: Place): { [key: string]: PhpValue } {
  if (++place.depth > 30) throw new Error('it lies too deep');
  const length = count(until(place, ':'), place);
  expect(place, '{');
  const found: { [key: string]: PhpValue } = {};
  for (let index = 0; index < length; index++) {
    const key = value(place);
    const its = value(place);
    if (typeof key === 'string' && key !== '__proto__') found[key] = its;
  }
  expect(place, '}');
  place.depth--;
  return found;
}

function count(text: string, { bytes }: Place): number {
  const length = Number(text);
  if (!Number.isInteger(length) || length < 0 || length > bytes.length) throw new Error('the length is wrong');
  return length;
}

function take(place: Place, length: number): string {
  const end = place.at + length;
  if (end > place.bytes.length) throw new Error('it ends in the middle');
  const read = place.bytes.toString('utf8', place.at, end);
  place.at = end;
  return read;
}

function until(place: Place, sign: string): string {
  const end = place.bytes.indexOf(sign, place.at);
  if (end < 0) throw new Error('it ends in the middle');
  const read = take(place, end - place.at);
  place.at++;
  return read;
}

function expect(place: Place, sign: string): void {
  if (take(place, 1) !== sign) throw new Error(`“${sign}” is missing`);
}

function fromJson(value: unknown): PhpValue {
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, its]) => [key, fromJson(its)]));
  return value === null || value === undefined ? null : String(value);
}
