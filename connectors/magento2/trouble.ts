import { AuthenticationError, type ConnectorError, NetworkError, PermissionError, ResponseError } from '../errors.ts';
import { firewallOf } from '../firewall.ts';
import { refusal } from '../http.ts';
import { fileName, phpPrinted } from '../php.ts';
import * as advice from './advice.ts';
import type { Reply } from './api.ts';
import { placesOf } from './resources.ts';

/**
 * What is wrong with an answer that is not the JSON we asked for. Magento's texts come untranslated, as templates; where a number or a
 * parameter says the same, that decides.
 */
export function trouble(reply: Reply): ConnectorError {
  if (reply.status >= 500) return broken(reply);
  if (reply.json === undefined) return notJson(reply);
  if (reply.status === 401) return unauthorised(reply);
  if (isNoRoute(reply)) return noRoute(reply.url);
  if (reply.message)
    return new ResponseError(`Magento at ${reply.url.host} refused our request: ${cut(reply.message)} (${reply.status})`, {
      // “Maximum SearchCriteria pageSize is 300”, where the merchant limits what may be asked for.
      tooMuch: reply.status === 400 && reply.parameters?.max !== undefined,
    });
  return reply.status < 300 ? noShop(reply.url) : refusal(reply);
}

/** Magento has not seen who asks, or who asks may not do this: it says the same of both. */
export const isMissingRight = ({ status, parameters }: Reply): boolean => status === 401 && Boolean(parameters?.resources);

/** Only a signature was in the way: another address may be the one that Magento believes it was asked at. */
export const isSignature = ({ status, message = '' }: Reply): boolean => status === 401 && /signature/i.test(message);

const isNoRoute = ({ status, message = '' }: Reply): boolean => status === 404 && /does not match any route/i.test(message);

/** Nothing of the shop's is at this address, and nothing in the way either: it may still be found behind another door. */
export const isJustAPage = (reply: Reply): boolean =>
  reply.status === 404 ||
  (reply.status === 400 && reply.json !== undefined) ||
  (reply.status < 300 && !(reply.json === undefined && (firewallOf(reply) || phpPrinted(reply.text))));

export const unseen = (host: string) =>
  new AuthenticationError(`Magento at ${host} does not see who asks: the integration is not active, or our key does not reach it.`, {
    advice: advice.headerStripped,
  });

export const wrongSecret = (host: string) =>
  new AuthenticationError(`Magento at ${host} knows the integration but refuses our signature, most likely because of a wrong secret.`, {
    advice: advice.signature,
  });

export const moved = (asked: URL, to: URL) => {
  const site = `${to.protocol}//${to.host}`;
  return new ResponseError(`${asked.host} sends us on to another shop: ${site}`, { advice: advice.moved(site) });
};

const noShop = ({ host, pathname }: URL) =>
  new ResponseError(`There is no Magento 2 shop at ${host}${pathname.replace(/\/(index\.php\/)?rest\/.*$/, '')}`, {
    advice: advice.wrongAddress,
  });

const noRoute = ({ host }: URL) => new ResponseError(`Magento at ${host} does not know what we ask for.`, { advice: advice.noRoute });

/** Which of the four values is wrong, as far as Magento tells. https://developer.adobe.com/commerce/webapi/get-started/authentication/ */
function unauthorised(reply: Reply): ConnectorError {
  const { message = '', url } = reply;
  if (isMissingRight(reply)) return notAllowed(url.host, placesOf(reply.parameters?.resources ?? ''));
  if (isSignature(reply)) return wrongSecret(url.host);
  const which = /consumer/i.test(message) ? 'Consumer Key' : /token/i.test(message) ? 'Access Token' : undefined;
  const what = which ? `The ${which} is not known to Magento at ${url.host}` : `Magento at ${url.host} does not accept the integration`;
  return new AuthenticationError(`${what}: ${cut(message || 'no reason was given')}`, { advice: advice.fourValues });
}

/** One resource is not ticked for the integration. */
export class MissingRight extends PermissionError {}

