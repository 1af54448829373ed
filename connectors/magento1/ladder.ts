import { sameShop } from '../address.ts';
import { NetworkError, ResponseError } from '../errors.ts';
import type { Answer, Http } from '../http.ts';
import { httpsFirst, isPrivate } from '../https-first.ts';
import * as advice from './advice.ts';
import { type Api, type Credentials, knock, magentoApi, type Way } from './api.ts';
import { factsOf } from './facts.ts';
import { downgraded, insecure, isJustAPage, moved, trouble } from './trouble.ts';
import { readAnswer } from './xmlrpc-reading.ts';

/** Where we got in. */
export type Entry = { way: Way; api: Api };

/** An interactive step: a shop that needs longer than this to say who it is will not do. */
export const timeout = 20_000;

/** Finds the way into a shop: the one we know, else step by step. Throws what stands in the way. */
export async function climb(credentials: Credentials, http: Http, known?: Way): Promise<Entry> {
  const root = (known && (await again(credentials, http, known.root))) ?? (await find(credentials, http));
  const way = { ...known, root };
  const api = magentoApi(credentials, http, way);
  return { api, way: { ...way, ...(await factsOf(api, known)), many: api.facts().many } };
}

/** The door we know may be gone (https, another domain): then it is looked for again. */
async function again(credentials: Credentials, http: Http, root: string): Promise<string | undefined> {
  try {
    return await look(credentials, http, [root]);
  } catch (error) {
    if (error instanceof NetworkError || error instanceof ResponseError) return undefined;
    throw error;
  }
}

async function find(credentials: Credentials, http: Http): Promise<string> {
  const typed = URL.parse(credentials.url);
  if (!typed) throw new ResponseError('This cannot be read as an address.', { advice: advice.wrongAddress });
  return httpsFirst(typed, http, (site) => look(credentials, http, doorsOf(site)));
}

/** Without rewriting of addresses, with it, by its own entry. A folder may be a language's, and the shop stand above it. */
function doorsOf(site: string): string[] {
  const { origin } = new URL(site);
  return [...new Set([site, origin])].flatMap((at) => [`${at}/index.php/api/xmlrpc/`, `${at}/api/xmlrpc/`, `${at}/api.php?type=xmlrpc`]);
}

/** The first of the doors behind which XML-RPC is spoken: where we end up when we go there, because what is said there is no GET. */
async function look(credentials: Credentials, http: Http, doors: readonly string[]): Promise<string> {
  let first: Answer | undefined;
  for (const door of doors) {
    const answer = await knock(credentials, http, door, timeout);
    assertSameShop(new URL(door), answer);
    if (speaksXmlRpc(answer)) return assertPrivate(answer.url, http).href;
    if (!isJustAPage(answer)) throw trouble(answer);
    first ??= answer;
  }
  throw first ? trouble(first) : new ResponseError('This cannot be read as an address.', { advice: advice.wrongAddress });
}

function speaksXmlRpc({ status, text }: Answer): boolean {
  try {
    return status < 300 && readAnswer(text) !== undefined;
  } catch {
    return false;
  }
}

function assertPrivate(url: URL, http: Http): URL {
  if (!isPrivate(url, http)) throw insecure(url);
  return url;
}

function assertSameShop(asked: URL, { url }: Answer): void {
  if (sameShop(asked, url)) return;
  throw asked.host === url.host && asked.protocol !== url.protocol ? downgraded(asked) : moved(asked, url);
}

/** The shop's address as we reach it, without the way into its API. */
export const siteOf = ({ root }: Pick<Way, 'root'>): string => root.replace(/\/(index\.php\/)?api(\.php\?type=xmlrpc|\/xmlrpc\/?)$/, '');
