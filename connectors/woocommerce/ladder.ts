import { addressKey, isLoopback } from '../address.ts';
import { AuthenticationError, ConnectorError, NetworkError, PermissionError, RateLimitError, ResponseError } from '../errors.ts';
import type { Http } from '../http.ts';
import { httpsFirst } from '../https-first.ts';
import { text } from '../words.ts';
import * as advice from './advice.ts';
import { type Api, assertNotSwapped, type Credentials, insecure, isGood, type Reply, type Way, wooApi } from './api.ts';
import * as payloads from './payloads.ts';
import { closed, isClosed, isJustAPage, isShut, noWooCommerce, sawNobody, trouble, unknownKey } from './trouble.ts';

/** Where we got in, and what WordPress says of itself there. */
export type Entry = { way: Way; api: Api; index?: payloads.Index };

/** The front page of a REST API: `root` is what every route begins with; it tells nothing of itself where a plugin closed it. */
type Door = { root: string; index?: payloads.Index };

/** An interactive step: a shop that needs longer than this to say who it is will not do. */
const timeout = 20_000;

/** Finds the way into a shop: the one we know, else step by step. Throws what stands in the way. */
export async function climb(credentials: Credentials, http: Http, known?: Way): Promise<Entry> {
  assertNotSwapped(credentials);
  const door = (known && (await again(credentials, http, known.root))) ?? (await find(credentials, http));
  const entry = await enter(credentials, http, door, known?.auth);
  return acquaint(entry, door, known);
}

/** The door we know may be gone (https, permalinks): then it is looked for again. */
async function again(credentials: Credentials, http: Http, root: string): Promise<Door | undefined> {
  try {
    return await look(credentials, http, [root]);
  } catch (error) {
    if (error instanceof NetworkError || error instanceof ResponseError) return undefined;
    throw error;
  }
}

async function find(credentials: Credentials, http: Http): Promise<Door> {
  const typed = URL.parse(credentials.url);
  if (!typed) throw new ResponseError('This cannot be read as an address.', { advice: advice.wrongAddress });
  return httpsFirst(typed, http, (site) => look(credentials, http, rootsOf(site)));
}

/** With pretty permalinks, nearly pretty ones, plain ones. */
const rootsOf = (site: string) => [`${site}/wp-json/`, `${site}/index.php/wp-json/`, `${site}/?rest_route=/`];

async function look(credentials: Credentials, http: Http, roots: string[]): Promise<Door> {
  const open = [...roots];
  let first: Reply | undefined;
  for (const root of open) {
    const reply = await indexAt(credentials, http, root);
    const door = doorOf(reply, root);
    if (door) return door;
    if (!isJustAPage(reply)) throw trouble(reply);
    first ??= reply;
    const linked = linkedRoot(reply);
    if (linked && !open.includes(linked)) open.push(linked);
  }
  throw first ? trouble(first) : new ResponseError('This cannot be read as an address.', { advice: advice.wrongAddress });
}

const indexAt = (credentials: Credentials, http: Http, root: string) =>
  wooApi(credentials, http, { root, auth: 'query' }).ask('', { _fields: payloads.indexFields }, { anonymous: true, timeout });

function doorOf(reply: Reply, asked: string): Door | undefined {
  const root = `${reply.url.origin}${reply.url.pathname}${asked.includes('?') ? '?rest_route=/' : ''}`;
  if (isShut(reply)) return { root };
  const index = isGood(reply) ? payloads.index.safeParse(reply.json).data : undefined;
  return index && index.namespaces.length > 0 ? { root, index } : undefined;
}

/** Where WordPress says its REST API is: another folder, another prefix. Only the path of it counts, the host is the one we asked. */
function linkedRoot({ headers, text, url }: Reply): string | undefined {
  const link =
    /<([^>]+)>;\s*rel="https:\/\/api\.w\.org\/"/.exec(headers.link ?? '') ?? /<link[^>]+api\.w\.org[^>]+href=["']([^"']+)["']/.exec(text);
  const said = URL.parse(link?.[1]?.replaceAll('&amp;', '&') ?? '', url);
  if (!said) return undefined;
  const plain = said.searchParams.has('rest_route');
  return `${url.origin}${plain ? said.pathname.replace(/index\.php$/, '') : said.pathname}${plain ? '?rest_route=/' : ''}`;
}

