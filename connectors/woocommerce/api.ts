import { z } from 'zod';
import { passwordOf, sameShop } from '../address.ts';
import { AuthenticationError, InsecureError, ResponseError } from '../errors.ts';
import { type Answer, type Http, type HttpRequest, send } from '../http.ts';
import { isPrivate } from '../https-first.ts';
import { firstIssue } from '../rows.ts';
import * as advice from './advice.ts';
import { oauth } from './oauth.ts';
import { moved, trouble } from './trouble.ts';

export type Credentials = { url: string; consumerKey: string; consumerSecret: string };

/** The way in that was found. Plain values, nothing secret: it is kept as the connection's `Access`. */
export const way = z.object({
  /** What every route begins with: https://shop.example.com/wp-json/, or https://shop.example.com/?rest_route=/ */
  root: z.url({ protocol: /^https?$/ }),
  /** How the key travels: in the Authorization header, in the (encrypted) address, or as a signature. */
  auth: z.enum(['header', 'query', 'oauth']),
  /** The shop's own word for its address; signatures are made for it. */
  home: z.string().optional(),
  /** A proxy ends the encryption and does not tell WordPress: signatures are made for http. */
  proxied: z.boolean().optional(),
  /** Where WordPress's admin is. */
  admin: z.string().optional(),
  version: z.string().optional(),
  currency: z.string().optional(),
  /** The day on which version and currency were asked for: that is slow in large shops. */
  asOf: z.string().optional(),
  /** The route that lists all variations; empty where there is none. */
  variations: z.string().optional(),
});
export type Way = z.infer<typeof way>;

export type Query = Record<string, string | number | boolean | undefined>;
export type Ask = { method?: HttpRequest['method']; body?: string; anonymous?: true; timeout?: number };

/** What was asked for; `total` is the length of the whole list, `answered` when it was, by the shop's clock (ms). */
export type Got<T> = { data: T; total?: number; answered: number };

/** An answer, read as far as it can be: `json` is absent where it is none. */
export type Reply = Answer & { json?: unknown; code?: string; message?: string };

export type Api = ReturnType<typeof wooApi>;

/** Asks a shop by a way in. */
export function wooApi(
  credentials: Credentials,
  http: Http,
  { root, auth, home, proxied }: Pick<Way, 'root' | 'auth' | 'home' | 'proxied'>,
) {
  const { consumerKey, consumerSecret } = credentials;
  const wall = passwordOf(credentials.url);
  /** How far the shop's clock is ahead of ours, in ms, where that matters. */
  let ahead = 0;

  function authorize(url: URL, method: string): { url: URL; headers?: Record<string, string> } {
    const headers = wall ? { Authorization: basic(wall) } : undefined;
    if (url.protocol === 'http:' && (auth !== 'oauth' || !isPrivate(url, http))) throw insecure(url);
    if (auth === 'header' && !wall) return { url, headers: { Authorization: basic(`${consumerKey}:${consumerSecret}`) } };
    if (auth !== 'oauth') return { url: withQuery(url, { consumer_key: consumerKey, consumer_secret: consumerSecret }), headers };
    const seconds = Math.floor((Date.now() + ahead) / 1000);
    return { url: oauth(url, signedAddress(url, home, proxied), { consumerKey, consumerSecret, method, seconds }), headers };
  }

  /** Any answer, whatever it says. */
  async function ask(path: string, query: Query, { method = 'GET', body, anonymous, timeout }: Ask = {}): Promise<Reply> {
    const url = route(root, path, query);
    const pass = (hop: URL) => (wall && isPrivate(hop, http) ? { Authorization: basic(wall) } : undefined);
    const request = {
      method,
      body,
      timeout,
      authorize: (hop: URL) => (anonymous ? { url: hop, headers: pass(hop) } : authorize(hop, method)),
    };
    const before = ahead;
    let answer = await send(http, url, request);
    ahead = clockAhead(answer) ?? ahead;
    // A signature made by the wrong clock is refused; by now we know the shop's.
    if (answer.status === 401 && auth === 'oauth' && ahead !== before && !anonymous) answer = await send(http, url, request);
    if (!sameShop(url, answer.url)) throw elsewhere(url, answer.url);
    return read(answer);
  }

  /** What was asked for, or what is in the way as a ConnectorError. */
  const get = async <S extends z.ZodType>(path: string, schema: S, query: Query = {}, options: Ask = {}): Promise<Got<z.infer<S>>> =>
    understand(await ask(path, query, options), schema);

  return { ask, get };
}

