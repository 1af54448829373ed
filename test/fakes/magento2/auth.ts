import { createHmac } from 'node:crypto';
import { oauth, type Told } from './refusals.ts';

/** An integration: what it is called by, and what it may. */
export type Integration = {
  consumerKey: string;
  consumerSecret: string;
  accessToken: string;
  accessTokenSecret: string;
  active: boolean;
  resources: readonly string[];
};

/** `resources` of who asks: none for a guest. */
export type Caller = { way: 'guest' | 'oauth' | 'bearer'; resources: readonly string[]; refusal?: Told };

export type Setting = {
  method: string;
  /** The address as PHP sees it, its query as it came. */
  address: string;
  query: string;
  header: string | undefined;
  nonces: Set<string>;
  allowBearer: boolean;
  now: number;
};

const guest: Caller = { way: 'guest', resources: [] };

/** Who asks. A token that is not good, or not looked at, makes the caller a guest; a signature that is not good is refused. */
export function authenticate(integrations: readonly Integration[], setting: Setting): Caller {
  const [scheme = '', rest = ''] = setting.header?.split(/ (.*)/s) ?? [];
  if (/^bearer$/i.test(scheme)) {
    const found = integrations.find(({ accessToken, active }) => active && accessToken === rest);
    return found && setting.allowBearer ? { way: 'bearer', resources: found.resources } : guest;
  }
  return /^oauth$/i.test(scheme) ? signed(integrations, parameters(rest), setting) : guest;
}

const parameters = (text: string) =>
  new Map([...text.matchAll(/(oauth_\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, decodeURIComponent(value)]));

function signed(integrations: readonly Integration[], given: Map<string, string>, setting: Setting): Caller {
  const refuse = (refusal: Told): Caller => ({ ...guest, refusal });
  const of = (name: string) => given.get(name) ?? '';
  const consumer = integrations.find(({ consumerKey }) => consumerKey === of('oauth_consumer_key'));
  if (!consumer) return refuse(oauth.consumer);
  const owner = integrations.find(({ accessToken }) => accessToken === of('oauth_token'));
  if (!owner) return refuse(oauth.token);
  if (owner !== consumer) return refuse(oauth.other);
  if (of('oauth_signature_method') !== 'HMAC-SHA256') return refuse(oauth.method(of('oauth_signature_method')));
  if (Number(of('oauth_timestamp')) > setting.now / 1000 + 600) return refuse(oauth.timestamp);
  if (setting.nonces.has(of('oauth_nonce'))) return refuse(oauth.nonce);
  setting.nonces.add(of('oauth_nonce'));
  if (signature(consumer, given, setting) !== of('oauth_signature')) return refuse(oauth.signature);
  return consumer.active ? { way: 'oauth', resources: consumer.resources } : guest;
}

/** As Magento's own code does it: the query decoded without minding "+", then sorted. */
function signature({ consumerSecret, accessTokenSecret }: Integration, given: Map<string, string>, { method, address, query }: Setting) {
  const asked = query
    .split('&')
    .filter((pair) => pair.includes('='))
    .map((pair): [string, string] => [decodeURIComponent(pair.split('=')[0] ?? ''), decodeURIComponent(pair.slice(pair.indexOf('=') + 1))]);
  const all = [...asked, ...given].filter(([name]) => name !== 'oauth_signature').map(([name, value]) => [encode(name), encode(value)]);
  all.sort(([one = ''], [other = '']) => (one < other ? -1 : 1));
  const text = [method, encode(address), encode(all.map((pair) => pair.join('=')).join('&'))].join('&');
  return createHmac('sha256', `${encode(consumerSecret)}&${encode(accessTokenSecret)}`)
    .update(text)
    .digest('base64');
}

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
