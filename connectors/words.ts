import Big from 'big.js';
import { decodeHTML } from 'entities';

/** A text as it was stored: plugins write numbers, null and false where core writes texts. */
export const text = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');

export const textOrNone = (value: unknown): string | undefined => text(value).trim() || undefined;

/** A text to be read by people: without tags, HTML entities decoded. */
export function plain(value: unknown): string {
  const raw = text(value);
  if (!raw.includes('<') && !raw.includes('&')) return raw.trim();
  return decodeHTML(raw.replace(/<(br|\/p|\/div|\/li)\b[^>]*>/gi, ' ').replace(/<\/?[a-z][^>]*>/gi, '')).trim();
}

/** A decimal as a string, "0" where there is none. JSON numbers become what they say, without an exponent. */
export function amount(value: string | number | null | undefined): string {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : new Big(value).toFixed();
  if (!value) return '0';
  return value.startsWith('.') ? `0${value}` : value.startsWith('-.') ? `-0${value.slice(1)}` : value;
}

/** A moment in UTC, written without saying so: "2026-03-22T15:28:02", or with a space in place of the T. */
export function moment(gmt: string): Date {
  const time = new Date(gmt.length === 19 ? `${gmt.replace(' ', 'T')}Z` : gmt);
  if (Number.isNaN(time.getTime())) throw new Error(`“${gmt}” is not a time`);
  return time;
}

/** A decimal without the noughts at its end: "47.0000" → "47", "12.5000" → "12.5". */
export const bare = (value: string): string => (value.includes('.') ? value.replace(/\.?0+$/, '') : value);

/** An amount of money without the noughts that say nothing: "12.5000" → "12.50", "61.9450" → "61.945". */
export const short = (value: string): string => value.replace(/(\.\d\d\d*?)0+$/, '$1');

/** The amount with the other sign; nothing is not "-0". */
export const negative = (value: string): string =>
  Number(value) === 0 ? value.replace('-', '') : value.startsWith('-') ? value.slice(1) : `-${value}`;

/** Nothing, with as many digits as that amount: "12.50" → "0.00". */
export const noneLike = (value: string): string => (digitsOf(value) > 0 ? `0.${'0'.repeat(digitsOf(value))}` : '0');

export function digitsOf(value: string): number {
  const point = value.indexOf('.');
  return point < 0 ? 0 : value.length - point - 1;
}

/** Adds up, keeping as many digits as the longest. */
export function sum(amounts: readonly string[]): string {
  const [first = '0', ...others] = amounts;
  if (others.length === 0) return first;
  const digits = Math.max(...amounts.map(digitsOf));
  const total = amounts.reduce((sum, value) => sum + units(value, digits), 0n);
  return written(total, digits);
}

/** How many units of the last of so many digits: "1.5" in two digits is 150. */
export const units = (value: string, digits: number): bigint => BigInt(value.replace('.', '') + '0'.repeat(digits - digitsOf(value)));

export function written(units: bigint, digits: number): string {
  const text = (units < 0n ? -units : units).toString().padStart(digits + 1, '0');
  const sign = units < 0n ? '-' : '';
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** One of so many, to at most six digits after the point and at least two. */
export function each(total: string, quantity: string): string {
  if (quantity === '1' || Number(quantity) === 0) return total;
  const one = isWhole(quantity) && digitsOf(total) <= 6 ? share(total, quantity) : new Big(total).div(quantity).toFixed(6);
  return one.replace(/0{1,4}$/, '');
}

const isWhole = (quantity: string) => /^\d{1,9}$/.test(quantity);

/** Exactly what big.js gives, counted in millionths: a page of orders has hundreds of these. */
function share(total: string, quantity: string): string {
  const millionths = units(total, 6);
  const count = BigInt(quantity);
  const rounded = (2n * (millionths < 0n ? -millionths : millionths) + count) / (2n * count);
  return written(millionths < 0n ? -rounded : rounded, 6);
}

/** A weight, and what a variant adds to it; absent where the store tells none. */
export function weightOf(whole: unknown, adds: unknown = '0'): string | undefined {
  const parts = [whole, adds].map((part) => (/^-?\d+(\.\d+)?$/.test(text(part)) ? text(part) : '0'));
  const weight = bare(sum(parts));
  return /^0*(\.0*)?$|^-/.test(weight) ? undefined : weight;
}
