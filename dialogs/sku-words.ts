import type { SkuEntry, SkuProblem } from '../db/rules/skus.ts';
import { digits, list, plain } from './words.ts';

/** More of one kind nobody reads in a sentence. */
const most = 3;

/** What is wrong with the SKU of a line, and where to mend it. `named`: with the line's title, for a sentence of its own. */
export function skuProblem({ kind, line, sku = '', products }: SkuProblem, named = true): string {
  const title = named ? `*${plain(line, 60)}*` : 'It';
  const code = `*${plain(sku, 40)}*`;
  switch (kind) {
    case 'no SKU':
      return `${title} has no SKU in the store. Give it one there, then sync${links(products)}.`;
    case 'inherited':
      return `${title} has only its parent’s SKU, ${code}. Give ${variants(products)} an SKU of its own in the store, then sync${links(products)}.`;
    case 'shared':
      return `${digits(products.length)} products share the SKU ${code}: ${few(products.map(nameOf))}. Give each its own in the store, then sync${links(products)}.`;
    case 'deleted':
      return `The product of ${named ? `*${plain(line, 60)}*` : 'this line'} was deleted in the store${sku ? `, and nothing else has the SKU ${code}` : ', and its SKU with it'}. Put another product into the order there, or see to this order in the store.`;
    case 'unknown':
      return `The SKU ${code} is not known here: no product that was synced has it. Sync the products.`;
  }
}

/** The same of several lines, each once. */
export const skuProblems = (problems: readonly SkuProblem[]): string => {
  const all = [...new Set(problems.map((problem) => skuProblem(problem)))];
  return [...all.slice(0, most), ...(all.length > most ? [`So it is with ${digits(all.length - most)} more.`] : [])].join(' ');
};

/** No sync brings back what was deleted. */
export const syncMends = (problems: readonly SkuProblem[]): boolean =>
  problems.length === 0 || problems.some(({ kind }) => kind !== 'deleted');

const nameOf = ({ title, variant }: SkuEntry) => `*${plain(variant ? `${title}, ${variant}` : title, 60)}*`;

const variants = (products: readonly SkuEntry[]) => (products.length === 1 && products[0] ? nameOf(products[0]) : 'it');

function links(products: readonly SkuEntry[]): string {
  const urls = [...new Set(products.flatMap(({ editUrl }) => (editUrl ? [editUrl] : [])))];
  return urls.length > 0 ? `: ${list(urls.slice(0, most))}` : '';
}

const few = (names: readonly string[]) => list(names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names);
