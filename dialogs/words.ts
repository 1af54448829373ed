import { DateTime, IANAZone } from 'luxon';

/** A stranger's text inside ours: on one line, without our bold mark, cut sensibly. */
export function plain(text: string, longest = 80): string {
  const line = text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replaceAll('*', '∗')
    .trim();
  return cut(line, longest);
}

/** At most `longest` characters; what is left out is told by "…". */
export function cut(text: string, longest: number): string {
  const characters = Array.from(text);
  return characters.length <= longest
    ? text
    : `${characters
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`;
}

const numbers = new Intl.NumberFormat('en');

/** "1 order", "1,200 orders". */
export const count = (amount: number, one: string, many = `${one}s`): string => `${numbers.format(amount)} ${amount === 1 ? one : many}`;

/** "1,200". */
export const digits = (amount: number): string => numbers.format(amount);

/** "a", "a and b", "a, b and c". */
export const list = (parts: readonly string[]): string => new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(parts);

/** "a", "a or b", "a, b or c". */
export const either = (parts: readonly string[]): string => new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(parts);

/** "€1,234.50" from the decimal string "1234.5": no float on the way. `digits` after the point, where not as usual. */
export function money(amount: string, currency: string, digits = fractionDigits(currency)): string {
  if (!isDecimal(amount)) return `${amount} ${currency}`;
  const places = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  if (!isCode(currency)) return `${new Intl.NumberFormat('en', places).format(amount)} ${currency}`;
  return new Intl.NumberFormat('en', { style: 'currency', currency, ...places }).format(amount);
}

/** How many digits amounts of a currency have after the point: two for euros, none for yen. */
export const fractionDigits = (currency: string): number =>
  isCode(currency) ? (new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2) : 2;

const isCode = (currency: string) => /^[a-z]{3}$/i.test(currency);

/** Sums by currency, "€1,234.50 and $20.00"; nothing when there is none. */
export const sums = (amounts: Record<string, string>): string =>
  list(Object.entries(amounts).map(([currency, amount]) => money(amount, currency)));

/** ISO's word for no currency at all is "XXX". */
export const currencyName = (currency: string): string => (currency === 'XXX' ? 'not known' : currency);

/** What runs, in words. */
export const runNames = {
  products: 'product sync',
  orders: 'order sync',
  import: 'import',
  payments: 'reading of payment instruments',
} as const;

/** A moment on the store's clock, with the clock named: "23 Nov 2026, 14:05 (Europe/Ljubljana)". */
export const moment = (at: Date, timeZone: string): string => `${clock(at, timeZone)} (${clockName(timeZone)})`;

/** The same where the clock is named elsewhere: "23 Nov 2026, 14:05". */
export function clock(at: Date, timeZone: string): string {
  const there = DateTime.fromJSDate(at).setZone(timeZone);
  return (there.isValid ? there : DateTime.fromJSDate(at).setZone('utc')).setLocale('en-GB').toFormat('d LLL yyyy, HH:mm');
}

/** What the clock is called by which moments are shown. */
export function clockName(timeZone: string): string {
  const name = clockNames.get(timeZone) ?? nameOfClock(timeZone);
  clockNames.set(timeZone, name);
  return name;
}

// Whether there is such a zone takes long to find out.
const clockNames = new Map<string, string>();

function nameOfClock(timeZone: string): string {
  if (!DateTime.utc().setZone(timeZone).isValid) return 'UTC';
  return IANAZone.isValidZone(timeZone) ? timeZone : timeZone.toUpperCase();
}

const isDecimal = (text: string): text is `${number}` => /^-?\d+(\.\d+)?$/.test(text);

/** What one types to name a store: lower case, no blanks. Never a number or a word of a command, which would be read as such. */
export function handleOf(name: string): string {
  const handle = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 30)
    .replace(/^-+|-+$/g, '');
  if (handle === '') return 'store';
  return /^\d+d?$|^(now|days?|last|past|the|orders?|from|of|for|in|to|again|add|confirm|all)$/.test(handle) ? `store-${handle}` : handle;
}
