import { z } from 'zod';
import { ConnectorError } from '../errors.ts';

/** A stretch of ids, or of seconds since 1970. Both ends are in it; without `to` it has no end. */
export type Span = { from: number; to?: number };

/**
 * How far a line was read: what lies before `at` is done, and of what lies in the span at hand all up to `after`. `size` is how wide the spans
 * are just now. `empty`: how many in a row held nothing; below nothing, how many are read before it is asked what comes after.
 */
export const place = z.object({
  at: z.int().nonnegative(),
  size: z.int().positive(),
  after: z.int().optional(),
  empty: z.int(),
});
export type Place = z.infer<typeof place>;

export type Line = {
  /** The last of it. With `open`, what comes after it belongs to it as well; without an end it goes on until nothing comes any more. */
  end?: number;
  open?: true;
  /** How wide a span may grow, and how many rows it should bring. */
  most: number;
  aim: number;
  /** For so long (ms) we go on asking for less where the server fails. */
  patience: number;
  /** Up to where it may be asked, and bring at most a hundred or two; nothing where that is true of all that is left. */
  lookAhead?: (from: number) => Promise<number | undefined>;
};

/** So many empty spans, each twice as wide as the one before, are more than a gap. */
const gap = 4;

type Read<R> = { rows: R[]; here: Place; next?: Place };

/**
 * Reads a list that knows no pages: span after span, wider where there is little, narrower where there is much or where the server breaks
 * over it. A place goes on where it was, also after a restart.
 */
export async function* readSpans<R>(fetch: (span: Span) => Promise<R[]>, from: Place, line: Line): AsyncGenerator<Read<R>> {
  let here: Place | undefined = from;
  let failing = 0;
  while (here) {
    const span: Span = await spanAt(here, line);
    const began = performance.now();
    let rows: R[];
    try {
      rows = await fetch(span);
    } catch (error) {
      failing += performance.now() - began;
      const less = narrower(here, span, line);
      if (!isTooMuch(error) || !less || failing > line.patience) throw error;
      here = less;
      continue;
    }
    failing = 0;
    const next: Place | undefined = after(here, span, rows.length, line);
    yield { rows, here, next };
    here = next;
  }
}

export const isTooMuch = (error: unknown): boolean => error instanceof ConnectorError && error.tooMuch;

async function spanAt({ at, size, empty }: Place, { end, open, lookAhead }: Line): Promise<Span> {
  const to = at + size - 1;
  if (end !== undefined) return to < end ? { from: at, to } : open ? { from: at } : { from: at, to: end };
  if (empty <= 0 || (!lookAhead && empty % gap > 0)) return { from: at, to };
  return { from: at, to: await lookAhead?.(at) };
}

/**
 * A quarter of it; nothing where it cannot be less. What was too much to be asked for to its end is read span by span for a while, before it
 * is tried again.
 */
function narrower(here: Place, { to }: Span, { end }: Line): Place | undefined {
  if (to === undefined && end === undefined) return { ...here, empty: -gap };
  const wide = (to ?? end ?? here.at) - here.at + 1;
  return wide > 1 ? { ...here, size: Math.ceil(wide / 4), empty: here.empty > 0 ? -gap : here.empty } : undefined;
}

function after({ size, empty }: Place, { to }: Span, rows: number, { end, most, aim }: Line): Place | undefined {
  if (to === undefined || to === end) return undefined;
  const next = rows > 1.5 * aim ? Math.ceil(size / 2) : rows < 0.4 * aim ? size * 2 : size;
  return { at: to + 1, size: Math.min(next, most), empty: rows === 0 ? empty + 1 : 0 };
}
