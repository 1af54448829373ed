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
  if (typeof value === 'number') return new Big(value).toFixed();
  if (!value) return '0';
  return value.startsWith('.') ? `0${value}` : value.startsWith('-.') ? `-0${value.slice(1)}` : value;
}

/** WooCommerce writes GMT times without saying so: "2026-03-22T15:28:02". */
export function moment(gmt: string): Date {
  const time = new Date(gmt.length === 19 ? `${gmt}Z` : gmt);
  if (Number.isNaN(time.getTime())) throw new Error(`“${gmt}” is not a time`);
  return time;
}

/** The amount with the other sign; nothing is not "-0". */
export const negative = (value: string): string =>
  Number(value) === 0 ? value.replace('-', '') : value.startsWith('-') ? value.slice(1) : `-${value}`;

/** Nothing, with as many digits as that amount: "12.50" → "0.00". */
export const noneLike = (value: string): string => new Big(0).toFixed(value.split('.')[1]?.length ?? 0);

/** Adds up, keeping as many digits as the longest. */
export function sum(amounts: readonly string[]): string {
  const [first = '0', ...others] = amounts;
  if (others.length === 0) return first;
  const digits = Math.max(...amounts.map((value) => value.split('.')[1]?.length ?? 0));
  return others.reduce((total, value) => total.plus(value), new Big(first)).toFixed(digits);
}

/** One of so many, to at most six digits after the point and at least two. */
export function each(total: string, quantity: string): string {
  if (quantity === '1' || Number(quantity) === 0) return total;
  const one = new Big(total).div(quantity).round(6);
  return one.toFixed(Math.max(2, one.toFixed().split('.')[1]?.length ?? 0));
}