/** Throws what is in the way as a ConnectorError. */
export function understand<S extends z.ZodType>(reply: Reply, schema: S): Got<z.infer<S>> {
  if (!isGood(reply)) throw trouble(reply);
  const parsed = schema.safeParse(reply.json);
  if (!parsed.success)
    throw new ResponseError(`${reply.url.host} holds something unexpected at ${reply.url.pathname}: ${firstIssue(parsed.error)}`);
  const total = Number.parseInt(reply.headers['x-wp-total'] ?? '', 10);
  const answered = Date.parse(reply.headers.date ?? '') || Date.now();
  return { data: parsed.data, answered, ...(Number.isNaN(total) ? {} : { total }) };
}

export const isGood = ({ status, json }: Reply): boolean => status >= 200 && status < 300 && json !== undefined;

/** The address of a route. `rest_route` needs a hint that makes WooCommerce look at the key. */
export function route(root: string, path: string, query: Query): URL {
  const pairs = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${readable(String(value))}`]));
  if (root.includes('?')) return new URL([`${root}${path}`, ...pairs, '_=wp-json/wc/'].join('&'));
  return new URL(`${root}${path}${pairs.length > 0 ? '?' : ''}${pairs.join('&')}`);
}

function read(answer: Answer): Reply {
  const text = answer.text.replace(/^\uFEFF/, '');
  try {
    const json: unknown = JSON.parse(text);
    const parsed = answer.status < 400 ? undefined : failure.safeParse(json).data;
    return { ...answer, text, json, code: parsed?.code, message: parsed?.message };
  } catch {
    return { ...answer, text };
  }
}

/** https://developer.wordpress.org/rest-api/ : every refusal has a code; `code` is a number in some plugins. */
const failure = z.object({ code: z.coerce.string(), message: z.string().optional() });

const readable = (value: string) => encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%2F', '/');

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

function withQuery(url: URL, pairs: Record<string, string>): URL {
  const more = Object.entries(pairs).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return new URL(`${url.href}${url.search ? '&' : '?'}${more.join('&')}`);
}

/** The shop rebuilds the address from its own settings, and compares signatures. */
function signedAddress(url: URL, home: string | undefined, proxied: boolean | undefined): string {
  const host = URL.parse(home ?? '')?.host ?? url.host;
  return `${proxied ? 'http:' : url.protocol}//${host}${url.pathname}`;
}

export const insecure = ({ host }: URL) =>
  new InsecureError(`${host} can only be reached over plain http, where everybody on the way can read along.`, {
    advice: advice.plainHttp,
  });

function elsewhere(asked: URL, came: URL) {
  if (asked.host !== came.host || asked.protocol === came.protocol) return moved(asked, came);
  return new InsecureError(`${asked.host} sends us from https to plain http, where everybody on the way can read along.`, {
    advice: advice.downgraded,
  });
}

/** Less than a minute is the way of the answer. */
function clockAhead({ headers }: Answer): number | undefined {
  const theirs = Date.parse(headers.date ?? '');
  const ahead = theirs - Date.now();
  return Number.isNaN(theirs) ? undefined : Math.abs(ahead) > 60_000 ? ahead : 0;
}

/** Merchants take one for the other; WooCommerce would only say that it does not know the key. */
export function assertNotSwapped({ consumerKey, consumerSecret }: Credentials): void {
  if (consumerKey.startsWith('cs_') || consumerSecret.startsWith('ck_'))
    throw new AuthenticationError('The consumer key and the consumer secret are in each other’s place.', { advice: advice.swapped });
}
