import { NetworkError, ResponseError } from '../errors.ts';
import type { Http } from '../http.ts';
import { httpsFirst, isPrivate } from '../https-first.ts';
import * as advice from './advice.ts';
import { type Api, type Credentials, insecure, isGood, magentoApi, type Reply, type Way } from './api.ts';
import type { Query } from './criteria.ts';
import * as payloads from './payloads.ts';
import { isJustAPage, isMissingRight, isSignature, trouble, unseen, wrongSecret } from './trouble.ts';

/** Where we got in. */
export type Entry = { way: Way; api: Api };

type Auth = Pick<Way, 'auth' | 'proxied'>;

/** An interactive step: a shop that needs longer than this to say who it is will not do. */
const timeout = 20_000;

/** Adobe's own cloud speaks another language. */
const cloud = /\.api\.commerce\.adobe\.com$/i;

/** Finds the way into a shop: the one we know, else step by step. Throws what stands in the way. */
export async function climb(credentials: Credentials, http: Http, known?: Way): Promise<Entry> {
  const typed = URL.parse(credentials.url);
  if (!typed) throw new ResponseError('This cannot be read as an address.', { advice: advice.wrongAddress });
  if (cloud.test(typed.hostname)) throw new ResponseError(`${typed.host} is Adobe’s own cloud service.`, { advice: advice.cloudService });
  const root =
    (known && (await again(credentials, http, known.root))) ??
    (await httpsFirst(typed, http, (site) => look(credentials, http, foldersOf(site))));
  return enter(credentials, http, root, known);
}

/** The door we know may be gone (https, another folder): then it is looked for again. */
async function again(credentials: Credentials, http: Http, root: string): Promise<string | undefined> {
  try {
    return await open(credentials, http, [root]);
  } catch (error) {
    if (error instanceof NetworkError || error instanceof ResponseError) return undefined;
    throw error;
  }
}

/** What merchants copy may end in the admin's folder or in a store view's ("/si"): the shop is in one above it. */
function foldersOf(site: string): string[] {
  const [, origin = site, path = ''] = /^(https?:\/\/[^/]+)(.*)$/.exec(site) ?? [];
  const names = path.split('/').filter(Boolean);
  return names.map((_, at) => [origin, ...names.slice(0, names.length - at)].join('/')).concat(origin);
}

/** All store views at once (`all`), else as customers see it; without rewriting, behind index.php. */
const scopes = ['rest/all/V1/', 'rest/V1/', 'index.php/rest/all/V1/'];

async function look(credentials: Credentials, http: Http, sites: string[]): Promise<string> {
  return open(
    credentials,
    http,
    sites.flatMap((site) => scopes.map((scope) => `${site}/${scope}`)),
  );
}

/** The first of these addresses where Magento answers. What it has for everybody, its currencies, is asked for. */
async function open(credentials: Credentials, http: Http, roots: string[]): Promise<string> {
  let first: Reply | undefined;
  for (const root of roots) {
    const reply = await magentoApi(credentials, http, { root, auth: 'oauth' }).ask('directory/currency', [], { anonymous: true, timeout });
    if (isMagento(reply)) return `${reply.url.origin}${reply.url.pathname.replace(/directory\/currency$/, '')}`;
    if (!isJustAPage(reply)) throw trouble(reply);
    first ??= reply;
  }
  throw first ? trouble(first) : new ResponseError('This cannot be read as an address.', { advice: advice.wrongAddress });
}

/** It tells its currencies, or refuses to in Magento's own words. */
const isMagento = (reply: Reply): boolean => (isGood(reply) && payloads.directory.safeParse(reply.json).success) || isMissingRight(reply);

/** Signed, signed for what a proxy makes of it, and last the token alone: whichever Magento answers to. */
async function enter(credentials: Credentials, http: Http, root: string, known?: Way): Promise<Entry> {
  let refused: Reply | undefined;
  for (const auth of waysOf(root, http, known)) {
    const api = magentoApi(credentials, http, { root, ...auth });
    const reply = await api.ask('modules', demanding, { timeout });
    const modules = isGood(reply) ? payloads.modules.safeParse(reply.json).data : undefined;
    if (modules) return { api, way: { root, ...auth, sources: modules.includes('Magento_InventoryApi') } };
    if (!isSignature(reply) && !isMissingRight(reply)) throw trouble(reply);
    // A signature says more of what is wrong than a token that is not looked at.
    if (auth.auth === 'oauth') refused ??= reply;
  }
  const { host } = new URL(root);
  throw refused && isSignature(refused) ? wrongSecret(host) : unseen(host);
}

/** Signs of all kinds, as lists and moments have them: some builds of 2.4.6 and 2.4.7 cannot check a signature over these. It is not looked at. */
const demanding: Query = [['searchCriteria[filterGroups][0][filters][0][value]', '2026-01-31 00:00:00,1']];

function waysOf(root: string, http: Http, known?: Auth): Auth[] {
  const url = new URL(root);
  if (!isPrivate(url, http)) throw insecure(url);
  const ways: Auth[] = [{ auth: 'oauth' }, { auth: 'oauth', proxied: true }, { auth: 'bearer' }];
  const open = url.protocol === 'https:' ? ways : ways.slice(0, 1);
  const isKnown = (one: Auth) => one.auth === known?.auth && one.proxied === known?.proxied;
  return open.toSorted((a, b) => Number(isKnown(b)) - Number(isKnown(a)));
}
