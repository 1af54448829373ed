/** The sum of decimal strings, with the digits it needs: sum(['0.10', '0.2']) is "0.30". Counted in whole numbers, so exact. */
export function sum(amounts: readonly string[]): string {
  const digits = amounts.reduce((most, amount) => Math.max(most, decimals(amount)), 0);
  return written(
    amounts.reduce((total, amount) => total + units(amount, digits), 0n),
    digits,
  );
}

/** a − b. */
export function minus(a: string, b: string): string {
  const digits = Math.max(decimals(a), decimals(b));
  return written(units(a, digits) - units(b, digits), digits);
}

/** Whether an amount is at most `limit` away from zero. */
export function isWithin(amount: string, limit: string): boolean {
  const digits = Math.max(decimals(amount), decimals(limit));
  const size = units(amount, digits);
  return (size < 0n ? -size : size) <= units(limit, digits);
}

/** `amount` × a whole number. */
export const times = (amount: string, count: number): string => written(units(amount, decimals(amount)) * BigInt(count), decimals(amount));

/** How many units of the last of so many digits: units('1.5', 2) is 150n. */
const units = (amount: string, digits: number): bigint => BigInt(amount.replace('.', '') + '0'.repeat(digits - decimals(amount)));

function written(units: bigint, digits: number): string {
  const all = (units < 0n ? -units : units).toString().padStart(digits + 1, '0');
  const sign = units < 0n ? '-' : '';
  return digits === 0 ? sign + all : `${sign}${all.slice(0, -digits)}.${all.slice(-digits)}`;
}

/** How many digits stand after the point: two for "0.10". */
function decimals(amount: string): number {
  const point = amount.indexOf('.');
  return point < 0 ? 0 : amount.length - point - 1;
}
