import {
  AuthenticationError,
  ConnectorError,
  InsecureError,
  NetworkError,
  PermissionError,
  RateLimitError,
  ResponseError,
} from '../connectors/errors.ts';
import type { ErrorKind } from '../db/rules/health.ts';
import { plain } from './words.ts';

/** An error in words for the merchant, and the click path that mends it, where there is one. */
export type Explained = { kind: ErrorKind; text: string; advice?: readonly string[] };

const words: [error: abstract new (...given: never[]) => ConnectorError, kind: ErrorKind, text: string][] = [
  [AuthenticationError, 'authentication', 'The store does not accept our key.'],
  [PermissionError, 'permission', 'The store does not let us do all that is needed.'],
  [RateLimitError, 'rate limit', 'The store asks us to wait, because it got too many questions.'],
  [NetworkError, 'network', 'The store does not answer.'],
  [ResponseError, 'response', 'The store answered something that we don’t understand.'],
  [InsecureError, 'insecure', 'The store can only be reached without encryption.'],
];

/** Says what an error means. What is not the store's fault is ours, and its details are for the log only. */
export function explain(error: unknown): Explained {
  const found = words.find(([type]) => error instanceof type);
  if (!found || !(error instanceof ConnectorError)) return { kind: 'unknown', text: 'Something went wrong on our side.' };
  const [, kind, text] = found;
  return { kind, text: plain(`${text} ${error.message}`, 600), advice: error.advice };
}