export const notAllowed = (host: string, places: readonly string[]) =>
  new MissingRight(`The integration may not do this at ${host}. It lacks: ${places.join('; ')}`, { advice: advice.allow(places) });

/** What is there to be read; nothing where the integration may not read it. */
export const ifAllowed = <T>(read: () => Promise<T>): Promise<T | undefined> => unless(read, (error) => error instanceof MissingRight);

/** What can be done without: nothing where it may not be read, or Magento does not know it. */
export const ifTold = <T>(read: () => Promise<T>): Promise<T | undefined> =>
  unless(read, (error) => error instanceof MissingRight || error instanceof ResponseError);

async function unless<T>(read: () => Promise<T>, isNothing: (error: unknown) => boolean): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isNothing(error)) return undefined;
    throw error;
  }
}

/** Where the cause is written down: "webapi-6b045fd6edb93", or the number of a report. */
const reportOf = (reply: Reply) =>
  /Report ID: (webapi-\w+)/.exec(reply.message ?? reply.text)?.[1] ?? /log record number: (\w+)/.exec(reply.text.slice(0, 50_000))?.[1];

function broken(reply: Reply): ConnectorError {
  const { status, url } = reply;
  const wall = status === 503 && reply.json === undefined ? firewallOf(reply) : undefined;
  if (wall) return blocked(wall, url.host);
  if (status === 503)
    return new NetworkError(`The shop at ${url.host} is closed for maintenance just now.`, { advice: advice.maintenance });
  if (status >= 520) return new NetworkError(`Cloudflare stands before ${url.host}, and cannot reach the shop's server (${status}).`);
  const report = reportOf(reply);
  return new NetworkError(`Magento at ${url.host} broke down over our request (${status})${report ? `, report ${report}` : ''}.`, {
    advice: advice.broke(report),
    tooMuch: true,
  });
}

function notJson(reply: Reply): ConnectorError {
  const { status, url, headers } = reply;
  if (status === 401 && /^basic/i.test(headers['www-authenticate'] ?? ''))
    return new PermissionError(`${url.host} asks for a password of its own before the shop is reached.`, { advice: advice.passwordWall });
  const php = phpPrinted(reply.text);
  if (php) return printed(url.host, php);
  const wall = firewallOf(reply);
  if (wall) return blocked(wall, url.host);
  if (status === 403 || status === 406 || status === 202) return blocked('A firewall', url.host);
  if (status === 404) return noShop(url);
  return status < 300 ? unreadable(reply) : refusal(reply);
}

/** An extension is named by its folder: app/code/Vendor/Module, or vendor/name/module. */
function printed(host: string, { path = '', line }: NonNullable<ReturnType<typeof phpPrinted>>): ResponseError {
  const [, code, package_] = /\/app\/code\/([^/]+\/[^/]+)\/|\/vendor\/([^/]+\/[^/]+)\//.exec(path) ?? [];
  const file = path ? `${fileName(path)}, line ${line}` : 'a PHP file';
  const source = (code ?? package_) ? `the extension ${code ?? package_} (${file})` : file;
  return new ResponseError(`Magento at ${host} prints PHP warnings into its answers, from ${source}.`, {
    advice: advice.phpOutput(source),
  });
}

/** PHP that runs out of memory often says nothing at all. */
function unreadable({ text, url: { host } }: Reply): ConnectorError {
  if (text.trim() === '') return new NetworkError(`Magento at ${host} answered with nothing.`, { advice: advice.broke(), tooMuch: true });
  if (/^\s*[[{"]/.test(text)) return new ResponseError(`The answer of ${host} is not whole, or is spoiled on the way.`);
  return new ResponseError(`${host} answers with a web page where the shop's data should be.`, { advice: advice.htmlInstead });
}

const blocked = (name: string, host: string) => new PermissionError(`${name} keeps us from ${host}.`, { advice: advice.firewall(name) });

/** Validation may list a whole order's lines. */
const cut = (message: string) => (message.length > 300 ? `${message.slice(0, 299)}…` : message);
