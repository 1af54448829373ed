import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyRing, SecretKeyError } from '../../db/encrypted.ts';
import { Connection } from '../../db/entities/connection.ts';
import { openDatabase } from '../../db/orm.ts';
import { reseal } from '../../db/reseal.ts';
import { testDatabase, testKey } from '../database.ts';
import { makeStore } from './make-store.ts';

const oldKey = 'a'.repeat(64);
const newKey = 'b'.repeat(64);

describe('a key ring', () => {
  test('opens whatever it has sealed, and never shows it', () => {
    const ring = keyRing([newKey]);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 4 }), (text) => {
        const sealed = ring.seal(text);
        expect(ring.open(sealed)).toBe(text);
        expect(sealed).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]{16}\.[\w-]{22}\.[\w-]*$/);
      }),
    );
  });

  test('seals the same text differently each time', () => {
    const ring = keyRing([newKey]);
    expect(ring.seal('ck_1')).not.toBe(ring.seal('ck_1'));
  });

  test('opens with any listed key and seals with the newest', () => {
    const sealedBefore = keyRing([oldKey]).seal('ck_1');
    const changed = keyRing([newKey, oldKey]);
    expect(changed.open(sealedBefore)).toBe('ck_1');
    expect(keyRing([newKey]).open(changed.seal('ck_2'))).toBe('ck_2');
    expect(changed.seal('ck_2').startsWith(changed.newest)).toBe(true);
  });

  test('says which key is missing', () => {
    const sealed = keyRing([oldKey]).seal('ck_1');
    expect(() => keyRing([newKey]).open(sealed)).toThrow(/sealed with the key [0-9a-f]{8}, and SECRET_KEY does not list it/);
    expect(() => keyRing([])).toThrow(SecretKeyError);
    expect(() => keyRing(['short'])).toThrow(/64 hex characters/);
  });

  test('refuses what was changed, without telling its content', () => {
    const ring = keyRing([newKey]);
    const [version, id, iv, tag, text = ''] = ring.seal('ck_secret').split('.');
    const changed = [version, id, iv, tag, `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`].join('.');
    expect(() => ring.open(changed)).toThrow(/changed or damaged/);
    expect(() => ring.open('{"consumerKey":"ck_secret"}')).toThrow(expect.not.stringContaining('ck_secret'));
  });
});

describe('an encrypted column', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  test('holds no secret in the table, and gives it back', async () => {
    const { connection } = await makeStore(database.orm.em.fork(), { credentials: { url: 'https://a.example', consumerKey: 'ck_hidden' } });
    const em = database.orm.em.fork();
    const rows = await em
      .getConnection()
      .execute<{ credentials: string }[]>('select credentials from connection where id = ?', [connection.id]);
    expect(rows[0]?.credentials).toMatch(/^v1\./);
    expect(rows[0]?.credentials).not.toContain('ck_hidden');
    const found = await em.findOneOrFail(Connection, connection.id);
    expect(found.credentials).toEqual({ url: 'https://a.example', consumerKey: 'ck_hidden' });
    expect(JSON.stringify(found)).not.toContain('ck_hidden');
  });

  test('is written again only when its content changes', async () => {
    const { connection } = await makeStore(database.orm.em.fork(), { credentials: { consumerKey: 'ck_1' } });
    const raw = async () => {
      const rows = await database.orm.em
        .fork()
        .getConnection()
        .execute<{ credentials: string }[]>('select credentials from connection where id = ?', [connection.id]);
      return rows[0]?.credentials;
    };
    const before = await raw();
    const em = database.orm.em.fork();
    const found = await em.findOneOrFail(Connection, connection.id);
    found.failures = 1;
    await em.flush();
    expect(await raw()).toBe(before);
    found.credentials.consumerKey = 'ck_2';
    await em.flush();
    expect(await raw()).not.toBe(before);
    expect((await database.orm.em.fork().findOneOrFail(Connection, connection.id)).credentials).toEqual({ consumerKey: 'ck_2' });
  });

  test('can be read after the key was changed, and not without the key', async () => {
    const { connection } = await makeStore(database.orm.em.fork(), { credentials: { consumerKey: 'ck_1' } });
    const read = async (keys: string[]) => {
      const orm = await openDatabase({ url: database.url, keys });
      try {
        return (await orm.em.fork().findOneOrFail(Connection, connection.id)).credentials;
      } finally {
        await orm.close();
      }
    };
    expect(await read([newKey, testKey])).toEqual({ consumerKey: 'ck_1' });
    await expect(read([newKey])).rejects.toThrow(/SECRET_KEY does not list it/);
    await expect(openDatabase({ url: database.url, keys: [] })).rejects.toThrow(SecretKeyError);
  });

  test('is sealed with the newest key by and by, so that the old one can go', async () => {
    const own = await testDatabase();
    const { connection } = await makeStore(own.orm.em.fork(), { credentials: { consumerKey: 'ck_1' } });
    const changed = await openDatabase({ url: own.url, keys: [newKey, testKey] });
    expect(await reseal(changed)).toBe(1);
    expect(await reseal(changed)).toBe(0);
    await changed.close();
    const onlyNew = await openDatabase({ url: own.url, keys: [newKey] });
    expect((await onlyNew.em.fork().findOneOrFail(Connection, connection.id)).credentials).toEqual({ consumerKey: 'ck_1' });
    await onlyNew.close();
    await own.close();
  });
});
