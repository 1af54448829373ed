import { nonce as newNonce, type Pair, rfc3986, signature } from '../oauth.ts';

type Signing = { consumerKey: string; consumerSecret: string; method: string; seconds: number; nonce?: string };

/**
 * OAuth 1.0a without a user: the only way in that WooCommerce accepts without TLS. The secret itself does not travel.
 * `signed` is the address as the shop knows it (its own host and scheme), `url` the one that is asked.
 * https://developer.woocommerce.com/docs/apis/rest-api/authentication/#authentication-over-http
 */
export function oauth(url: URL, signed: string, { consumerKey, consumerSecret, method, seconds, nonce }: Signing): URL {
  const given: Pair[] = [
    ['oauth_consumer_key', consumerKey],
    ['oauth_nonce', nonce ?? newNonce()],
    ['oauth_signature_method', 'HMAC-SHA256'],
    ['oauth_timestamp', String(seconds)],
  ];
  const made = signature({ method, address: signed, parameters: [...url.searchParams, ...given], secret: `${consumerSecret}&` });
  const query = [...given, ['oauth_signature', made] as const].map(([name, value]) => `${name}=${rfc3986(value)}`).join('&');
  return new URL(`${url.href}${url.search ? '&' : '?'}${query}`);
}
