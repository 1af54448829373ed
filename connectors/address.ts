/** What stands behind a shop's address in an admin's address bar, but is no part of it. */
const behindTheShop = /\/(?:wp-admin|wp-login\.php|wp-json|wp-content|index\.php|xmlrpc\.php)(?:\/.*)?$/i;

/**
 * What a merchant types or copies for their shop → its address: with a scheme (https where none is said), without admin path, query and
 * trailing slash. A name and password before the host stay (a staging copy behind a password). Unreadable text comes back trimmed.
 */
export function normaliseAddress(text: string): string {
  const url = parse(text);
  if (!url) return text.trim();
  const path = url.pathname.replace(behindTheShop, '').replace(/\/+$/, '');
  const person = url.password ? `${url.username}:${url.password}@` : '';
  return `${url.protocol}//${person}${url.host}${path}`;
}

/** Whether the text can be read as a shop's address. */
export const isAddress = (text: string): boolean => parse(text) !== undefined;

/** Same shop, same key: without scheme, www, trailing slash, default port and letter case. */
export function addressKey(address: string): string {
  const url = parse(normaliseAddress(address));
  if (!url) return address.trim().toLowerCase();
  return `${bareHost(url)}${url.port && `:${url.port}`}${url.pathname.replace(/\/+$/, '').toLowerCase()}`;
}

/** What stands for the password of an address that is shown. */
const hidden = '•••';
const password = /^((?:https?:\/\/)?[^\s/@:]*:)(?!\/\/)(\S+)(?=@)/i;

/** An address as it may be shown: the password before the host is hidden. Any other text stays as it is. */
export const hidePassword = (text: string): string => text.replace(password, `$1${hidden}`);

/** What came back of an address that was shown with its password hidden → with that password again. */
export const restorePassword = (text: string, before: string): string => {
  const [, , known] = password.exec(before) ?? [];
  return known === undefined ? text : text.replace(`:${hidden}@`, () => `:${known}@`);
};

/** The name and password that the web server of a staging copy asks for, given with the address. */
export function passwordOf(address: string): string | undefined {
  const url = URL.parse(address);
  return url?.password ? `${unescaped(url.username)}:${unescaped(url.password)}` : undefined;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Whether credentials meant for `from` may go to `to`: the same host but for www, the same port, and never from https down to http. */
export const sameShop = (from: URL, to: URL): boolean =>
  bareHost(from) === bareHost(to) && from.port === to.port && (to.protocol === 'https:' || to.protocol === from.protocol);

/** Whether nothing leaves this machine on the way there. */
export const isLoopback = ({ hostname }: URL): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);

const bareHost = ({ hostname }: URL) => hostname.replace(/^www\./, '');

function parse(text: string): URL | undefined {
  const typed = text.trim().replace(/^[<"'(]+|[>"'),.;]+$/g, '');
  const scheme = /^https?:\/\//i.test(typed);
  if (!scheme && /^[a-z][a-z0-9+.-]*:\/\//i.test(typed)) return undefined;
  const url = URL.parse(scheme ? typed : `https://${typed.replace(/^\/+/, '')}`);
  if (!url || (url.username && !url.password)) return undefined;
  return scheme || url.hostname.includes('.') || isLoopback(url) ? url : undefined;
}
