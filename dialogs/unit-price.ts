import { fractionDigits, money } from './words.ts';

type Line = { price: string; quantity: string; total: string };
/** `units` of the last of so many digits after the point: exact, as no float is. */
type Decimal = { units: bigint; digits: number };

/** A price with more digits beyond the cents than this explains nothing. */
const most = 4;

/** The price of one, with as many digits as it needs to make the total that is shown: 3 × €8.197 is €24.59. Nothing where none does. */
export function unitPrice({ price, quantity, total }: Line, currency: string): string {
  const usual = fractionDigits(currency);
  const shown = rounded(decimal(total), usual).units;
  const makesIt = (digits: number) => rounded(multiply(rounded(decimal(price), digits), decimal(quantity)), usual).units === shown;
  const digits = Array.from({ length: most + 1 }, (_, more) => usual + more).find(makesIt);
  return digits === undefined ? '' : money(price, currency, digits);
}

function decimal(amount: string): Decimal {
  const [whole = '', rest = ''] = amount.split('.');
  return { units: BigInt(whole + rest), digits: rest.length };
}

const multiply = (a: Decimal, b: Decimal): Decimal => ({ units: a.units * b.units, digits: a.digits + b.digits });

/** A half goes away from zero, as where amounts are written. */
function rounded({ units, digits }: Decimal, wanted: number): Decimal {
  if (digits <= wanted) return { units: units * 10n ** BigInt(wanted - digits), digits: wanted };
  const unit = 10n ** BigInt(digits - wanted);
  return { units: (units + (units < 0n ? -unit : unit) / 2n) / unit, digits: wanted };
}
