import { AuthenticationError, type ConnectorError, InsecureError, NetworkError, PermissionError, ResponseError } from '../errors.ts';
import { firewallOf } from '../firewall.ts';
import { type Answer, refusal } from '../http.ts';
import { fileName, phpPrinted } from '../php.ts';
import * as advice from './advice.ts';
import { placesOf } from './resources.ts';

/** A refusal in XML-RPC's words. Its texts are translated to the shop's language; the codes of a resource mean something there only. */
export type Fault = { code: string; text: string };

/** What is wrong with an answer that holds no XML-RPC, or only half of it. */
export function trouble(answer: Answer): ConnectorError {
  const { status, url, text } = answer;
  if (status >= 300 && status < 400) return redirected(answer);
  if (status >= 500) return broken(answer);
  if (status === 401 && /^basic/i.test(answer.headers['www-authenticate'] ?? ''))
    return new PermissionError(`${url.host} asks for a password of its own before the shop is reached.`, { advice: advice.passwordWall });
  const source = phpSource(text);
  if (source) return printed(url.host, source);
  const wall = firewallOf(answer);
  if (wall) return blocked(wall, url.host);
  if (status === 403 || status === 406 || status === 202) return blocked('A firewall', url.host);
  if (status === 404 || status === 405) return noShop(url);
  return status < 300 ? unreadable(text, url.host) : refusal(answer);
}

/** Nothing of Magento's is at this address, and nothing in the way either: it may still be found behind another door. */
export const isJustAPage = (answer: Answer): boolean =>
  [404, 405, 403].includes(answer.status) ? !firewallOf(answer) : answer.status < 300 && !phpSource(answer.text) && !firewallOf(answer);

/** A fault of the whole call. `path` is what was called; none where we logged in. */
export function faulted({ code, text }: Fault, path: string | undefined, host: string): ConnectorError {
  switch (code) {
    case '2':
      return path ? notAllowed([path], host) : unknownUser(host);
    case '3':
      return new ResponseError(`Magento at ${host} does not know “${path}”.`, { advice: advice.noPath });
    case '4':
      return new ResponseError(`Magento at ${host} cannot call “${path}”.`, { advice: advice.brokenExtension });
    case '5':
      return new ResponseError(`Magento at ${host} forgets at once that we logged in.`, { advice: advice.sessionLost });
    case '6':
      return path ? spoiled(code, text, host) : unknownUser(host);
    case '0':
    case '1':
    case '404':
      return new NetworkError(`Magento at ${host} broke down over our request${said(text)}`, { advice: advice.broke(), tooMuch: true });
    default:
      return /^6\d\d$/.test(code)
        ? spoiled(code, text, host)
        : new ResponseError(`Magento at ${host} refused “${path}” (${code})${said(text)}`);
  }
}

/** From XML-RPC's own layer: the method is unknown (620), its parameters do not fit (623), the request cannot be read (630 to 636). */
const spoiled = (code: string, text: string, host: string) =>
  new ResponseError(`Magento at ${host} could not read our request (${code})${said(text)}`, { advice: advice.requestSpoiled });

const unknownUser = (host: string) =>
  new AuthenticationError(
    `Magento at ${host} does not let the API user in: name or key is wrong, the user is not active, or has no role.`,
    {
      advice: advice.newKey,
    },
  );

export const notAllowed = (paths: readonly string[], host: string) =>
  new PermissionError(`The API user’s role may not do all that is needed at ${host}. It lacks: ${placesOf(paths).join('; ')}`, {
    advice: advice.allow(placesOf(paths)),
  });

export const moved = (asked: URL, to: URL) => {
  const site = `${to.protocol}//${to.host}`;
  return new ResponseError(`${asked.host} sends us on to another shop: ${site}`, { advice: advice.moved(site) });
};

export const insecure = ({ host }: URL) =>
  new InsecureError(`${host} can only be reached over plain http, where everybody on the way can read along, the API key too.`, {
    advice: advice.plainHttp,
  });

export const downgraded = ({ host }: URL) =>
  new InsecureError(`${host} sends us from https to plain http, where everybody on the way can read along.`, { advice: advice.downgraded });

const printed = (host: string, source: string) =>
  new ResponseError(`The shop at ${host} prints PHP messages into its answers, from ${source}.`, { advice: advice.phpOutput(source) });

/** What we say is told once: a redirect would let it be asked again as something else. */
function redirected({ url, headers }: Answer): ConnectorError {
  const to = URL.parse(headers.location ?? '', url);
  return to ? moved(url, to) : new ResponseError(`${url.host} sends us on, but not where to.`, { advice: advice.wrongAddress });
}

function broken(answer: Answer): ConnectorError {
  const { status, text, url } = answer;
  const wall = status === 503 ? firewallOf(answer) : undefined;
  if (wall) return blocked(wall, url.host);
  if (status === 503)
    return new NetworkError(`The shop at ${url.host} is closed for maintenance just now.`, { advice: advice.maintenance });
  if (status >= 520) return new NetworkError(`Cloudflare stands before ${url.host}, and cannot reach the shop's server (${status}).`);
  const source = phpSource(text);
  return new NetworkError(`Magento at ${url.host} broke down over our request (${status})${source ? ` in ${source}` : ''}.`, {
    advice: advice.broke(source),
    tooMuch: true,
  });
}

/** PHP that runs out of memory or time says nothing at all, or stops in the middle. */
function unreadable(text: string, host: string): ConnectorError {
  if (text.trim() === '') return new NetworkError(`Magento at ${host} answered with nothing.`, { advice: advice.broke(), tooMuch: true });
  return new ResponseError(`${host} answers with a web page where the shop's data should be.`, { advice: advice.htmlInstead });
}

/** The document began, but something is wrong with it. */
export function spoiledAnswer({ text, url: { host } }: Answer, reason: string, half: boolean): ConnectorError {
  if (half) return new NetworkError(`Magento at ${host} broke off in the middle of its answer.`, { advice: advice.broke(), tooMuch: true });
  const source = phpSource(text);
  return source ? printed(host, source) : new ResponseError(`The answer of ${host} is spoiled on the way: ${reason}.`);
}

const noShop = ({ host, pathname }: URL) =>
  new ResponseError(`There is no Magento 1 shop at ${host}${pathname.replace(/\/(index\.php\/)?api(\.php|\/).*$/, '')}`, {
    advice: advice.wrongAddress,
  });

const blocked = (name: string, host: string) => new PermissionError(`${name} keeps us from ${host}.`, { advice: advice.firewall(name) });

/** Which extension, theme or file printed a PHP message, in words. */
export function phpSource(text: string): string | undefined {
  const found = phpPrinted(text);
  if (!found) return undefined;
  if (!found.path) return 'a PHP file';
  const where = `${fileName(found.path)}, line ${found.line}`;
  const [, vendor, module] = /app\/code\/(?:community|local)\/([^/]+)\/([^/]+)/.exec(found.path) ?? [];
  return vendor ? `the extension “${vendor}_${module}” (${where})` : `the file ${where}`;
}

/** Faults may hold a whole stack of calls, with the server's paths. */
function said(text: string): string {
  const [line = ''] = text.trim().split('\n');
  const short = line.replace(/(\/[\w.-]+){2,}/g, '…').slice(0, 200);
  return short ? `: ${short}` : '.';
}
