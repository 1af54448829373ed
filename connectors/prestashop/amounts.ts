import { amount, digitsOf, negative, short, sum, units, written } from '../words.ts';

/** A price without its tax, and the tax. */
export type Priced = { total: string; tax: string };

/** PrestaShop tells amounts with tax and without; what is between them is the tax. */
export const priced = (withTax: string, without: string): Priced => ({ total: without, tax: minus(withTax, without) });

export const minus = (from: string, what: string): string => short(sum([from, negative(what)]));
export const plus = (...amounts: string[]): string => short(sum(amounts));

export const isZero = (value: string): boolean => Number(value) === 0;

/** The smaller of two amounts that are not negative. */
export const least = (one: string, other: string): string => (Number(one) <= Number(other) ? one : other);

/**
 * An amount shared out by weight, to the cent, so that the shares add up to it: what is left over by rounding goes where the most was cut off.
 * PrestaShop itself shares a discount out over the whole cart, and tells only the sum.
 */
export function shareOut(whole: string, weights: readonly string[]): string[] {
  const digits = Math.max(2, ...[whole, ...weights].map(digitsOf));
  const [wanted = 0n, ...heavy] = [whole, ...weights].map((value) => units(value, digits));
  const all = heavy.reduce((total, one) => total + one, 0n);
  if (all === 0n) return weights.map(() => '0.00');
  const cent = 10n ** BigInt(digits - 2);
  const parts = heavy.map((one) => {
    const exact = wanted * one;
    const share = (exact / (all * cent)) * cent;
    return { share, cut: exact - share * all };
  });
  let left = wanted - parts.reduce((total, { share }) => total + share, 0n);
  for (const part of parts.toSorted((a, b) => (a.cut > b.cut ? -1 : a.cut < b.cut ? 1 : 0))) {
    const piece = left < cent ? left : cent;
    part.share += piece;
    left -= piece;
  }
  return parts.map(({ share }) => short(written(share, digits)));
}

/** Amounts come with six digits after the point: "446.700000" → "446.70". */
export const money = (value: string | number | null | undefined): string => short(amount(value));
