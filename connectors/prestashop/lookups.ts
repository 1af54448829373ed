import { field } from '../rows.ts';
import type { Api } from './api.ts';
import { readWhere } from './lists.ts';
import { shared } from './payloads.ts';
import { reference } from './values.ts';

export type Table = keyof typeof shared;
export type Lookups = ReturnType<typeof createLookups>;

/** What many orders share (countries, carriers, taxes …), read as it turns up, and once. */
export function createLookups(api: Api) {
  const rows = new Map<string, unknown>();
  const key = (table: Table, id: unknown) => `${table} ${reference(id) ?? ''}`;

  return {
    /** Reads those that we have not met yet, all at once. What is gone from the shop is not asked for again. */
    async meet(table: Table, ids: Iterable<unknown>): Promise<void> {
      const unknown = [...new Set([...ids].flatMap((id) => reference(id) ?? []))].filter((id) => !rows.has(key(table, id)));
      if (unknown.length === 0) return;
      const found = await readWhere(api, table, 'id', unknown, shared[table]);
      for (const id of unknown) rows.set(key(table, id), undefined);
      for (const row of found) rows.set(key(table, field(row, 'id')), row);
    },
    row: (table: Table, id: unknown): unknown => rows.get(key(table, id)),
    /** One of its texts; empty where it is not there. */
    say: (table: Table, id: unknown, name: string): string => field(rows.get(key(table, id)), name).trim(),
  };
}
