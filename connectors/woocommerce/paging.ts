import { z } from 'zod';
import { NetworkError } from '../errors.ts';

/**
 * How far a list was read: rows before `at` are done, whatever the size of the pages was. `total` is what the list last said it holds,
 * `began` when this `pass` began, by the shop's clock. A list `moved` when rows went or came while it was read, so that others may have
 * slipped past us: then it is read once more.
 */
export const place = z.object({
  at: z.int().nonnegative(),
  pass: z.int().positive(),
  total: z.int().optional(),
  began: z.number().optional(),
  moved: z.literal(true).optional(),
});
export type Place = z.infer<typeof place>;
export const start: Place = { at: 0, pass: 1 };

/**
 * What is told of a page beside its rows. `seen`: how many it had, read or not; `answered`: when, by the shop's clock. `latest`: the last
 * change of any of them, where the list is one of changes, so that a row may have entered it just now.
 */
export type Seen = { seen: number; total?: number; answered: number; latest?: number };
/** Where to go on after a page. */
export type Next = { next?: Place };

/** Servers that break under a full page are asked for less. */
const sizes = [100, 50, 25, 10] as const;
const mostPasses = 3;

/** Reads a list of numbered pages to its end, from a place on. */
export async function* readPages<P extends Seen>(fetch: (page: number, size: number) => Promise<P>, from: Place): AsyncGenerator<P & Next> {
  let here: Place | undefined = from;
  let step = 0;
  while (here) {
    const size: number = sizes[step] ?? 10;
    const page = Math.floor(here.at / size);
    let read: P;
    try {
      read = await fetch(page + 1, size);
    } catch (error) {
      if (!(error instanceof NetworkError && error.tooMuch) || step === sizes.length - 1) throw error;
      step++;
      continue;
    }
    const next: Place | undefined = after(here, (page + 1) * size, read);
    yield { ...read, next };
    here = next;
  }
}

/** A short page is not the end: rows that the key may not see are left out. Of an empty page the total is not true (0 on newer shops). */
function after(here: Place, at: number, read: Seen): Place | undefined {
  const total = read.seen > 0 ? read.total : here.total;
  const began = here.began ?? read.answered;
  const moved = here.moved || (here.at > 0 && hasMoved({ ...here, began }, read)) || undefined;
  const ended = read.seen === 0 || (total !== undefined && at >= total);
  if (!ended) return { at, pass: here.pass, total, began, moved };
  return moved && here.pass < mostPasses ? { at: 0, pass: here.pass + 1, total } : undefined;
}

/** One row may leave while another comes: the total stays, but the one that came was changed after we began. */
function hasMoved({ at, total, began = 0 }: Place, read: Seen): boolean {
  if (read.seen === 0) return total !== undefined && at < total;
  return (total !== undefined && read.total !== undefined && read.total < total) || (read.latest ?? 0) >= began;
}
