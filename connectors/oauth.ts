import { createHmac, randomBytes } from 'node:crypto';

export type Pair = readonly [name: string, value: string];
type Signing = { method: string; address: string; parameters: readonly Pair[]; secret: string };

/** A text as RFC 3986 writes it in an address: nothing but letters, digits and -._~ stays as it is. */
export const rfc3986 = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** Used once. */
export const nonce = (): string => randomBytes(16).toString('hex');

/**
 * A signature by OAuth 1.0a with HMAC-SHA256. `address` is the one that the other side believes it was asked at, without its query, which is
 * among the `parameters`. https://www.rfc-editor.org/rfc/rfc5849#section-3.4
 */
export function signature({ method, address, parameters, secret }: Signing): string {
  const all = parameters.map(([name, value]): Pair => [rfc3986(name), rfc3986(value)]);
  const sorted = all.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}=${value}`);
  const text = [method, rfc3986(address), rfc3986(sorted.join('&'))].join('&');
  return createHmac('sha256', secret).update(text).digest('base64');
}
