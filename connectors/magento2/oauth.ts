import { nonce as newNonce, type Pair, rfc3986, signature } from '../oauth.ts';

type Keys = { consumerKey: string; consumerSecret: string; accessToken: string; accessTokenSecret: string };
type Signing = { method: string; seconds: number; nonce?: string };

/**
 * The Authorization header of one request: OAuth 1.0a with the four values of an Integration. Magento takes HMAC-SHA256 only (since 2.4.4),
 * reads nothing of it from the address, and does not sign the body. `signed` is the address as the shop knows it, `query` what was asked.
 * https://developer.adobe.com/commerce/webapi/get-started/authentication/gs-authentication-oauth/
 */
export function oauthHeader(signed: string, query: Iterable<Pair>, keys: Keys, { method, seconds, nonce = newNonce() }: Signing): string {
  const given: Pair[] = [
    ['oauth_consumer_key', keys.consumerKey],
    ['oauth_nonce', nonce],
    ['oauth_signature_method', 'HMAC-SHA256'],
    ['oauth_timestamp', String(seconds)],
    ['oauth_token', keys.accessToken],
    ['oauth_version', '1.0'],
  ];
  const secret = `${rfc3986(keys.consumerSecret)}&${rfc3986(keys.accessTokenSecret)}`;
  const made = signature({ method, address: signed, parameters: [...query, ...given], secret });
  return `OAuth ${[...given, ['oauth_signature', made] as const].map(([name, value]) => `${name}="${rfc3986(value)}"`).join(', ')}`;
}
