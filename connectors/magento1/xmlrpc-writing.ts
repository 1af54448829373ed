/** What is said in XML-RPC. Magento compares the types with its own and refuses any other, so a text is a string even where it is a number. */
export type Given = string | number | boolean | null | readonly Given[] | { readonly [name: string]: Given | undefined };

/** A call, as http://xmlrpc.com/spec.md has it. */
export const writeCall = (method: string, params: readonly Given[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?><methodCall><methodName>${method}</methodName><params>${params
    .map((param) => `<param>${value(param)}</param>`)
    .join('')}</params></methodCall>`;

const value = (given: Given): string => `<value>${typed(given)}</value>`;

function typed(given: Given): string {
  if (given === null) return '<nil/>';
  if (typeof given === 'string') return `<string>${escaped(given)}</string>`;
  if (typeof given === 'boolean') return `<boolean>${given ? 1 : 0}</boolean>`;
  if (typeof given === 'number') return `<int>${given}</int>`;
  if (isList(given)) return `<array><data>${given.map(value).join('')}</data></array>`;
  const members = Object.entries(given).map(([name, member]) =>
    member === undefined ? '' : `<member><name>${escaped(name)}</name>${value(member)}</member>`,
  );
  return `<struct>${members.join('')}</struct>`;
}

const isList = (given: object): given is readonly Given[] => Array.isArray(given);

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
// biome-ignore lint/suspicious/noControlCharactersInRegex: XML cannot hold them
const escaped = (text: string) => text.replace(/[\0-\x08\v\f\x0e-\x1f]/g, '').replace(/[&<>]/g, (sign) => signs[sign] ?? sign);
