import { AuthenticationError, type ConnectorError, NetworkError, PermissionError, ResponseError } from '../errors.ts';
import { firewallOf } from '../firewall.ts';
import { refusal } from '../http.ts';
import * as advice from './advice.ts';
import { type Failure, isNotice } from './answers.ts';
import type { Reply } from './api.ts';

/** What is wrong with an answer that is not what we asked for. PrestaShop's codes decide; its messages are never shown as they are. */
export function trouble(reply: Reply): ConnectorError {
  const [failure] = reply.failures.filter((one) => !isNotice(one));
  if (failure) return known(reply, failure);
  if (reply.failures[0]) return broken(reply, reply.failures[0].message);
  if (reply.ours && reply.status === 404) return new ResponseError(`The shop at ${reply.url.host} does not have this.`);
  if (sawNoKey(reply)) return keyLost(reply.url.host);
  if (reply.status >= 500) return serverError(reply);
  return notOurs(reply);
}

/** PrestaShop says so, in plain text, where no key reached it: most often the web server keeps the Authorization header to itself. */
export const sawNoKey = ({ status, text, headers, failures }: Reply): boolean =>
  status === 401 &&
  failures.length === 0 &&
  (/PrestaShop Webservice/i.test(headers['www-authenticate'] ?? '') || /^\s*401 Unauthorized\s*$/i.test(text));

/** Nothing of the web service's is at this address, and nothing in the way either: it may still be found behind another door. */
export const isJustAPage = (reply: Reply): boolean =>
  !reply.ours && !sawNoKey(reply) && (reply.status === 404 || (reply.status < 300 && !firewallOf(reply)));

const keyLost = (host: string) =>
  new AuthenticationError(`The key does not reach PrestaShop at ${host}: the web server keeps it to itself.`, {
    advice: advice.headerStripped,
  });

/** https://github.com/PrestaShop/PrestaShop/blob/8.1.x/classes/webservice/WebserviceRequest.php */
function known({ failures, status, url: { host } }: Reply, { code, message }: Failure): ConnectorError {
  const codes = new Set(failures.map((failure) => failure.code));
  if (code === 22) return new PermissionError(`The web service of the shop at ${host} is switched off.`, { advice: advice.switchedOff });
  if (code === 17 || code === 18)
    return new AuthenticationError(`This is not a key of a PrestaShop web service: those have 32 letters and digits.`, {
      advice: advice.newKey,
    });
  if (codes.has(20))
    return new AuthenticationError(`The shop at ${host} does not know this key, or the key is disabled.`, { advice: advice.newKey });
  if (code === 21) return new PermissionError(`The key has no permissions at all in this shop.`, { advice: advice.allPermissions });
  if (code === 132) return new PermissionError(`The key is not for the shop at ${host}.`, { advice: advice.shopAssociation });
  if (code === 26) return mayNot('View (GET)', [resourceIn(message)]);
  if (code === 25) return mayNot(columnIn(message), [resourceIn(message)]);
  if (/validat|invalid|required|not valid/i.test(message) && status < 500)
    return new ResponseError(`The shop at ${host} does not take this: ${short(message)} (${code})`);
  return new ResponseError(`PrestaShop at ${host} refused our request: error ${code} (${status}).`);
}

const columns: Record<string, string> = { GET: 'View (GET)', PUT: 'Modify (PUT)', POST: 'Add (POST)' };
const columnIn = (message: string) => columns[/Method (\w+)/.exec(message)?.[1] ?? ''] ?? 'View (GET)';
const resourceIn = (message: string) => /resource (?:of type )?"?(\w+)"?/i.exec(message)?.[1] ?? 'all';

/** `column` is one of PrestaShop's grid of permissions, `resources` its rows. */
export const mayNot = (column: string, resources: readonly string[]) =>
  new PermissionError(`The key has no permission “${column}” for ${resources.join(', ')}.`, {
    advice: advice.permissions(column, resources),
  });

/** Lists of everything there is, and paths of the server, are nobody's business. */
const short = (message: string) =>
  message
    .replace(/\.? (Did you mean|However, these|The full list)[\s\S]*$/, '')
    .replace(/\(?\/\S+\.php\S*/g, '')
    .slice(0, 160);

export const moved = (asked: URL, to: URL) => {
  const site = `${to.protocol}//${to.host}`;
  return new ResponseError(`${asked.host} sends us on to another shop: ${site}`, { advice: advice.moved(site) });
};

function broken({ url: { host } }: Reply, message: string): ConnectorError {
  const [, file = ''] = /([\w.-]+\.php)/.exec(message) ?? [];
  return new NetworkError(`The shop at ${host} stumbled over our request${file && ` (PHP, in ${file})`}.`, {
    advice: advice.critical,
    tooMuch: true,
  });
}

function serverError(reply: Reply): ConnectorError {
  const { status, url } = reply;
  const wall = status === 503 ? firewallOf(reply) : undefined;
  if (wall) return blocked(wall, url.host);
  if (status === 503)
    return new NetworkError(`The shop at ${url.host} is closed for maintenance just now.`, { advice: advice.maintenance });
  if (status >= 520) return new NetworkError(`Cloudflare stands before ${url.host}, and cannot reach the shop's server (${status}).`);
  return new NetworkError(`The shop at ${url.host} broke down over our request (${status}).`, { advice: advice.critical, tooMuch: true });
}

function notOurs(reply: Reply): ConnectorError {
  const { status, text, url, headers } = reply;
  if (status === 401 && /^basic/i.test(headers['www-authenticate'] ?? ''))
    return new PermissionError(`${url.host} asks for a password of its own before the shop is reached.`, { advice: advice.passwordWall });
  const wall = firewallOf(reply);
  if (wall) return blocked(wall, url.host);
  if (status === 403 || status === 406 || status === 202) return blocked('A firewall', url.host);
  if (status >= 300 && status < 400 && headers.location) return moved(url, URL.parse(headers.location, url) ?? url);
  if (status === 404) return noShop(url);
  if (status >= 300) return refusal(reply);
  if (text.trim() === '')
    return new NetworkError(`The shop at ${url.host} answered with nothing.`, { advice: advice.critical, tooMuch: true });
  if (/^\s*[[{]/.test(text)) return new ResponseError(`The answer of ${url.host} is not whole, or is spoiled on the way.`);
  return noShop(url);
}

const noShop = ({ host, pathname }: URL) =>
  new ResponseError(`There is no web service of a PrestaShop at ${host}${pathname.replace(/(api\/|webservice\/dispatcher\.php).*$/, '')}`, {
    advice: advice.wrongAddress,
  });

const blocked = (name: string, host: string) => new PermissionError(`${name} keeps us from ${host}.`, { advice: advice.firewall(name) });
