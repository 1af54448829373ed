import type { Php } from './xml.ts';

export type Columns = { [column: string]: string | number | null };

/** Which of a condition's words counts where it has several: only `from` and `to` go together. */
const order = ['eq', 'neq', 'like', 'nlike', 'in', 'nin', 'notnull', 'null', 'gt', 'lt', 'gteq', 'lteq'];

/** Mage_Api_Helper_Data::parseFilters and Varien's conditions. Nothing where a column is not known (fault 101). */
export function filterOf(given: Php | undefined, known: readonly string[]): ((row: Columns) => boolean) | undefined {
  const filters = Object.entries(structOf(given));
  if (filters.some(([field]) => !known.includes(field))) return undefined;
  return (row) => filters.every(([field, condition]) => holds(row[field] ?? null, condition));
}

export const structOf = (value: Php | undefined): { [key: string]: Php } =>
  value && typeof value === 'object' && !Array.isArray(value) && !('xml' in value) ? value : {};

function holds(value: string | number | null, condition: Php): boolean {
  if (typeof condition !== 'object' || condition === null) return compare(value, condition) === 0;
  const words = structOf(condition);
  if (words.from !== undefined || words.to !== undefined) {
    const [from, to] = [words.from, words.to].map((end) => (end === undefined ? 0 : compare(value, end)));
    return value !== null && (words.from === undefined || (from ?? 0) >= 0) && (words.to === undefined || (to ?? 0) <= 0);
  }
  const word = order.find((one) => one in words);
  return word === undefined || meets(value, word, words[word] ?? null);
}

function meets(value: string | number | null, word: string, wanted: Php): boolean {
  const all = Array.isArray(wanted) ? wanted : [wanted];
  switch (word) {
    case 'neq':
      return compare(value, wanted) !== 0;
    case 'like':
      return like(String(value ?? ''), String(wanted));
    case 'nlike':
      return !like(String(value ?? ''), String(wanted));
    case 'in':
      return all.some((one) => compare(value, one) === 0);
    case 'nin':
      return !all.some((one) => compare(value, one) === 0);
    case 'null':
      return value === null;
    case 'notnull':
      return value !== null;
    case 'gt':
      return compare(value, wanted) > 0;
    case 'lt':
      return compare(value, wanted) < 0;
    case 'gteq':
      return compare(value, wanted) >= 0;
    case 'lteq':
      return compare(value, wanted) <= 0;
    default:
      return compare(value, wanted) === 0;
  }
}

/** As MySQL: numbers by size, texts without regard to case. */
function compare(value: string | number | null, wanted: Php): number {
  if (typeof value === 'number') return value - Number(wanted);
  const [one, other] = [String(value ?? '').toLowerCase(), String(wanted).toLowerCase()];
  return one < other ? -1 : one > other ? 1 : 0;
}

const like = (value: string, pattern: string) =>
  new RegExp(`^${pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('%', '.*')}$`, 'is').test(value);
