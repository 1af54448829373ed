import { z } from 'zod';
import { sameShop } from '../address.ts';
import { InsecureError, ResponseError } from '../errors.ts';
import { type Answer, type Http, type HttpRequest, send } from '../http.ts';
import { isPrivate } from '../https-first.ts';
import { firstIssue, readJson } from '../rows.ts';
import * as advice from './advice.ts';
import { address, type Query } from './criteria.ts';
import { readFailure, type Told } from './messages.ts';
import { oauthHeader } from './oauth.ts';
import * as payloads from './payloads.ts';
import { isMissingRight, moved, trouble, unseen } from './trouble.ts';

export type Credentials = { url: string; consumerKey: string; consumerSecret: string; accessToken: string; accessTokenSecret: string };

/** The way in that was found. Plain values, nothing secret: it is kept as the connection's `Access`. */
export const way = z.object({
  /** What every route begins with: https://shop.example.com/rest/all/V1/ */
  root: z.url({ protocol: /^https?$/ }),
  /** Signed with all four values, or the access token alone, where the shop allows that. */
  auth: z.enum(['oauth', 'bearer']),
  /** A proxy ends the encryption and does not tell Magento: signatures are made for http. */
  proxied: z.boolean().optional(),
  /** Stock is kept by source (Magento's Inventory); else there is one number a product. */
  sources: z.boolean().optional(),
});
export type Way = z.infer<typeof way>;

export type Ask = { method?: HttpRequest['method']; body?: unknown; anonymous?: true; timeout?: number };

/** An answer, read as far as it can be: `json` is absent where it is none. */
export type Reply = Answer & { json?: unknown } & Partial<Told>;

/** One page of a list, its rows as they came; `total` is how many there are from here on. */
export type Listed = { rows: unknown[]; total?: number };

/** Timestamps of the future are refused, those of the past are not: so much may a shop's clock be behind ours (seconds). */
const early = 3600;

export type Api = ReturnType<typeof magentoApi>;

/** Asks a shop by a way in. */
export function magentoApi(credentials: Credentials, http: Http, { root, auth, proxied }: Pick<Way, 'root' | 'auth' | 'proxied'>) {
  function authorization(url: URL, method: string): string {
    if (url.protocol === 'http:' && (auth === 'bearer' || !isPrivate(url, http))) throw insecure(url);
    if (auth === 'bearer') return `Bearer ${credentials.accessToken}`;
    const signed = `${proxied ? 'http:' : url.protocol}//${url.host}${url.pathname}`;
    return oauthHeader(signed, url.searchParams, credentials, { method, seconds: Math.floor(Date.now() / 1000) - early });
  }

  /** Any answer, whatever it says. */
  async function ask(path: string, query: Query = [], { method = 'GET', body, anonymous, timeout }: Ask = {}): Promise<Reply> {
    const url = address(root, path, query);
    const request: HttpRequest = {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      timeout,
      authorize: (hop) => (anonymous ? { url: hop } : { url: hop, headers: { Authorization: authorization(hop, method) } }),
    };
    let reply = read(await send(http, url, request));
    // What was asked again after a pause or a cut connection came with a nonce that may be used up.
    if (reply.status === 401 && /nonce/i.test(reply.message ?? '')) reply = read(await send(http, url, request));
    if (!sameShop(url, reply.url)) throw elsewhere(url, reply.url);
    return reply;
  }

  /** What was asked for, or what is in the way as a ConnectorError. */
  async function get<S extends z.ZodType>(path: string, schema: S, query: Query = [], options: Ask = {}): Promise<z.infer<S>> {
    return understand(await ask(path, query, options), schema);
  }

  /** A good answer; else throws what is in the way. */
  async function understand<S extends z.ZodType>(reply: Reply, schema: S): Promise<z.infer<S>> {
    if (!isGood(reply)) return refuse(reply);
    const parsed = schema.safeParse(reply.json);
    if (parsed.success) return parsed.data;
    throw new ResponseError(`${reply.url.host} holds something unexpected at ${reply.url.pathname}: ${firstIssue(parsed.error)}`);
  }

  /** Throws what is in the way. Who may do nothing at all is not seen by Magento: it says the same of both, so it is asked once more. */
  async function refuse(reply: Reply): Promise<never> {
    if (isMissingRight(reply) && isMissingRight(await ask('modules'))) throw unseen(reply.url.host);
    throw trouble(reply);
  }

  /** What the shop itself shows to everybody, outside of its API. */
  const front = async (path: string): Promise<Reply> => read(await send(http, address(siteOf({ root }), `/${path}`, [])));

  async function list(path: string, query: Query): Promise<Listed> {
    const { items, total_count } = await get(path, payloads.page, query);
    return { rows: items, ...(total_count !== undefined && { total: total_count }) };
  }

  return { ask, get, list, understand, refuse, front };
}

export const isGood = ({ status, json }: Reply): boolean => status >= 200 && status < 300 && json !== undefined;

function read(answer: Answer): Reply {
  const text = answer.text.replace(/^\uFEFF/, '');
  const json = readJson(text);
  return { ...answer, text, json, ...(answer.status >= 400 && readFailure(json)) };
}

/** The shop's address as we reach it, without the way into its API. */
export const siteOf = ({ root }: Pick<Way, 'root'>): string => root.replace(/\/(index\.php\/)?rest\/.*$/, '');

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
