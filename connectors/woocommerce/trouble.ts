import { AuthenticationError, type ConnectorError, NetworkError, PermissionError, ResponseError } from '../errors.ts';
import { firewallOf } from '../firewall.ts';
import { refusal } from '../http.ts';
import { fileName, phpPrinted } from '../php.ts';
import * as advice from './advice.ts';
import type { Reply } from './api.ts';

/**
 * What is wrong with an answer that is not the JSON we asked for. Messages of WordPress are translated to the site's language, so status and
 * code decide; English texts only choose between advices.
 */
export function trouble(reply: Reply): ConnectorError {
  if (reply.status >= 500) return broken(reply);
  if (reply.json === undefined) return notJson(reply);
  if (reply.status === 401) return unauthorised(reply);
  if (reply.status === 403) return forbidden(reply);
  if (reply.status === 404 && reply.code === 'rest_no_route') return noWooCommerce(reply);
  if (reply.status < 300) return noShop(reply.url);
  if (reply.code) return new ResponseError(`WooCommerce at ${reply.url.host} refused our request: ${reply.code} (${reply.status}).`);
  return refusal(reply);
}

/** WooCommerce does not know who asks: a wrong key, or a key that did not reach it. */
export const sawNobody = ({ status, code = '' }: Reply): boolean =>
  (status === 401 && code !== 'woocommerce_rest_authentication_error') || (status === 403 && code !== '' && !isOfWooCommerce(code));

const isOfWooCommerce = (code: string) => code.startsWith('woocommerce_rest_');

/** The front page of the REST API is not for strangers; it may be for the key. */
export const isShut = ({ status, code }: Reply): boolean => (status === 401 || status === 403) && code !== undefined;

/** Nothing of the shop's is at this address, and nothing in the way either: it may still be found behind another door. */
export const isJustAPage = (reply: Reply): boolean =>
  reply.status === 404 || (reply.status < 300 && !phpSource(reply.text) && !(reply.json === undefined && firewallOf(reply)));

/** A plugin lets nobody in that is not logged in. */
export const isClosed = ({ status, code = '' }: Reply): boolean =>
  (status === 401 || status === 403) && /^(rest_|itsec_|disabled|jwt_auth_no_auth_header)/.test(code) && code !== 'rest_no_route';

const isWall = ({ status, json, headers }: Reply): boolean =>
  status === 401 && json === undefined && /^basic/i.test(headers['www-authenticate'] ?? '');

export const noWooCommerce = ({ url }: { url: URL }) =>
  new ResponseError(`WordPress answers at ${url.host}, but WooCommerce does not: it is switched off, or older than 3.5.`, {
    advice: advice.noWooCommerce,
  });

export const unknownKey = (host: string) =>
  new AuthenticationError(`The shop at ${host} does not know this key, or the user it belonged to is gone.`, { advice: advice.newKey });

export const closed = (host: string) =>
  new PermissionError(`The REST API of ${host} is closed, so that we don't reach WooCommerce.`, { advice: advice.restClosed });

export const moved = (asked: URL, to: URL) => {
  const site = `${to.protocol}//${to.host}`;
  return new ResponseError(`${asked.host} sends us on to another shop: ${site}`, { advice: advice.moved(site) });
};

function unauthorised({ code = '', message = '', url }: Reply): ConnectorError {
  if (code !== 'woocommerce_rest_authentication_error') return isPlugin(code) ? closed(url.host) : unknownKey(url.host);
  if (/permission/i.test(message)) {
    const what = /write/i.test(message) ? 'write' : 'read';
    return new PermissionError(`The key may not ${what} in this shop.`, {
      advice: what === 'write' ? advice.mayNotWrite : advice.mayNotRead,
    });
  }
  if (/timestamp/i.test(message))
    return new AuthenticationError(`The clock of ${url.host} is wrong, so it refuses our signature.`, { advice: advice.clock });
  if (/signature|nonce/i.test(message))
    return new AuthenticationError(`The shop at ${url.host} refuses our signature, most likely because of a wrong consumer secret.`, {
      advice: advice.signature,
    });
  if (/consumer key/i.test(message)) return unknownKey(url.host);
  const also = /secret/i.test(message) ? '' : ', or the key may not read';
  return new AuthenticationError(`The shop at ${url.host} knows the consumer key, but the consumer secret does not fit it${also}.`, {
    advice: advice.newKey,
  });
}

