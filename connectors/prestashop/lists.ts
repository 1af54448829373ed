import { z } from 'zod';
import { ConnectorError } from '../errors.ts';
import { field, readJson } from '../rows.ts';
import type { Api, Query } from './api.ts';

/** How far a list was read: all ids up to this one. */
const place = z.object({ after: z.string().regex(/^\d+$/) });
/** What is no cursor of ours begins anew: reading twice does no harm. */
export const startOf = (cursor: string | undefined): string => place.safeParse(readJson(cursor ?? '')).data?.after ?? '0';
export const cursorAt = (after: string): string => JSON.stringify({ after });

/** `next`: the id to go on after; the last page has none. `lost` could not be read even alone. */
export type Rows = { rows: unknown[]; next?: string; lost?: { id: string; error: ConnectorError } };

/** One more than these in a row, and it is not a row that is broken, but the shop. */
const mostLost = 3;

/**
 * Reads a list to its end by ascending id, so that nothing can slip past us while it changes: PrestaShop counts no pages and no total. Where a
 * page is too much for the server, less is asked for at a time.
 */
export async function* readById(
  api: Api,
  resource: string,
  query: Query,
  options: { after?: string; sizes: readonly number[] },
): AsyncGenerator<Rows> {
  const { sizes } = options;
  let after = options.after ?? '0';
  let step = 0;
  let lost = 0;
  while (true) {
    const size = sizes[step] ?? 1;
    const at = { ...query, 'filter[id]': `>[${after}]`, sort: '[id_ASC]', limit: size };
    try {
      const rows = await api.list(resource, at);
      const fresh = rows.filter((row) => Number(field(row, 'id')) > Number(after));
      const last = field(fresh.at(-1), 'id');
      const ended = rows.length < size || fresh.length === 0;
      lost = 0;
      yield { rows: fresh, ...(!ended && { next: last }) };
      if (ended) return;
      after = last;
    } catch (error) {
      if (!(error instanceof ConnectorError && error.tooMuch)) throw error;
      if (step < sizes.length - 1) step++;
      else {
        if (++lost > mostLost) throw error;
        const id = await nextId(api, resource, at);
        if (id === undefined) throw error;
        yield { rows: [], next: id, lost: { id, error } };
        after = id;
      }
    }
  }
}

/** Ids alone are told without loading what they belong to. */
async function nextId(api: Api, resource: string, { display: _, ...query }: Query): Promise<string | undefined> {
  const [row] = await api.list(resource, query);
  return field(row, 'id') || undefined;
}

/** Longer addresses are refused by some servers. */
const mostValues = 150;

/** All rows whose `name` is one of these values, in few requests. */
export async function readWhere(api: Api, resource: string, name: string, values: readonly string[], display = 'full'): Promise<unknown[]> {
  const rows: unknown[] = [];
  for (let at = 0; at < values.length; at += mostValues)
    rows.push(...(await readSome(api, resource, name, values.slice(at, at + mostValues), display)));
  return rows;
}

async function readSome(api: Api, resource: string, name: string, values: readonly string[], display: string): Promise<unknown[]> {
  try {
    return await api.list(resource, { display, [`filter[${name}]`]: `[${values.join('|')}]` });
  } catch (error) {
    if (!(error instanceof ConnectorError && error.tooMuch) || values.length < 2) throw error;
    const half = Math.ceil(values.length / 2);
    const [first, second] = [values.slice(0, half), values.slice(half)];
    return [...(await readSome(api, resource, name, first, display)), ...(await readSome(api, resource, name, second, display))];
  }
}

export function groupBy(rows: readonly unknown[], name: string): Map<string, unknown[]> {
  const groups = new Map<string, unknown[]>();
  for (const row of rows) {
    const key = field(row, name);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
