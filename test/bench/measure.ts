import { writeFileSync } from 'node:fs';

/** One figure. `goal` says which way it should be ("≥ 0.5"); one without a goal is told only. `notes` stand under it in the table. */
export type Measure = { name: string; value: number; unit: string; goal: string; holds: boolean; notes?: readonly string[] };

/** A part of the bench, called by its name on the command line. */
export type Bench = { name: string; about: string; run: (ground: import('./ground.ts').Ground) => Promise<Measure[]> };

export const atLeast = (goal: number) => ({ goal: `≥ ${goal}`, meets: (value: number) => value >= goal });
export const atMost = (goal: number) => ({ goal: `≤ ${goal}`, meets: (value: number) => value <= goal });
const told = { goal: '', meets: () => true };

/** A figure, rounded for people, that is held against its goal before it is rounded. */
export function measure(
  name: string,
  value: number,
  unit: string,
  wanted: ReturnType<typeof atLeast> = told,
  notes?: readonly string[],
): Measure {
  return { name, value: rounded(value), unit, goal: wanted.goal, holds: wanted.meets(value), notes };
}

export const rounded = (value: number) => Number(value.toPrecision(3));

/** The middle one, so that one disturbed round counts for nothing. */
export const median = (values: readonly number[]) => quantile(values, 0.5);

/** `part` from 0 to 1: 0.99 is what 99 of 100 are not above. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const value = sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)];
  if (value === undefined) throw new Error('Nothing was measured.');
  return value;
}

/** "4.1, 4.3, 4.2": all rounds, so that one sees how much they differ. */
export const rounds = (values: readonly number[]) => values.map((value) => Math.round(value).toLocaleString('en')).join(', ');

export function printTable(measures: readonly Measure[]) {
  const rows = [['', 'measured', 'goal', ''], ...measures.map(row)];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const [head = [], ...lines] = rows;
  console.log(`\n${line(head)}`);
  lines.forEach((cells, at) => {
    console.log(line(cells));
    for (const note of measures[at]?.notes ?? []) console.log(`    ${note}`);
  });
}

const row = ({ name, value, unit, goal, holds }: Measure) => [
  name,
  `${value.toLocaleString('en')} ${unit}`,
  goal,
  goal && (holds ? '✓' : '✗ missed'),
];

export function writeJson(file: string, measures: readonly Measure[]) {
  const plain = measures.map(({ name, value, unit, goal, holds }) => ({ name, value, unit, goal, holds }));
  writeFileSync(file, `${JSON.stringify(plain, null, 2)}\n`);
}
