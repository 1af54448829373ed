/** What XML-RPC can say. Numbers stay the text they came as, so that no cent is lost; a struct leaves out the members that hold nothing. */
export type Value = string | boolean | null | Value[] | { [name: string]: Value };

/** `before`: what PHP printed before the document begins. */
export type Answered = { value: Value; before: string } | { fault: { code: string; text: string }; before: string };

/** `half`: it ends before it is closed. */
export class XmlError extends Error {
  half: boolean;

  constructor(message: string, half = false) {
    super(message);
    this.half = half;
  }
}

const [exclamation, question, slash] = [33, 63, 47];

type Place = { text: string; at: number; depth: number };
type Tag = { name: string; closed: boolean };

/** Nothing of Magento's lies deeper than ten structs. */
const deepest = 200;

/**
 * Reads an answer of XML-RPC (http://xmlrpc.com/spec.md, and `nil`). Nothing outside of it is ever looked up: document types are refused, and
 * no entities are known but XML's own five. `undefined` where the text holds no such answer at all.
 */
export function readAnswer(given: string): Answered | undefined {
  const start = given.search(/<\?xml\s|<methodResponse[\s>]/);
  if (start < 0 || !given.includes('<methodResponse', start)) return undefined;
  const before = given.slice(0, start).trim();
  const place: Place = { text: withoutControls(given), at: 0, depth: 0 };
  place.at = place.text.search(/<\?xml\s|<methodResponse[\s>]/);
  if (next(place).name !== 'methodResponse') return undefined;
  const kind = next(place);
  if (kind.name === 'params') {
    expect(place, 'param');
    return { before, value: valueIn(place, next(place)) };
  }
  if (kind.name !== 'fault') throw unexpected(kind);
  const { faultCode, faultString } = members(valueIn(place, next(place)));
  return { before, fault: { code: textOf(faultCode), text: textOf(faultString) } };
}

/** What a struct holds; nothing where it is none. PHP writes an empty one as an empty list. */
export const members = (value: Value | undefined): { [name: string]: Value } =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};

const textOf = (value: Value | undefined): string => (typeof value === 'string' ? value : '');

function valueIn(place: Place, tag: Tag): Value {
  if (tag.name !== 'value') throw unexpected(tag);
  return tag.closed ? '' : value(place);
}

/** After `<value>`, up to and with `</value>`. Without a type it is a string. */
function value(place: Place): Value {
  if (++place.depth > deepest) throw new XmlError('it lies too deep');
  const begin = place.at;
  const bracket = find(place, '<', begin);
  if (place.text.startsWith('</value>', bracket) || place.text.startsWith('<![CDATA[', bracket) || !isBlank(place, begin, bracket)) {
    place.depth--;
    return text(place, 'value');
  }
  const read = typed(place, next(place));
  expect(place, '/value');
  place.depth--;
  return read;
}

function typed(place: Place, { name, closed }: Tag): Value {
  switch (name) {
    case 'nil':
    case 'ex:nil':
      if (!closed) text(place, name);
      return null;
    case 'boolean':
      return closed ? false : /^\s*(1|true)/.test(text(place, name));
    case 'array':
      return closed ? [] : list(place);
    case 'struct':
      return closed ? {} : struct(place);
    case 'string':
    case 'base64':
      return closed ? '' : text(place, name);
    case 'int':
    case 'i4':
    case 'i8':
    case 'ex:i8':
    case 'double':
    case 'dateTime.iso8601':
      return closed ? '' : text(place, name).trim();
    default:
      throw unexpected({ name, closed });
  }
}

function list(place: Place): Value[] {
  const values: Value[] = [];
  const data = next(place);
  if (data.name === '/array') return values;
  if (data.name !== 'data') throw unexpected(data);
  for (let tag = data.closed ? { name: '/data', closed: false } : next(place); tag.name !== '/data'; tag = next(place)) {
    values.push(valueIn(place, tag));
  }
  expect(place, '/array');
  return values;
}

