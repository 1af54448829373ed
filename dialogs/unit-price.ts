import { multiply, rounded } from '../db/rules/money.ts';
import { fractionDigits, money } from './words.ts';

type Line = { price: string; quantity: string; total: string };

/** A price with more digits beyond the cents than this explains nothing. */
const most = 4;

/** The price of one, with as many digits as it needs to make the total that is shown: 3 × €8.197 is €24.59. Nothing where none does. */
export function unitPrice({ price, quantity, total }: Line, currency: string): string {
  const usual = fractionDigits(currency);
  const tried = Array.from({ length: most + 1 }, (_, more) => usual + more);
  const digits = tried.find((some) => money(multiply(rounded(price, some), quantity), currency) === money(total, currency));
  return digits === undefined ? '' : money(price, currency, digits);
}
