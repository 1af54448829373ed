import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { z } from 'zod';

const empty = (value: unknown) => (value === '' ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(empty, schema.optional());
const withDefault = <T extends z.ZodType>(schema: T, value: string) => z.preprocess((given) => empty(given) ?? value, schema);
const onOff = z.enum(['on', 'off'], 'say on or off').transform((value) => value === 'on');
const address = (protocols: RegExp, example: string) => z.url({ protocol: protocols, error: `give an address like ${example}` });

const loopback = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/;

const settings = z
  .object({
    HOST: withDefault(z.string(), '127.0.0.1'),
    PORT: withDefault(
      z.coerce
        .number('give a number')
        .int('give a whole number')
        .min(0, 'give a number from 0 to 65535')
        .max(65535, 'give a number from 0 to 65535'),
      '3000',
    ),
    PUBLIC_URL: optional(address(/^https?$/, 'https://bot.example.com')),
    DATABASE_URL: optional(address(/^postgres(ql)?$/, 'postgres://user:password@host:5432/database')),
    REDIS_URL: optional(address(/^rediss?$/, 'redis://host:6379')),
    SECRET_KEY: optional(
      z
        .string()
        .transform((keys) => keys.split(',').map((key) => key.trim()))
        .pipe(z.array(z.string().regex(/^[0-9a-f]{64}$/i, 'give 64 hex characters, for example from: openssl rand -hex 32'))),
    ),
    WEB_CHAT: withDefault(onOff, 'on'),
    WEB_CHAT_TOKEN: optional(z.string().min(16, 'give at least 16 characters')),
    ALLOW_PRIVATE_STORES: withDefault(onOff, 'off'),
    LOG_LEVEL: withDefault(
      z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], 'give one of trace, debug, info, warn, error, silent'),
      'info',
    ),
    OM_DIR: withDefault(z.string(), '.om'),
  })
  .check(({ value, issues }) => {
    const wrong = (path: string, message: string) => issues.push({ code: 'custom', path: [path], message, input: undefined });
    if (value.DATABASE_URL && !value.SECRET_KEY)
      wrong('SECRET_KEY', 'is needed with DATABASE_URL, because it encrypts what is stored there; make one with: openssl rand -hex 32');
    if (value.WEB_CHAT && !loopback.test(value.HOST) && !value.WEB_CHAT_TOKEN)
      wrong('WEB_CHAT_TOKEN', `is needed with HOST=${value.HOST}: the web chat has no accounts, and anyone who reaches it could use it`);
    const publicName = value.PUBLIC_URL && URL.parse(value.PUBLIC_URL)?.hostname;
    if (value.WEB_CHAT && publicName && !loopback.test(publicName) && !value.WEB_CHAT_TOKEN)
      wrong('WEB_CHAT_TOKEN', 'is needed with PUBLIC_URL: the web chat has no accounts, and anyone who reaches that address could use it');
  });

export type Config = z.infer<typeof settings>;
export const configKeys = Object.keys(settings.shape);

/** All that is wrong with the settings, one line each, in plain words. */
export class ConfigError extends Error {}

/** Reads the settings from `environment`. Throws a `ConfigError` that tells all mistakes at once. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const known = Object.fromEntries(configKeys.map((key) => [key, environment[key]]));
  const result = settings.safeParse(known);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${String(issue.path[0])}: ${issue.message}`);
  throw new ConfigError(`Some settings are not right (see .env.example):\n${[...new Set(lines)].join('\n')}`);
}

/** The settings of this process: its environment, and `.env` for what is not set there. */
export function loadConfig(): Config {
  if (existsSync('.env')) loadEnvFile('.env');
  return readConfig(process.env);
}