/** In which way the key gets through; header, then address, then signature. */
async function enter(credentials: Credentials, http: Http, { root, index }: Door, known?: Way['auth']): Promise<{ way: Way; api: Api }> {
  if (index && !index.namespaces.includes('wc/v3')) throw noWooCommerce({ url: new URL(root) });
  const home = text(index?.home) || undefined;
  let last: Reply | undefined;
  for (const way of waysOf(root, credentials, http, known)) {
    const api = wooApi(credentials, http, { ...way, home });
    const reply = await api.ask('wc/v3/products', { per_page: 1, _fields: 'id' }, { timeout });
    if (!sawNobody(reply)) {
      await assertWelcome(api, reply, way);
      return { api, way: { ...way, ...(home && { home }) } };
    }
    last = reply;
  }
  if (last && last.json === undefined) throw trouble(last);
  throw last && isClosed(last) ? closed(new URL(root).host) : unknownKey(new URL(root).host);
}

function waysOf(root: string, { url }: Credentials, http: Http, known?: Way['auth']): Pick<Way, 'root' | 'auth' | 'proxied'>[] {
  const at = new URL(root);
  if (at.protocol === 'http:') {
    if (!http.plainHttp && !isLoopback(at)) throw insecure(at);
    return [{ root, auth: 'oauth' }];
  }
  const ways: Pick<Way, 'root' | 'auth' | 'proxied'>[] = [
    { root, auth: 'header' },
    { root, auth: 'query' },
    { root, auth: 'oauth', proxied: true },
  ];
  const open = new URL(url).password ? ways.slice(1) : ways;
  return open.toSorted((a, b) => Number(b.auth === known) - Number(a.auth === known));
}

/** A known key that may not read is told by its right, one whose secret is wrong here. A signature is refused for an unknown key, too. */
async function assertWelcome(api: Api, reply: Reply, way: Pick<Way, 'auth' | 'proxied'>): Promise<void> {
  if (isGood(reply) || (reply.status === 403 && reply.code?.startsWith('woocommerce_rest_'))) return;
  const refused = trouble(reply);
  if (reply.status !== 401) throw refused;
  if (way.proxied) throw unknownKey(reply.url.host);
  const write = await api.ask('wc/v3/orders/batch', {}, { method: 'POST', body: '{}', timeout });
  if (write.status === 401 && !(refused instanceof PermissionError)) throw refused;
}

/** What else is to be known before records are read: the shop's version, and where its variations are listed. */
async function acquaint({ way, api }: { way: Way; api: Api }, { index }: Door, known?: Way): Promise<Entry> {
  const said = index ?? (await openIndex(api));
  const today = new Date().toISOString().slice(0, 10);
  const { version, currency } = known?.version && known.asOf === today ? known : await systemStatus(api);
  const facts = {
    asOf: version && today,
    version,
    currency,
    admin: text(said?.url) || undefined,
    variations: variationsRoute(version, said?.namespaces ?? []),
  };
  return { api, way: { ...way, ...facts }, ...(said && { index: said }) };
}

/** A closed front page opens for the key, where the address holds the text that makes WooCommerce look at it. */
async function openIndex(api: Api): Promise<payloads.Index | undefined> {
  const reply = await api.ask('', { _fields: payloads.indexFields, _: 'wp-json/wc/' }, { timeout });
  return isGood(reply) ? payloads.index.safeParse(reply.json).data : undefined;
}

/** Needs the right to manage the shop, so it may be refused. Before WordPress 5.3 only whole blocks can be asked for. */
async function systemStatus(api: Api): Promise<{ version?: string; currency?: string }> {
  for (const _fields of ['environment.version,settings.currency', 'environment,settings']) {
    try {
      const { data } = await api.get('wc/v3/system_status', payloads.systemStatus, { _fields }, { timeout: 2 * timeout });
      if (data.environment?.version) return { version: data.environment.version, currency: data.settings?.currency };
    } catch (error) {
      if (!(error instanceof ConnectorError) || error instanceof RateLimitError || error instanceof AuthenticationError) throw error;
      return {};
    }
  }
  return {};
}

function variationsRoute(version: string | undefined, namespaces: readonly string[]): string {
  if (version && isSince(version, 10, 3)) return 'wc/v3/variations';
  return namespaces.includes('wc-analytics') ? 'wc-analytics/variations' : '';
}

/** Whether a version ("10.5.2") is at least major.minor. */
export function isSince(version: string | undefined, major: number, minor = 0): boolean {
  const [ours = 0, ourMinor = 0] = (version ?? '').split('.').map(Number);
  return ours > major || (ours === major && ourMinor >= minor);
}

/** The shop's address as we reach it, without the way into its REST API. */
export const siteOf = ({ root }: Pick<Way, 'root'>): string => root.replace(/\/(index\.php\/)?wp-json\/.*$|\/(index\.php)?\?.*$/, '');

/** Whether the shop calls itself by the name we reach it under. */
export const isItsOwnName = (way: Way): boolean => !way.home || addressKey(way.home) === addressKey(siteOf(way));
