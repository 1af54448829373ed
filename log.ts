import { pino } from 'pino';

/** Paths that are never logged, whatever object they come in. */
const secrets = [
  'credentials',
  'consumerKey',
  'consumerSecret',
  'password',
  'secret',
  'token',
  'authorization',
  'cookie',
  'installation',
  'botToken',
  'signingSecret',
  'clientSecret',
  'state.known',
];

export type { Logger } from 'pino';

/** JSON lines on standard output, or in `file`; `level` as pino's ("info", "silent"). */
export const createLog = (level: string, file?: string) =>
  pino(
    { level, redact: { paths: secrets.flatMap((path) => [path, `*.${path}`, `*.*.${path}`]), censor: '[hidden]' } },
    pino.destination(file ? { dest: file, append: true, mkdir: true } : 1),
  );
