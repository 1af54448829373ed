import type { z } from 'zod';
import type { Malformed } from '../connector.ts';
import { firstIssue } from './api.ts';
import { text } from './words.ts';

/** Reads rows one by one: what cannot be read is kept as it came, with its reason, and stops nobody. `map` may pass one over. */
export function readRows<S extends z.ZodType, T>(
  rows: unknown[],
  schema: S,
  map: (payload: z.infer<S>) => T | undefined,
): { records: T[]; malformed: Malformed[] } {
  const records: T[] = [];
  const malformed: Malformed[] = [];
  for (const raw of rows) {
    const parsed = schema.safeParse(raw);
    if (!parsed.success) malformed.push(unreadable(raw, firstIssue(parsed.error)));
    else
      try {
        const record = map(parsed.data);
        if (record !== undefined) records.push(record);
      } catch (error) {
        malformed.push(unreadable(raw, error instanceof Error ? error.message : String(error)));
      }
  }
  return { records, malformed };
}

function unreadable(raw: unknown, reason: string): Malformed {
  const id = field(raw, 'id');
  const number = field(raw, 'number');
  return { ...(id && { id }), ...(number && { number }), reason, raw };
}

/** What a row says of itself, though not all of it can be read. */
export function field(raw: unknown, name: string): string {
  if (!raw || typeof raw !== 'object') return '';
  return text(Object.getOwnPropertyDescriptor(raw, name)?.value);
}