/** What most columns of an order hold. */
const nothing = '<value><nil/></value></member>';

function struct(place: Place): { [name: string]: Value } {
  const found: { [name: string]: Value } = {};
  for (let tag = next(place); tag.name !== '/struct'; tag = next(place)) {
    if (tag.name !== 'member') throw unexpected(tag);
    expect(place, 'name');
    const name = text(place, 'name');
    if (place.text.startsWith(nothing, place.at)) {
      place.at += nothing.length;
      continue;
    }
    const read = valueIn(place, next(place));
    if (read !== null && name !== '__proto__') found[name] = read;
    expect(place, '/member');
  }
  return found;
}

/** Text up to and with the closing tag of `name`. */
function text(place: Place, name: string): string {
  let read = '';
  for (;;) {
    const bracket = find(place, '<', place.at);
    read += decode(place.text.slice(place.at, bracket));
    place.at = bracket;
    if (place.text.charCodeAt(bracket + 1) === slash) {
      expect(place, `/${name}`);
      return read;
    }
    if (place.text.startsWith('<![CDATA[', bracket)) {
      const end = find(place, ']]>', bracket);
      read += place.text.slice(bracket + '<![CDATA['.length, end);
      place.at = end + ']]>'.length;
    } else if (place.text.startsWith('<!--', bracket)) place.at = find(place, '-->', bracket) + '-->'.length;
    else throw unexpected(next(place));
  }
}

/** The next tag; comments and processing instructions before it are passed over. */
function next(place: Place): Tag {
  const { text } = place;
  for (;;) {
    const bracket = find(place, '<', place.at);
    if (!isBlank(place, place.at, bracket)) throw new XmlError('text stands where a tag should');
    const sign = text.charCodeAt(bracket + 1);
    if (sign === exclamation) {
      if (!text.startsWith('<!--', bracket)) throw new XmlError('a document type is not read');
      place.at = find(place, '-->', bracket) + '-->'.length;
    } else if (sign === question) place.at = find(place, '?>', bracket) + '?>'.length;
    else return tagAt(place, bracket);
  }
}

function tagAt(place: Place, bracket: number): Tag {
  const end = find(place, '>', bracket);
  place.at = end + 1;
  const closed = place.text.charCodeAt(end - 1) === slash;
  const inside = place.text.slice(bracket + 1, closed ? end - 1 : end);
  const [name = ''] = inside.includes(' ') ? inside.split(' ', 1) : [inside.trimEnd()];
  return { name, closed };
}

function expect(place: Place, name: string): void {
  const plain = `<${name}>`;
  if (place.text.startsWith(plain, place.at)) {
    place.at += plain.length;
    return;
  }
  const tag = next(place);
  if (tag.name !== name || tag.closed) throw unexpected(tag);
}

function find({ text }: Place, what: string, from: number): number {
  const at = text.indexOf(what, from);
  if (at < 0) throw new XmlError('it ends in the middle', true);
  return at;
}

function isBlank({ text }: Place, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (text.charCodeAt(at) > 32) return false;
  return true;
}

const unexpected = ({ name }: Tag) => new XmlError(`<${name.slice(0, 30)}> stands where it should not`);

const own: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decode(raw: string): string {
  if (!raw.includes('&')) return raw;
  return raw.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(lt|gt|amp|quot|apos));/gi, (all, decimal?: string, hex?: string, name?: string) => {
    if (name) return own[name.toLowerCase()] ?? all;
    return character(decimal ? Number(decimal) : Number.parseInt(hex ?? '', 16));
  });
}

/** What is no character of XML (a NUL no database takes) is left out. */
function character(code: number): string {
  const isText = code === 9 || code === 10 || code === 13 || (code >= 32 && (code < 0xd800 || code > 0xdfff) && code <= 0x10ffff);
  return isText ? String.fromCodePoint(code) : '';
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\0-\x08\v\f\x0e-\x1f]/g;
const withoutControls = (text: string) => (text.search(controls) < 0 ? text : text.replace(controls, ''));
