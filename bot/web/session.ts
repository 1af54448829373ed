import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Who visits. `entered` is false until the token was given, where one is needed. */
export type Session = { id: string; entered: boolean; csrf: string };

const days = 30;

/**
 * Visits without anything stored on the server: a signed cookie. Another `WEB_CHAT_TOKEN` ends them all.
 * `keys` is `SECRET_KEY`, newest first: the first one signs, any of them is accepted.
 */
export function createSessions({ keys, token, secure }: { keys: readonly string[]; token?: string; secure: boolean }) {
  const signing = keys.map((key) => createHmac('sha256', Buffer.from(key, 'hex')).update('om-bot web session').digest());
  const [newest] = signing;
  if (!newest) throw new Error('The web chat needs SECRET_KEY to sign its cookie.');
  const tokenMark = token ? createHash('sha256').update(token).digest('base64url') : '';
  // Cookies do not know ports, so two bots on one machine would overwrite each other's.
  const cookie = `om_${mac(newest, 'name').slice(0, 8)}`;
  const signed = (key: Buffer, content: string) => mac(key, `${content}.${tokenMark}`);

  function issue(response: ServerResponse, entered: boolean): Session {
    const content = `${randomBytes(16).toString('base64url')}.${entered ? 1 : 0}.${Math.floor(Date.now() / 1000) + days * 86_400}`;
    const attributes = `; Path=/; Max-Age=${days * 86_400}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
    response.appendHeader('set-cookie', `${cookie}=${content}.${signed(newest ?? Buffer.alloc(0), content)}${attributes}`);
    return session(content);
  }

  const session = (content: string): Session => {
    const [id = '', entered] = content.split('.');
    return { id, entered: entered === '1', csrf: mac(newest, `csrf.${id}`) };
  };

  return {
    issue,
    /** The visit that a request belongs to, if it is one of ours and still good. */
    read(request: IncomingMessage): Session | undefined {
      const value = readCookie(request.headers.cookie, cookie);
      const at = value?.lastIndexOf('.') ?? -1;
      if (!value || at < 0) return;
      const content = value.slice(0, at);
      const good = signing.some((key) => same(value.slice(at + 1), signed(key, content)));
      return good && Number(content.split('.')[2]) > Date.now() / 1000 ? session(content) : undefined;
    },
    /** Whether a form comes from a page of this visit. */
    accepts: ({ id }: Session, csrf: unknown) => typeof csrf === 'string' && signing.some((key) => same(csrf, mac(key, `csrf.${id}`))),
    needsToken: Boolean(token),
    isToken: (given: unknown) => typeof given === 'string' && token !== undefined && same(given.trim(), token),
  };
}

export type Sessions = ReturnType<typeof createSessions>;

const mac = (key: Buffer, content: string) => createHmac('sha256', key).update(content).digest('base64url');

/** Takes the same time wherever the two differ. */
export function same(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

/** The value of a cookie, from the header of a request. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  const pair = header?.split(';').find((part) => part.trim().startsWith(`${name}=`));
  return pair?.trim().slice(name.length + 1);
}

/** Lets an address fail `most` times in `span` ms, and remembers no more than the latest thousand. */
export function createAttempts({ most = 10, span = 60_000 } = {}) {
  const failures = new Map<string, { count: number; until: number }>();
  return {
    blocked: (who: string) => {
      const entry = failures.get(who);
      return entry !== undefined && entry.until > Date.now() && entry.count >= most;
    },
    failed(who: string) {
      const entry = failures.get(who);
      failures.delete(who);
      if (failures.size >= 1000) failures.delete(failures.keys().next().value ?? '');
      failures.set(who, entry && entry.until > Date.now() ? { ...entry, count: entry.count + 1 } : { count: 1, until: Date.now() + span });
    },
  };
}