const isPlugin = (code: string) => /^(rest_|itsec_|disabled)/.test(code);

function forbidden({ code = '', url }: Reply): ConnectorError {
  if (!isOfWooCommerce(code)) return closed(url.host);
  return new PermissionError('The user that the key belongs to may not do this in the shop.', { advice: advice.wrongRole });
}

function broken(reply: Reply): ConnectorError {
  const { status, text, url } = reply;
  const wall = status === 503 && reply.json === undefined ? firewallOf(reply) : undefined;
  if (wall) return blocked(wall, url.host);
  if (status === 503)
    return new NetworkError(`The shop at ${url.host} is closed for maintenance just now.`, { advice: advice.maintenance });
  if (/database connection|database error/i.test(text))
    return new NetworkError(`The shop at ${url.host} cannot reach its database just now.`, { advice: advice.database });
  if (status >= 520) return new NetworkError(`Cloudflare stands before ${url.host}, and cannot reach the shop's server (${status}).`);
  const source = phpSource(text);
  const where = source ? ` in ${source}` : '';
  return new NetworkError(`The shop at ${url.host} broke down over our request (${status})${where}.`, {
    advice: advice.critical(source),
    tooMuch: true,
  });
}

function notJson(reply: Reply): ConnectorError {
  const { status, text, url } = reply;
  if (isWall(reply))
    return new PermissionError(`${url.host} asks for a password of its own before the shop is reached.`, { advice: advice.passwordWall });
  const php = phpSource(text);
  if (php)
    return new ResponseError(`The shop at ${url.host} prints PHP warnings into its answers, from ${php}.`, {
      advice: advice.phpOutput(php),
    });
  const wall = firewallOf(reply);
  if (wall) return blocked(wall, url.host);
  if (status === 403 || status === 406 || status === 202) return blocked('A firewall', url.host);
  if (status === 404) return noShop(url);
  return status < 300 ? unreadable(reply) : refusal(reply);
}

const noShop = ({ host, pathname }: URL) =>
  new ResponseError(`There is no WordPress shop at ${host}${pathname.replace(/(index\.php\/)?wp-json\/.*$/, '')}`, {
    advice: advice.wrongAddress,
  });

/** PHP that runs out of memory often says nothing at all. */
function unreadable({ text, url: { host } }: Reply): ConnectorError {
  if (text.trim() === '')
    return new NetworkError(`The shop at ${host} answered with nothing.`, { advice: advice.critical(), tooMuch: true });
  if (/^\s*[[{]/.test(text)) return new ResponseError(`The answer of ${host} is not whole, or is spoiled on the way.`);
  return new ResponseError(`${host} answers with a web page where the shop's data should be.`, { advice: advice.htmlInstead });
}

const blocked = (name: string, host: string) => new PermissionError(`${name} keeps us from ${host}.`, { advice: advice.firewall(name) });

/** Which plugin, theme or file printed a PHP message, in words. The path before wp-content is nobody's business. */
export function phpSource(text: string): string | undefined {
  const found = phpPrinted(text);
  if (!found) return undefined;
  if (!found.path) return 'a PHP file';
  const inside = /wp-content\/(plugins|mu-plugins|themes)\/([^/]+)/.exec(found.path);
  const name = fileName(found.path);
  if (!inside?.[2]) return `the file ${name} (line ${found.line})`;
  const kind = inside[1] === 'themes' ? 'theme' : inside[1] === 'plugins' ? 'plugin' : 'must-use plugin';
  const folder = inside[2].replace(/\.php$/, '');
  return `the ${kind} “${folder}” (${name}, line ${found.line})`;
}
