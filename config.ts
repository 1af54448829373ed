import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { z } from 'zod';

const empty = (value: unknown) => (value === '' ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(empty, schema.optional());
const withDefault = <T extends z.ZodType>(schema: T, value: string) => z.preprocess((given) => empty(given) ?? value, schema);
const onOff = z.enum(['on', 'off'], 'say on or off').transform((value) => value === 'on');
const address = (protocols: RegExp, example: string) => z.url({ protocol: protocols, error: `give an address like ${example}` });

const loopback = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/;

const settings = z.object({
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
  SLACK_SIGNING_SECRET: optional(z.string()),
  SLACK_BOT_TOKEN: optional(z.string().regex(/^xoxb-/, 'give the bot token, which begins with xoxb-')),
  SLACK_APP_TOKEN: optional(z.string().regex(/^xapp-/, 'give the app-level token, which begins with xapp-')),
  SLACK_CLIENT_ID: optional(z.string()),
  SLACK_CLIENT_SECRET: optional(z.string()),
  SLACK_API_URL: optional(address(/^https?$/, 'https://slack.com/api/')),
  ALLOW_PRIVATE_STORES: withDefault(onOff, 'off'),
  LOG_LEVEL: withDefault(
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], 'give one of trace, debug, info, warn, error, silent'),
    'info',
  ),
  OM_DIR: withDefault(z.string(), '.om'),
});

/** What one setting demands of another. Looked at on its own, so that it is told beside mistakes of other kinds. */
function demands(environment: NodeJS.ProcessEnv): string[] {
  const { HOST, PUBLIC_URL, DATABASE_URL, SECRET_KEY, WEB_CHAT, WEB_CHAT_TOKEN } = environment;
  const token = (setting: string, who: string) =>
    `WEB_CHAT_TOKEN: is needed with ${setting}: the web chat has no accounts, and anyone who reaches ${who} could use it`;
  const open = WEB_CHAT !== 'off' && !WEB_CHAT_TOKEN;
  const publicName = PUBLIC_URL && URL.parse(PUBLIC_URL)?.hostname;
  return [
    ...(DATABASE_URL && !SECRET_KEY
      ? ['SECRET_KEY: is needed with DATABASE_URL, because it encrypts what is stored there; make one with: openssl rand -hex 32']
      : []),
    ...(open && HOST && !loopback.test(HOST) ? [token(`HOST=${HOST}`, 'it')] : []),
    ...(open && publicName && !loopback.test(publicName) ? [token('PUBLIC_URL', 'that address')] : []),
    ...slackDemands(environment),
  ];
}

/** Slack needs a way to reach us and a workspace to speak in. */
function slackDemands(given: NodeJS.ProcessEnv): string[] {
  const { SLACK_SIGNING_SECRET, SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, PUBLIC_URL } = given;
  if (![SLACK_SIGNING_SECRET, SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_CLIENT_ID, SLACK_CLIENT_SECRET].some(Boolean)) return [];
  return [
    ...(SLACK_SIGNING_SECRET || SLACK_APP_TOKEN
      ? []
      : ['SLACK_SIGNING_SECRET: Slack needs a way to reach OM Bot: this one for HTTP, or SLACK_APP_TOKEN for Socket Mode']),
    ...(SLACK_BOT_TOKEN || SLACK_CLIENT_ID
      ? []
      : ['SLACK_BOT_TOKEN: is needed for one workspace, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET for any that installs OM Bot']),
    ...(SLACK_CLIENT_ID && !SLACK_CLIENT_SECRET ? ['SLACK_CLIENT_SECRET: is needed with SLACK_CLIENT_ID'] : []),
    ...(SLACK_CLIENT_SECRET && !SLACK_CLIENT_ID ? ['SLACK_CLIENT_ID: is needed with SLACK_CLIENT_SECRET'] : []),
    ...(SLACK_CLIENT_ID && !PUBLIC_URL ? ['PUBLIC_URL: is needed with SLACK_CLIENT_ID: Slack sends people back there'] : []),
  ];
}

export type Config = z.infer<typeof settings>;
export const configKeys = Object.keys(settings.shape);

/** All that is wrong with the settings, one line each, in plain words. */
export class ConfigError extends Error {}

/** Reads the settings from `environment`. Throws a `ConfigError` that tells all mistakes at once. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const known = Object.fromEntries(configKeys.map((key) => [key, environment[key]]));
  const result = settings.safeParse(known);
  const wrong = result.error?.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`) ?? [];
  const lines = [...wrong, ...demands(environment)].map((line) => `  ${line}`);
  if (result.success && lines.length === 0) return result.data;
  throw new ConfigError(`Some settings are not right (see .env.example):\n${[...new Set(lines)].join('\n')}`);
}

/** Whether Slack is set up. */
export const usesSlack = ({ SLACK_BOT_TOKEN, SLACK_CLIENT_ID }: Config): boolean => Boolean(SLACK_BOT_TOKEN || SLACK_CLIENT_ID);

/** Whether an npm script started this process. */
export const startedByNpm = (): boolean => process.env.npm_lifecycle_event !== undefined;

/** The settings of this process: its environment, and `.env` for what is not set there. */
export function loadConfig(): Config {
  if (existsSync('.env')) loadEnvFile('.env');
  return readConfig(process.env);
}
