import { z } from 'zod';
import { sameShop } from '../address.ts';
import { InsecureError, type ResponseError } from '../errors.ts';
import { type Answer, type Http, type HttpRequest, send } from '../http.ts';
import { isPrivate } from '../https-first.ts';
import * as advice from './advice.ts';
import { isNotice, readFailures, readRows, type Said } from './answers.ts';
import { moved, trouble } from './trouble.ts';

export type Credentials = { url: string; key: string };

/** The way in that was found, and what has to be known to read. Plain values, nothing secret: it is kept as the connection's `Access`. */
export const way = z.object({
  /** What every route begins with: https://shop.example.com/api/, or https://shop.example.com/webservice/dispatcher.php?url= */
  root: z.url({ protocol: /^https?$/ }),
  /** How the key travels: in the Authorization header, or in the (encrypted) address. */
  auth: z.enum(['header', 'query']),
  version: z.string().optional(),
  /** Where the shop's clock hangs: it tells times without saying so. */
  timeZone: z.string().optional(),
  /** The ids of the shop's language and country. */
  language: z.string().optional(),
  country: z.string().optional(),
});
export type Way = z.infer<typeof way>;

export type Query = Record<string, string | number | undefined>;
export type Ask = { method?: HttpRequest['method']; body?: string; timeout?: number };

/** An answer, read as far as it can be: `rows` are there where it is a list, `failures` what PrestaShop complains of. */
export type Reply = Answer & Said;

export type Api = ReturnType<typeof prestaApi>;

/** Asks a shop by a way in. Lists are asked for as JSON; what is written is XML, the only thing that PrestaShop takes. */
export function prestaApi(credentials: Credentials, http: Http, { root, auth, language }: Pick<Way, 'root' | 'auth' | 'language'>) {
  const wall = passwordOf(credentials.url);
  let spoken = language;

  function authorize(url: URL): { url: URL; headers?: Record<string, string> } {
    if (!isPrivate(url, http)) throw insecure(url);
    if (auth === 'header' && !wall) return { url, headers: { Authorization: basic(`${credentials.key}:`) } };
    const headers = wall ? { Authorization: basic(wall) } : undefined;
    return { url: new URL(`${url.href}${url.search ? '&' : '?'}ws_key=${encodeURIComponent(credentials.key)}`), headers };
  }

  /** Any answer, whatever it says. */
  async function ask(path: string, query: Query = {}, { method = 'GET', body, timeout }: Ask = {}): Promise<Reply> {
    const url = route(root, path, query);
    const headers = body === undefined ? undefined : { 'Content-Type': 'text/xml; charset=utf-8' };
    const answer = await send(http, url, { method, body, headers, timeout, authorize });
    if (!sameShop(url, answer.url)) throw elsewhere(url, answer.url);
    return { ...answer, ...readAnswer(answer) };
  }

  /** The rows of a list, or what is in the way as a ConnectorError. */
  async function list(resource: string, query: Query, options: Ask = {}): Promise<unknown[]> {
    const translated = spoken && isTranslated(resource) ? { language: spoken } : {};
    const reply = await ask(resource, { ...query, ...translated, output_format: 'JSON' }, options);
    // The language was deleted since: then texts come in all that are left.
    if (spoken && reply.failures.some(({ code }) => code === 81)) {
      spoken = undefined;
      return list(resource, query, options);
    }
    if (!reply.rows || !isGood(reply)) throw trouble(reply);
    return reply.rows;
  }

  /** Changes or adds one thing, told in XML; nothing comes back. */
  async function write(method: 'PUT' | 'POST', path: string, body: string, query: Query = {}): Promise<Reply> {
    const reply = await ask(path, { ...query, output_format: 'JSON' }, { method, body });
    if (!isGood(reply)) throw trouble(reply);
    return reply;
  }

  return { ask, list, write, language: () => spoken };
}

/** PHP's notices make a 500 of a good answer: they come beside what was asked for, and say nothing of it. */
const isGood = ({ status, rows, failures }: Reply): boolean =>
  (status >= 200 && status < 300 && failures.every(isNotice)) || (rows !== undefined && failures.length > 0 && failures.every(isNotice));

function readAnswer({ text, headers }: Answer): Said {
  const said = text.replace(/^\uFEFF/, '');
  const ours = headers['access-time'] !== undefined || /PrestaShop Webservice/i.test(headers['x-powered-by'] ?? '');
  return { ...readRows(said), failures: readFailures(said), ours };
}

/** The address of a route. Everything is escaped: some firewalls dislike brackets. */
export function route(root: string, path: string, query: Query): URL {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
  );
  const mark = root.includes('?') ? '&' : '?';
  return new URL(`${root}${path}${pairs.length > 0 ? mark : ''}${pairs.join('&')}`);
}

/** Of these, texts come once for each of the shop's languages, unless one is asked for. */
const isTranslated = (resource: string) =>
  /^(products|order_states|carriers|product_options|product_option_values|taxes|product_customization_fields)$/.test(resource);

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

/** The name and password that the web server of a staging copy asks for, given with the address. */
function passwordOf(address: string): string | undefined {
  const url = URL.parse(address);
  return url?.password ? `${unescaped(url.username)}:${unescaped(url.password)}` : undefined;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const insecure = ({ host }: URL) =>
  new InsecureError(`${host} can only be reached over plain http, where everybody on the way can read the key and the orders.`, {
    advice: advice.plainHttp,
  });

function elsewhere(asked: URL, came: URL): ResponseError | InsecureError {
  if (asked.host !== came.host || asked.protocol === came.protocol) return moved(asked, came);
  return new InsecureError(`${asked.host} sends us from https to plain http, where everybody on the way can read along.`, {
    advice: advice.downgraded,
  });
}

/** Whether a version ("1.7.8.8") is at least this one. */
export function isSince(version: string | undefined, ...wanted: number[]): boolean {
  const ours = (version ?? '').split('.').map(Number);
  const at = wanted.findIndex((part, index) => (ours[index] ?? 0) !== part);
  return at < 0 || (ours[at] ?? 0) > (wanted[at] ?? 0);
}
