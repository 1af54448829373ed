import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { type Platform, p, Type } from '@mikro-orm/core';

/** A problem with `SECRET_KEY`, in words for who runs this. */
export class SecretKeyError extends Error {
  override name = 'SecretKeyError';
}

/** Seals text, and opens what one of its keys has sealed. `newest` is how everything begins that the newest key has sealed. */
export type KeyRing = { seal: (text: string) => string; open: (sealed: string) => string; newest: string };

/** `keys`: 64 hex characters each. The first one seals, any of them opens. Sealed is `v1.<key id>.<iv>.<tag>.<ciphertext>`. */
export function keyRing(keys: readonly string[]): KeyRing {
  const byId = new Map(keys.map(readKey));
  const [newest] = byId;
  if (!newest)
    throw new SecretKeyError('SECRET_KEY is missing: without it nothing secret can be stored. Make one with: openssl rand -hex 32');
  const [id, key] = newest;
  return {
    newest: `v1.${id}.`,
    seal(text) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(id));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return ['v1', id, ...[iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join('.');
    },
    open: (sealed) => open(sealed, byId),
  };
}

function open(text: string, keys: ReadonlyMap<string, Buffer>): string {
  const [version, id = '', iv = '', tag = '', sealed] = text.split('.');
  if (version !== 'v1' || sealed === undefined)
    throw new SecretKeyError('A stored secret is not in a form we know. Was the database changed by hand, or by a newer version?');
  const key = keys.get(id);
  if (!key)
    throw new SecretKeyError(
      `A stored secret was sealed with the key ${id}, and SECRET_KEY does not list it. Add the key that was used before, after the newest one.`,
    );
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), { authTagLength: 16 }).setAAD(Buffer.from(id));
    decipher.setAuthTag(Buffer.from(tag, 'base64url'));
    return decipher.update(Buffer.from(sealed, 'base64url'), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    throw new SecretKeyError(`A stored secret of the key ${id} cannot be opened: it was changed or damaged.`);
  }
}

function readKey(hex: string): [id: string, key: Buffer] {
  const key = Buffer.from(hex, 'hex');
  if (!/^[0-9a-f]{64}$/i.test(hex))
    throw new SecretKeyError('SECRET_KEY is not right: each key has 64 hex characters. Make one with: openssl rand -hex 32');
  return [createHash('sha256').update(key).digest('hex').slice(0, 8), key];
}

// Each database has its own keys; its platform object is what the ORM hands to a column type.
const rings = new WeakMap<Platform, KeyRing>();

/** Gives the encrypted columns of one database their keys. */
export const useKeys = (platform: Platform, ring: KeyRing) => void rings.set(platform, ring);

/** The type of an encrypted column. */
export class Encrypted extends Type<unknown, string | null> {
  // Sealing again gives another text. To the ORM that would look like a change, so what was sealed is remembered with its content.
  #sealed = new WeakMap<object, { json: string; text: string }>();

  override convertToDatabaseValue(value: unknown, platform: Platform): string | null {
    if (value === null || value === undefined) return null;
    const json = JSON.stringify(value);
    const before = typeof value === 'object' ? this.#sealed.get(value) : undefined;
    if (before?.json === json) return before.text;
    const text = ringOf(platform).seal(json);
    if (typeof value === 'object') this.#sealed.set(value, { json, text });
    return text;
  }

  override convertToJSValue(text: string | null, platform: Platform): unknown {
    if (typeof text !== 'string') return text;
    const json = ringOf(platform).open(text);
    const value: unknown = JSON.parse(json);
    if (typeof value === 'object' && value !== null) this.#sealed.set(value, { json, text });
    return value;
  }

  override getColumnType(): string {
    return 'text';
  }

  override compareAsType(): string {
    return 'string';
  }
}

/** The keys of one database; throws a `SecretKeyError` where it has none. */
export function ringOf(platform: Platform): KeyRing {
  const ring = rings.get(platform);
  if (!ring) throw new SecretKeyError('This database was opened without SECRET_KEY, so nothing secret can be read or written in it.');
  return ring;
}

/** A column that holds `T` as JSON under AES-256-GCM. It is never part of `toJSON()`, and cannot be searched. */
export const encrypted = <T extends object>() => p.type(Encrypted).$type<T>().hidden();
