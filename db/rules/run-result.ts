import { minus, sum } from './money.ts';
import type { HeldReason, Transfer } from './transfer.ts';

/** Amounts by currency, as decimal strings. */
export type Sums = Record<string, string>;
export type Counted = { orders: number; sums: Sums };

/** How an order comes in: marked as paid, to be collected by the carrier, or neither. */
export const waysIn = ['paid', 'cod', 'unpaid'] as const;
export type WayIn = (typeof waysIn)[number];

/** Why orders wait, as one word to count by: "no SKU", "no row:klarna", "status:on-hold". */
export type HeldKey = HeldReason['kind'] | `no row:${string}` | `status:${string}`;

/** Of the orders that wait for one reason the first few numbers, and the first few SKUs, or products without one, that it is about. */
export type HeldExamples = { orders: string[]; about: string[] };

/** What a run brought so far. */
export type RunResult = {
  /** Records read, each once, and how many there are where the store tells. */
  read: number;
  total?: number;
  /** Orders that came in (or would), with their sums, and the same by way; those that were there before. */
  imported: number;
  sums: Sums;
  ways: Record<WayIn, Counted>;
  existing: number;
  /** Orders that wait, by `HeldKey`. */
  held: Record<string, number>;
  /** What the store calls the payment methods among them, by code. */
  methods: Record<string, string>;
  /** The first few of those that wait, by `HeldKey`. */
  examples?: Record<string, HeldExamples>;
  /** Of a dry run: by which settings and rows it was decided; `stale`: those of the preview before no longer held. */
  stamp?: string;
  stale?: true;
  malformed: number;
  /** The first few malformed: number or id, and why. */
  malformedExamples: { name: string; reason: string }[];
  /** Products that were written, and that were not seen any more. */
  products: number;
  archived: number;
  /** Of a reading of payment instruments. */
  list?: MethodList;
};

/**
 * What became of the store's own list of payment methods: not every platform has one, and not every key may read it. `off` are those on it
 * that are switched off and were left out, because no order has them.
 */
export type MethodList = { state: 'read' | 'none' | 'refused'; off: string[] };

const none = (): Counted => ({ orders: 0, sums: {} });

export const emptyResult = (): RunResult => ({
  read: 0,
  imported: 0,
  sums: {},
  ways: { paid: none(), cod: none(), unpaid: none() },
  existing: 0,
  held: {},
  methods: {},
  malformed: 0,
  malformedExamples: [],
  products: 0,
  archived: 0,
});

/** What a run made of one record. */
export type Outcome = { outcome: WayIn | 'existing' | 'malformed' | 'seen' | HeldKey; currency?: string; total?: string };

export function heldKey(reason: HeldReason): HeldKey {
  if (reason.kind === 'no row') return `no row:${reason.method}`;
  return reason.kind === 'status' ? `status:${reason.status}` : reason.kind;
}

/** The outcome of a decision. */
export function outcomeOf(transfer: Transfer): WayIn | HeldKey {
  if (transfer.state === 'held') return heldKey(transfer.reason);
  return transfer.paid ? 'paid' : transfer.codAmount ? 'cod' : 'unpaid';
}

export const isWayIn = (outcome: Outcome['outcome'] | null | undefined): outcome is WayIn => waysIn.some((way) => way === outcome);

/** Counts one record into `result`. `before` is what the same run made of it when it met it earlier, and is taken back. */
export function count(result: RunResult, now: Outcome, before?: Outcome): void {
  if (before) add(result, before, -1);
  else result.read += 1;
  add(result, now, 1);
}

const mostExamples = 5;

/** Names an order that waits, if it is among the first few. One that this run met before, waiting for something else, is no longer named there. */
export function nameHeld(result: RunResult, { number, reason }: { number: string; reason: HeldReason }, before?: Outcome): void {
  const key = heldKey(reason);
  if (before && before.outcome !== key) unnameHeld(result, number, before);
  result.examples ??= {};
  result.examples[key] ??= { orders: [], about: [] };
  const { orders, about } = result.examples[key];
  addFew(orders, [number]);
  if (reason.kind === 'no SKU') addFew(about, reason.lines);
  if (reason.kind === 'unknown SKU') addFew(about, reason.skus);
}

/** An order that waited when this run met it, and waits no more. */
export function unnameHeld({ examples }: RunResult, number: string, { outcome }: Outcome): void {
  const named = examples?.[outcome];
  if (named) named.orders = named.orders.filter((one) => one !== number);
}

function addFew(few: string[], more: readonly string[]): void {
  for (const one of more) if (few.length < mostExamples && !few.includes(one)) few.push(one);
}

function add(result: RunResult, { outcome, currency, total }: Outcome, one: 1 | -1): void {
  if (outcome === 'existing' || outcome === 'malformed') result[outcome] += one;
  else if (isWayIn(outcome)) {
    result.imported += one;
    result.ways[outcome].orders += one;
    if (!currency || !total) return;
    addTo(result.sums, currency, total, one);
    addTo(result.ways[outcome].sums, currency, total, one);
  } else if (outcome !== 'seen') result.held[outcome] = (result.held[outcome] ?? 0) + one;
}

function addTo(sums: Sums, currency: string, total: string, one: 1 | -1): void {
  const before = sums[currency] ?? '0';
  sums[currency] = one > 0 ? sum([before, total]) : minus(before, total);
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
