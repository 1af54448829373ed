import type { z } from 'zod';
import type { Malformed } from './connector.ts';
import { text } from './words.ts';

/** What a platform calls the id and the number of a row. */
export type Names = { id: string; number?: string };

/** Reads rows one by one: what cannot be read is kept as it came, with its reason, and stops nobody. `map` may pass one over. */
export function readRows<S extends z.ZodType, T>(
  rows: unknown[],
  schema: S,
  map: (payload: z.infer<S>) => T | undefined,
  names: Names = { id: 'id', number: 'number' },
): { records: T[]; malformed: Malformed[] } {
  const records: T[] = [];
  const malformed: Malformed[] = [];
  for (const raw of rows) {
    const parsed = schema.safeParse(raw);
    if (!parsed.success) malformed.push(unreadable(raw, names, firstIssue(parsed.error)));
    else
      try {
        const record = map(parsed.data);
        if (record !== undefined) records.push(record);
      } catch (error) {
        malformed.push(unreadable(raw, names, error instanceof Error ? error.message : String(error)));
      }
  }
  return { records, malformed };
}

function unreadable(raw: unknown, names: Names, reason: string): Malformed {
  const id = field(raw, names.id);
  const number = names.number ? field(raw, names.number) : '';
  return { ...(id && { id }), ...(number && { number }), reason, raw };
}

/** What a row says of itself, though not all of it can be read. */
export function field(raw: unknown, name: string): string {
  if (!raw || typeof raw !== 'object') return '';
  return text(Object.getOwnPropertyDescriptor(raw, name)?.value);
}

/** The first thing that is wrong with a payload, with its place. */
export function firstIssue({ issues }: z.ZodError): string {
  const [issue] = issues;
  return `${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? 'unreadable'}`;
}

/** A text as JSON; nothing where it is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
