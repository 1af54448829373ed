import { NetworkError, ResponseError } from '../errors.ts';
import type { Http } from '../http.ts';
import { httpsFirst, isPrivate } from '../https-first.ts';
import { plain } from '../words.ts';
import * as advice from './advice.ts';
import { type Permissions, readFrontPage } from './answers.ts';
import { type Api, type Credentials, prestaApi, type Reply, type Way } from './api.ts';
import { readSettings, type Settings } from './settings.ts';
import { isJustAPage, sawNoKey, trouble } from './trouble.ts';

/** Where we got in, what the key may do there, and what the shop says of itself. */
export type Entry = { way: Way; api: Api; shopName: string; permissions: Permissions; settings: Settings };

type Door = { root: string; auth: Way['auth']; reply: Reply };

/** An interactive step: a shop that needs longer than this to say who it is will not do. */
const timeout = 20_000;

/** Finds the way into a shop: the one we know, else step by step. Throws what stands in the way. */
export async function climb(credentials: Credentials, http: Http, known?: Way): Promise<Entry> {
  return enter(credentials, http, (known && (await again(credentials, http, known))) ?? (await find(credentials, http)));
}

/** The door we know may be gone (https, friendly URLs): then it is looked for again. */
async function again(credentials: Credentials, http: Http, { root, auth }: Way): Promise<Door | undefined> {
  try {
    return await knock(credentials, http, root, [auth, auth === 'header' ? 'query' : 'header']);
  } catch (error) {
    if (error instanceof NetworkError || error instanceof ResponseError) return undefined;
    throw error;
  }
}

async function find(credentials: Credentials, http: Http): Promise<Door> {
  const typed = URL.parse(credentials.url);
  if (!typed) throw new ResponseError('This cannot be read as an address.', { advice: advice.wrongAddress });
  return httpsFirst(typed, http, (site) => look(credentials, http, site));
}

/** With friendly URLs, without them; then the same one folder up: merchants copy addresses of the back office, or of a language. */
async function look(credentials: Credentials, http: Http, site: string): Promise<Door> {
  let refused: unknown;
  for (const folder of foldersUp(site)) {
    for (const root of [`${folder}/api/`, `${folder}/webservice/dispatcher.php?url=`]) {
      try {
        const door = await knock(credentials, http, root, ['header', 'query']);
        if (door) return door;
      } catch (error) {
        if (!(error instanceof ResponseError)) throw error;
        refused ??= error;
      }
    }
  }
  throw refused;
}

function foldersUp(site: string): string[] {
  const { origin, pathname } = new URL(site);
  const parts = pathname.split('/').filter(Boolean);
  return Array.from({ length: parts.length + 1 }, (_, up) => [origin, ...parts.slice(0, parts.length - up)].join('/'));
}

/** Asks at one address in one way after the other; each one that the key does not get through gives way to the next. */
async function knock(credentials: Credentials, http: Http, root: string, ways: Way['auth'][]): Promise<Door> {
  let last: Reply | undefined;
  for (const auth of open(ways, root, credentials, http)) {
    const reply = await prestaApi(credentials, http, { root, auth }).ask('', {}, { timeout });
    if (isJustAPage(reply)) throw trouble(reply);
    if (!sawNoKey(reply)) return { root: rootOf(reply, root), auth, reply };
    last = reply;
  }
  throw last ? trouble(last) : new ResponseError('This cannot be read as an address.', { advice: advice.wrongAddress });
}

/** An address is written down on the way, so a key stands in it only where it is encrypted. A server's own password takes the header. */
function open(ways: Way['auth'][], root: string, { url }: Credentials, http: Http): Way['auth'][] {
  if (URL.parse(url)?.password) return ['query'];
  return root.startsWith('https:') || !isPrivate(new URL(root), http) ? ways : ['header'];
}

/** Where it really stands, after redirects. */
function rootOf({ url }: Reply, asked: string): string {
  return asked.includes('?') ? `${url.origin}${url.pathname}?url=` : `${url.origin}${url.pathname.replace(/\/*$/, '/')}`;
}

async function enter(credentials: Credentials, http: Http, { root, auth, reply }: Door): Promise<Entry> {
  const front = reply.status < 300 ? readFrontPage(reply.text) : undefined;
  if (!front) throw trouble(reply);
  const settings = await readSettings(prestaApi(credentials, http, { root, auth }), front.permissions);
  const { timeZone, language, country } = settings;
  const way: Way = { root, auth, version: reply.headers['psws-version'], timeZone, language, country };
  const api = prestaApi(credentials, http, way);
  return { way, api, shopName: plain(front.shopName), permissions: front.permissions, settings };
}

/** The shop's address as we reach it, without the way into its web service. */
export const siteOf = ({ root }: Pick<Way, 'root'>): string => root.replace(/\/(api\/|webservice\/dispatcher\.php\?url=)$/, '');
