/** What PHP has, before Zend writes it as XML-RPC: whole numbers are ints, decimals are texts as the database gives them. */
export type Php = string | number | boolean | null | Php[] | { [key: string]: Php } | Raw;
/** XML that was written before. */
export class Raw {
  xml: string;
  constructor(xml: string) {
    this.xml = xml;
  }
}

/** What a client said: types are kept, because Zend compares them. */
export type Said = { type: string; value: string | Said[] | Map<string, Said> };

const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
export const writeResponse = (value: Php): string =>
  `${head}<methodResponse><params><param>${writeValue(value)}</param></params></methodResponse>`;
export const writeFault = (code: number, text: string): string =>
  `${head}<methodResponse><fault>${writeValue({ faultCode: code, faultString: text })}</fault></methodResponse>`;

/** As Zend writes it: an empty array is a list, whatever it stands for. */
export function writeValue(value: Php): string {
  if (value instanceof Raw) return value.xml;
  return `<value>${typed(value)}</value>`;
}

function typed(value: Exclude<Php, Raw>): string {
  if (value === null) return '<nil/>';
  if (typeof value === 'string') return `<string>${escaped(value)}</string>`;
  if (typeof value === 'number') return `<int>${value}</int>`;
  if (typeof value === 'boolean') return `<boolean>${value ? 1 : 0}</boolean>`;
  const isList = Array.isArray(value);
  if (isList && value.length === 0) return '<array><data/></array>';
  if (isList) return `<array><data>${value.map(writeValue).join('')}</data></array>`;
  const entries = Object.entries(value);
  if (entries.length === 0) return '<array><data/></array>';
  return `<struct>${entries.map(([name, its]) => `<member><name>${escaped(name)}</name>${writeValue(its)}</member>`).join('')}</struct>`;
}

/** A row of a table: all its columns, most of them empty, and what else is told with them. */
export function writeRow(columns: readonly string[], values: { [column: string]: Php }, more: { [name: string]: Php } = {}): Raw {
  const its = columns.map((column) => {
    const value = values[column] ?? null;
    return value === null ? emptyOf(column) : member(column, value);
  });
  const others = Object.entries(more).map(([name, value]) => member(name, value));
  return new Raw(`<value><struct>${its.join('')}${others.join('')}</struct></value>`);
}

const member = (name: string, value: Php) => `<member><name>${name}</name>${writeValue(value)}</member>`;
const empty = new Map<string, string>();
function emptyOf(column: string): string {
  const known = empty.get(column) ?? member(column, null);
  empty.set(column, known);
  return known;
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Reads a request; nothing where it is none. */
export function readRequest(xml: string): { method: string; params: Said[] } | undefined {
  const method = /<methodName>([^<]+)<\/methodName>/.exec(xml)?.[1];
  if (!method) return undefined;
  const tokens = xml.slice(xml.indexOf('</methodName>')).match(/<[^>]+>|[^<]+/g) ?? [];
  const params: Said[] = [];
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at] !== '<param>') continue;
    const read = readValue(tokens, at + 1);
    params.push(read.said);
    at = read.at;
  }
  return { method, params };
}

type Read = { said: Said; at: number };

/** From `<value>` to its end. */
function readValue(tokens: string[], begin: number): Read {
  const tag = tokens[begin + 1] ?? '';
  if (!tag.startsWith('<')) return { said: { type: 'string', value: decoded(tag) }, at: begin + 2 };
  if (tag === '</value>') return { said: { type: 'string', value: '' }, at: begin + 1 };
  if (tag === '<nil/>') return { said: { type: 'nil', value: '' }, at: begin + 2 };
  const type = tag.slice(1, -1);
  if (type === 'array') return readList(tokens, begin + 3);
  if (type === 'struct') return readStruct(tokens, begin + 2);
  const isEmpty = tokens[begin + 2]?.startsWith('<');
  return { said: { type, value: isEmpty ? '' : decoded(tokens[begin + 2] ?? '') }, at: begin + (isEmpty ? 3 : 4) };
}

/** The value of a recorded answer, read without any of the connector's code. */
export function readRecorded(xml: string): Exclude<Php, Raw> {
  const tokens: string[] = xml.slice(xml.indexOf('<methodResponse>')).match(/<[^>]+>|[^<]+/g) ?? [];
  return toPhp(readValue(tokens, tokens.indexOf('<value>')).said);
}

function readList(tokens: string[], begin: number): Read {
  const value: Said[] = [];
  if (tokens[begin - 1] === '<data/>') return { said: { type: 'array', value }, at: begin + 1 };
  let at = begin;
  while (tokens[at] === '<value>') {
    const read = readValue(tokens, at);
    value.push(read.said);
    at = read.at + 1;
  }
  return { said: { type: 'array', value }, at: at + 2 };
}

function readStruct(tokens: string[], begin: number): Read {
  const value = new Map<string, Said>();
  let at = begin;
  while (tokens[at] === '<member>') {
    const name = decoded(tokens[at + 2] ?? '');
    const read = readValue(tokens, at + 4);
    value.set(name, read.said);
    at = read.at + 2;
  }
  return { said: { type: 'struct', value }, at: at + 1 };
}

const decoded = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

/** As PHP has it: a list of a list, or an array with keys. */
export function toPhp({ type, value }: Said): Exclude<Php, Raw> {
  if (Array.isArray(value)) return value.map(toPhp);
  if (value instanceof Map) return Object.fromEntries([...value].map(([name, its]) => [name, toPhp(its)]));
  if (type === 'nil') return null;
  if (type === 'boolean') return value === '1';
  return type === 'int' || type === 'i4' ? Number(value) : value;
}
