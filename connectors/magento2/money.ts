import { bare } from '../words.ts';

type Given = string | number | null | undefined;

/** Amounts come as floats: to the fourth digit, and no fewer than two: 19.9 → "19.90", 4.0983 → "4.0983". */
export function money(value: Given): string {
  const text = fixed(value);
  return text.endsWith('00') ? text.slice(0, -2) : text.endsWith('0') ? text.slice(0, -1) : text;
}

/** How many: 2 → "2", 1.5 → "1.5". */
export const quantity = (value: Given): string => (Number.isInteger(value) ? String(value) : bare(fixed(value)));

function fixed(value: Given): string {
  const text = Number(value ?? 0).toFixed(4);
  return text === '-0.0000' ? '0.0000' : text;
}
