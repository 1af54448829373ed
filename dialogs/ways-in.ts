import type { RunResult, WayIn } from '../db/rules/run-result.ts';
import { digits, sums } from './words.ts';

type Counts = Pick<RunResult, 'ways' | 'sums'>;
const order: readonly WayIn[] = ['paid', 'cod', 'unpaid'];
const short: Record<WayIn, string> = { paid: 'paid', cod: 'COD', unpaid: 'not paid' };
const long: Record<WayIn, string> = { paid: 'Marked as paid', cod: 'Cash on delivery', unpaid: 'Not paid' };

/** "96 paid, 84 COD, €7,412.50": how orders come in, and what they come to. */
export const comeInWays = ({ ways, sums: amounts }: Counts): string =>
  [...used(ways).map((way) => `${digits(ways[way].orders)} ${short[way]}`), sums(amounts)].filter(Boolean).join(', ');

/** The same with the sum of each. */
export const sumsOfWays = ({ ways }: Counts): [string, string][] =>
  used(ways).map((way) => [long[way], [digits(ways[way].orders), sums(ways[way].sums)].filter(Boolean).join(', ')]);

const used = (ways: Counts['ways']) => order.filter((way) => ways[way].orders > 0);
