/** What a run brought so far. Sums are decimal strings by currency. */
export type RunResult = {
  /** Records read, and how many there are where the store tells. */
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
