import type { ConnectorError } from '../../connectors/errors.ts';

export type Health = 'green' | 'amber' | 'red';

/** Why a connection is not green: the kind of the error, its words for the merchant, and the click path that mends it. */
export type HealthReason = { kind: string; text: string; advice?: readonly string[] };

export type HealthState = { health: Health; failures: number; disabledBy?: string | null };

export type ErrorKind = 'authentication' | 'permission' | 'rate limit' | 'network' | 'response' | 'insecure' | 'unknown';
export type { ConnectorError };
