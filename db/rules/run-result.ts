import { minus, sum } from './money.ts';
import type { HeldReason } from './transfer.ts';

/** What a run brought so far. Sums are decimal strings by currency. */
export type RunResult = {
  /** Records read, each once, and how many there are where the store tells. */
  read: number;
  total?: number;
  /** Orders that came in (or would), with their sums; those that were there before. */
  imported: number;
  sums: Record<string, string>;
  existing: number;
  /** Orders that wait, by the kind of reason. */
  held: Record<string, number>;
  malformed: number;
  /** The first few malformed: number or id, and why. */
  malformedExamples: { name: string; reason: string }[];
  /** Products that were written, and that were not seen any more. */
  products: number;
  archived: number;
};

export const emptyResult = (): RunResult => ({
  read: 0,
  imported: 0,
  sums: {},
  existing: 0,
  held: {},
  malformed: 0,
  malformedExamples: [],
  products: 0,
  archived: 0,
});

/** What a run made of one record. */
export type Outcome = { outcome: 'imported' | 'existing' | 'malformed' | HeldReason['kind']; currency?: string; total?: string };

/** Counts one record into `result`. `before` is what the same run made of it when it met it earlier, and is taken back. */
export function count(result: RunResult, now: Outcome, before?: Outcome): void {
  if (before) add(result, before, -1);
  else result.read += 1;
  add(result, now, 1);
}

function add(result: RunResult, { outcome, currency, total }: Outcome, one: 1 | -1): void {
  if (outcome === 'imported' || outcome === 'existing' || outcome === 'malformed') result[outcome] += one;
  else result.held[outcome] = (result.held[outcome] ?? 0) + one;
  if (outcome !== 'imported' || !currency || !total) return;
  const before = result.sums[currency] ?? '0';
  result.sums[currency] = one > 0 ? sum([before, total]) : minus(before, total);
}

/** Counts a record that could not be read, and names it if it is among the first few. */
export function countMalformed(
  result: RunResult,
  { id, number, reason }: { id?: string; number?: string; reason: string },
  before?: Outcome,
): void {
  count(result, { outcome: 'malformed' }, before);
  if (before?.outcome !== 'malformed' && result.malformedExamples.length < 5)
    result.malformedExamples.push({ name: number ?? id ?? 'without a number', reason });
}
