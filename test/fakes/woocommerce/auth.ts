import { createHmac } from 'node:crypto';
import type { Payload } from './json.ts';

/** What the key's owner may do in WordPress, apart from what the key itself may. */
export type Capability = 'orders' | 'products' | 'manage' | 'reports';
export const everything: readonly Capability[] = ['orders', 'products', 'manage', 'reports'];

export type Key = {
  consumerKey: string;
  consumerSecret: string;
  permissions: 'read' | 'write' | 'read_write';
  capabilities: readonly Capability[];
};

/** One request as WordPress sees it. `uri` is the path with its query as it came. */
export type Request = {
  method: string;
  uri: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string | undefined>;
  body: string;
};

/** `way`: how the key came, whether it was good or not. */
export type Caller = { way: 'none' | 'basic' | 'query' | 'oauth'; key?: Key; refusal?: Refusal };
export type Refusal = { status: number; body: Payload };

export const refusal = (status: number, code: string, message: string, data: Payload = {}): Refusal => ({
  status,
  body: { code, message, data: { status, ...data } },
});

const refused = (message: string) => refusal(401, 'woocommerce_rest_authentication_error', message);

export type AuthSettings = {
  /** PHP's `is_ssl()`: false also behind a proxy that ends TLS and does not tell. */
  ssl: boolean;
  /** The shop's configured address with its folder and no slash at the end, and the folder alone ("" or "/shop"). */
  home: string;
  folder: string;
  nonces: Set<string>;
  /** The shop's clock, in ms. */
  now: number;
};

/**
 * Who asks. Over TLS: keys in the query, then Basic, then OAuth 1.0a; without TLS only OAuth 1.0a. WooCommerce looks at keys only where the
 * address holds "wp-json/wc/" or "wp-json/wc-", and an unknown key over TLS is nobody, not an error.
 */
export function authenticate(request: Request, keys: Key[], settings: AuthSettings): Caller {
  const way = wayOf(request, settings.ssl);
  if (!/wp-json\/wc[/-]/.test(request.uri)) return { way };
  if (settings.ssl && (way === 'query' || way === 'basic')) {
    const [name, secret] = way === 'query' ? [request.query.get('consumer_key'), request.query.get('consumer_secret')] : basic(request);
    const key = keys.find(({ consumerKey }) => consumerKey === name);
    if (!key) return { way };
    return key.consumerSecret === secret ? { way, key } : { way, refusal: refused('Consumer secret is invalid.') };
  }
  return way === 'oauth' ? oauth(request, keys, settings) : { way };
}

function wayOf({ query, headers }: Request, ssl: boolean): Caller['way'] {
  if (query.has('consumer_key') && query.has('consumer_secret')) return 'query';
  if (!ssl && query.has('oauth_signature')) return 'oauth';
  if (headers.authorization?.startsWith('Basic ')) return 'basic';
  return [...query.keys()].some((name) => name.startsWith('oauth_')) ? 'oauth' : 'none';
}

function basic({ headers }: Request) {
  const [name = '', ...secret] = Buffer.from(headers.authorization?.slice(6) ?? '', 'base64')
    .toString()
    .split(':');
  return [name, secret.join(':')];
}

const needed = ['oauth_consumer_key', 'oauth_timestamp', 'oauth_nonce', 'oauth_signature', 'oauth_signature_method'];

function oauth(request: Request, keys: Key[], settings: AuthSettings): Caller {
  const { query } = request;
  const missing = needed.filter((name) => !query.get(name));
  const way = 'oauth';
  if (missing.length > 0) {
    const message = `Missing OAuth parameters ${missing.join(', ')}`;
    return { way, refusal: refusal(401, 'woocommerce_rest_authentication_missing_parameter', message) };
  }
  const key = keys.find(({ consumerKey }) => consumerKey === query.get('oauth_consumer_key'));
  if (!key) return { way, refusal: refused('Consumer key is invalid.') };
  const algorithm = { 'HMAC-SHA1': 'sha1', 'HMAC-SHA256': 'sha256' }[query.get('oauth_signature_method') ?? ''];
  if (!algorithm) return { way, refusal: refused('Invalid signature - signature method is invalid.') };
  const address = `${settings.ssl ? 'https' : 'http'}:${settings.home.replace(/^https?:/, '')}${request.path.slice(settings.folder.length)}`;
  const expected = createHmac(algorithm, `${key.consumerSecret}&`)
    .update(signatureBase(request.method, address, query))
    .digest('base64');
  if (expected !== query.get('oauth_signature')) return { way, refusal: refused('Invalid signature - provided signature does not match.') };
  if (Math.abs(settings.now / 1000 - Number(query.get('oauth_timestamp'))) > 15 * 60)
    return { way, refusal: refused('Invalid timestamp.') };
  const nonce = `${key.consumerKey} ${query.get('oauth_nonce')}`;
  if (settings.nonces.has(nonce)) return { way, refusal: refused('Invalid nonce - nonce has already been used.') };
  settings.nonces.add(nonce);
  return { way, key };
}

/** The text that is signed: each name and value encoded once before joining, so that values are encoded twice in the end. */
function signatureBase(method: string, address: string, query: URLSearchParams) {
  const pairs = [...phpQuery(query)]
    .filter(([name]) => name !== 'oauth_signature')
    .map(([name, value]) => [encode(name), encode(value)] as const);
  pairs.sort(([one], [other]) => (one < other ? -1 : 1));
  return `${method.toUpperCase()}&${encode(address)}&${encode(pairs.map(([name, value]) => `${name}=${value}`).join('&'))}`;
}

/** PHP numbers lists (`status[]` becomes `status[0]`), and of a name that is given twice the last one counts. */
function phpQuery(query: URLSearchParams): Map<string, string> {
  const lists = new Map<string, number>();
  const pairs = new Map<string, string>();
  for (const [name, value] of query) {
    const count = lists.get(name) ?? 0;
    lists.set(name, count + 1);
    pairs.set(name.endsWith('[]') ? `${name.slice(0, -1)}${count}]` : name, value);
  }
  return pairs;
}

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

/** The key's own permission, looked at before anything else. */
export function forbiddenByKey(method: string, { permissions }: Key): Refusal | undefined {
  const wants = method === 'GET' || method === 'HEAD' ? 'read' : method === 'OPTIONS' ? undefined : 'write';
  if (!wants || permissions === 'read_write' || permissions === wants) return undefined;
  return refused(`The API key provided does not have ${wants} permissions.`);
}
