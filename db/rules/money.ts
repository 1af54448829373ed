import Big from 'big.js';

/** The sum of decimal strings, with the digits it needs: sum(['0.10', '0.2']) is "0.30". */
export const sum = (amounts: Iterable<string>): string => fixed(...add(amounts));

/** a − b. */
export const minus = (a: string, b: string): string => fixed(Big(a).minus(b), Math.max(decimals(a), decimals(b)));

/** Whether an amount is at most `limit` away from zero. */
export const isWithin = (amount: string, limit: string): boolean => Big(amount).abs().lte(limit);

/** `amount` × a whole number. */
export const times = (amount: string, count: number): string => fixed(Big(amount).times(count), decimals(amount));

function add(amounts: Iterable<string>): [total: Big, digits: number] {
  let total = Big(0);
  let digits = 0;
  for (const amount of amounts) {
    total = total.plus(amount);
    digits = Math.max(digits, decimals(amount));
  }
  return [total, digits];
}

const fixed = (value: Big, digits: number) => (value.eq(0) ? Big(0) : value).toFixed(digits);

/** How many digits stand after the point: two for "0.10". */
function decimals(amount: string): number {
  const point = amount.indexOf('.');
  return point < 0 ? 0 : amount.length - point - 1;
}
