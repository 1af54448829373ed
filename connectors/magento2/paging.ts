import { z } from 'zod';
import { ConnectorError, ResponseError } from '../errors.ts';
import { field, readJson } from '../rows.ts';
import type { Listed } from './api.ts';

/** How far a list was read: to which id, and how many rows. Nothing else moves a list that is read by id, whatever comes and goes meanwhile. */
export const place = z.object({ after: z.int().nonnegative(), read: z.int().nonnegative() });
export type Place = z.infer<typeof place>;
export const start: Place = { after: 0, read: 0 };

/** What is no cursor of ours begins anew: reading twice does no harm. */
export const savedPlace = (saved: string | undefined): Place => (saved ? place.safeParse(readJson(saved)).data : undefined) ?? start;

/** How a list is asked for: so many rows after an id. `id` is what its rows call theirs; `sizes` from large to small. */
type List = { fetch: (after: number, size: number) => Promise<Listed>; id: string; sizes: readonly number[] };

/** One page: `total` is what the whole list holds, where told. */
export type Rows = { rows: unknown[]; total?: number; next?: Place };

/** Reads a list by ids to its end. Pages are never numbered: past the end, servers before 2.4 repeat the last one for ever. */
export async function* readById({ fetch, id, sizes }: List, from: Place = start): AsyncGenerator<Rows> {
  let here: Place | undefined = from;
  let step = 0;
  while (here) {
    const size: number = sizes[step] ?? 10;
    let page: Listed;
    try {
      page = await fetch(here.after, size);
    } catch (error) {
      if (!(error instanceof ConnectorError && error.tooMuch) || step >= sizes.length - 1) throw error;
      step++;
      continue;
    }
    const { rows, total } = page;
    const next: Place | undefined =
      rows.length > 0 && (total ?? Number.POSITIVE_INFINITY) > rows.length ? onward(here, rows, id) : undefined;
    yield { rows, ...(total !== undefined && { total: here.read + total }), ...(next && { next }) };
    here = next;
  }
}

function onward({ after, read }: Place, rows: unknown[], id: string): Place {
  const last = Math.max(...rows.map((row) => Number(field(row, id)) || 0));
  if (last <= after) throw new ResponseError('The shop does not let its list be read by ids: a page does not go on from the one before.');
  return { after: last, read: read + rows.length };
}
