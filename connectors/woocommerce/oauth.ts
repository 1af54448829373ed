import { createHmac, randomBytes } from 'node:crypto';

type Signing = { consumerKey: string; consumerSecret: string; method: string; seconds: number; nonce?: string };

/**
 * OAuth 1.0a without a user: the only way in that WooCommerce accepts without TLS. The secret itself does not travel.
 * `signed` is the address as the shop knows it (its own host and scheme), `url` the one that is asked.
 * https://developer.woocommerce.com/docs/apis/rest-api/authentication/#authentication-over-http
 */
export function oauth(url: URL, signed: string, { consumerKey, consumerSecret, method, seconds, nonce }: Signing): URL {
  const given: [string, string][] = [
    ['oauth_consumer_key', consumerKey],
    ['oauth_nonce', nonce ?? randomBytes(12).toString('hex')],
    ['oauth_signature_method', 'HMAC-SHA256'],
    ['oauth_timestamp', String(seconds)],
  ];
  const all = [...url.searchParams, ...given].map(([name, value]): [string, string] => [rfc3986(name), rfc3986(value)]);
  const sorted = all.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}=${value}`);
  const text = [method, rfc3986(signed), rfc3986(sorted.join('&'))].join('&');
  const signature = createHmac('sha256', `${consumerSecret}&`).update(text).digest('base64');
  const query = [...given, ['oauth_signature', signature] as const].map(([name, value]) => `${name}=${rfc3986(value)}`).join('&');
  return new URL(`${url.href}${url.search ? '&' : '?'}${query}`);
}

const rfc3986 = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
