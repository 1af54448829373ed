import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { configKeys, readConfig } from '../config.ts';

const key = '0123456789abcdef'.repeat(4);

it('needs no settings at all', () => {
  expect(readConfig({})).toMatchObject({ HOST: '127.0.0.1', PORT: 3000, WEB_CHAT: true, ALLOW_PRIVATE_STORES: false, OM_DIR: '.om' });
});

it('takes an empty setting as one that is not there', () => {
  expect(readConfig({ DATABASE_URL: '', SECRET_KEY: '', PORT: '' })).toMatchObject({ PORT: 3000, DATABASE_URL: undefined });
});

it('tells all mistakes at once, each with its setting and what would be right', () => {
  const read = () => readConfig({ PORT: 'many', DATABASE_URL: 'mysql://x', SECRET_KEY: 'short', WEB_CHAT: 'yes' });
  expect(read).toThrow(/PORT: give a number/);
  expect(read).toThrow(/DATABASE_URL: give an address like postgres:/);
  expect(read).toThrow(/SECRET_KEY: give 64 hex characters/);
  expect(read).toThrow(/WEB_CHAT: say on or off/);
});

it('tells what one setting demands of another beside the other mistakes', () => {
  const read = () => readConfig({ PORT: 'many', HOST: '0.0.0.0', DATABASE_URL: 'postgres://om@db/om' });
  expect(read).toThrow(/PORT: give a number/);
  expect(read).toThrow(/SECRET_KEY: is needed with DATABASE_URL/);
  expect(read).toThrow(/WEB_CHAT_TOKEN: is needed with HOST=0.0.0.0/);
});

it('never tells the value of a setting that is wrong', () => {
  expect(() => readConfig({ SECRET_KEY: 'a-secret-that-is-too-short' })).toThrow(/^(?![\s\S]*too-short)/);
});

it('demands a secret key with a database of one’s own', () => {
  expect(() => readConfig({ DATABASE_URL: 'postgres://om@db/om' })).toThrow(/SECRET_KEY: is needed with DATABASE_URL/);
  expect(readConfig({ DATABASE_URL: 'postgres://om@db/om', SECRET_KEY: key }).SECRET_KEY).toEqual([key]);
});

it('takes several secret keys, newest first', () => {
  expect(readConfig({ SECRET_KEY: `${'f'.repeat(64)}, ${key}` }).SECRET_KEY).toEqual(['f'.repeat(64), key]);
});

it('refuses to show the web chat to others without a token', () => {
  expect(() => readConfig({ HOST: '0.0.0.0' })).toThrow(/WEB_CHAT_TOKEN: is needed with HOST=0.0.0.0/);
  expect(readConfig({ HOST: '0.0.0.0', WEB_CHAT_TOKEN: 'a-long-enough-token' }).HOST).toBe('0.0.0.0');
  expect(readConfig({ HOST: '0.0.0.0', WEB_CHAT: 'off' }).WEB_CHAT).toBe(false);
  expect(readConfig({ HOST: '::1' }).HOST).toBe('::1');
  expect(() => readConfig({ PUBLIC_URL: 'https://bot.example.com' })).toThrow(/WEB_CHAT_TOKEN: is needed with PUBLIC_URL/);
  expect(() => readConfig({ PUBLIC_URL: 'nonsense' })).toThrow(/PUBLIC_URL: give an address/);
  expect(readConfig({ PUBLIC_URL: 'http://localhost:8080' }).PUBLIC_URL).toBe('http://localhost:8080');
});

it('has every setting in .env.example, and nothing else there', () => {
  const told = readFileSync('.env.example', 'utf8').match(/^[A-Z_]+(?==)/gm);
  expect(told?.toSorted()).toEqual(configKeys.toSorted());
});
