import { readJson } from '../rows.ts';
import { text } from '../words.ts';

/** https://devdocs.prestashop-project.org/8/webservice/ : a complaint, by its number in PrestaShop's own code. */
export type Failure = { code: number; message: string };

/** What an answer says. `ours`: it is the web service that answers, not a page of the shop or the web server. */
export type Said = { rows?: unknown[]; failures: Failure[]; ours: boolean };

/** PHP's own warnings and notices are numbered from 2 to 15. */
export const isNotice = ({ code }: Failure): boolean => code >= 2 && code <= 15;

/**
 * The rows of a list in JSON: `{"orders":[…]}`, with the name of the thing, or `[]` where there are none. PHP's notices stand beside them, and
 * alone where there are none.
 */
export function readRows(said: string): { rows?: unknown[] } {
  const json = readJson(said) ?? readJson(withoutPrints(said));
  if (Array.isArray(json)) return { rows: json };
  if (!json || typeof json !== 'object') return {};
  const [, rows] = Object.entries(json).find(([name, value]) => name !== 'errors' && Array.isArray(value)) ?? [];
  if (Array.isArray(rows)) return { rows };
  const failures = readFailures(said);
  return failures.length > 0 && failures.every(isNotice) ? { rows: [] } : {};
}

/** PHP may print warnings before the answer begins. What comes after them is whole, or it is not read. */
const withoutPrints = (said: string): string => /(?:\{"[a-z_]+":[[{]|\[\]\s*$)[\s\S]*$/.exec(said)?.[0] ?? '';

/** What it complains of, in JSON or in XML. */
export function readFailures(said: string): Failure[] {
  if (said.includes('<errors>')) return inXml(said);
  if (!said.includes('"errors"')) return [];
  const json = readJson(said) ?? readJson(withoutPrints(said));
  const errors = json && typeof json === 'object' && 'errors' in json && Array.isArray(json.errors) ? json.errors : [];
  return errors.map((error: unknown) => {
    const told = error && typeof error === 'object' ? new Map(Object.entries(error)) : new Map<string, unknown>();
    return { code: Number(text(told.get('code'))), message: text(told.get('message')) };
  });
}

function inXml(said: string): Failure[] {
  const errors = said.matchAll(
    /<error>\s*<code>(?:<!\[CDATA\[)?(\d+)(?:\]\]>)?<\/code>\s*<message>(?:<!\[CDATA\[)?([\s\S]*?)(?:\]\]>)?<\/message>/g,
  );
  return [...errors].map(([, code, message = '']) => ({ code: Number(code), message }));
}

/** What the key may do with a resource, by its name: GET is "get", and so on. */
export type Permissions = Map<string, Set<string>>;

/**
 * The front page of the web service, in XML: since version 8 it breaks when asked for as JSON. It lists only what the key may use.
 * https://devdocs.prestashop-project.org/8/webservice/getting-started/
 */
export function readFrontPage(said: string): { shopName: string; permissions: Permissions } | undefined {
  const [, attributes] = /<api\b([^>]*)>/.exec(said) ?? [];
  if (attributes === undefined) return undefined;
  const permissions: Permissions = new Map();
  for (const [, resource = '', methods = ''] of said.matchAll(/<(\w+)\s+xlink:href="[^"]*"((?:\s+\w+="(?:true|false)")+)\s*\/?>/g)) {
    if (resource === 'description') continue;
    permissions.set(resource, new Set([...methods.matchAll(/(\w+)="true"/g)].map(([, method = '']) => method)));
  }
  return { shopName: /shopName="([^"]*)"/.exec(attributes)?.[1] ?? '', permissions };
}
