import type { Shop } from '../shop.ts';
import type { Key } from './keys.ts';
import type { Many } from './many.ts';
import type { Row } from './rows.ts';

/** One PrestaShop, and what was written into it from outside. */
export type Site = {
  shop: Shop;
  version: string;
  keys: Key[];
  /** How many languages it speaks. */
  languages: number;
  /** So many in place of the shop's own. */
  many?: Many;
  /** What its clock shows. */
  show(moment: Date): string;
  /** Fields that were written, by list and id. */
  changed: Map<string, Row>;
  /** The mails that buyers got, by order. */
  mails: Map<number, number>;
  histories: Row[];
};

export function createSite(shop: Shop, options: { version: string; keys: Key[]; languages: number; many?: Many }): Site {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: shop.timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const shown = new Map<number, string>();
  const show = (moment: Date): string => {
    const known = shown.get(moment.getTime()) ?? clock.format(moment);
    shown.set(moment.getTime(), known);
    return known;
  };
  return { shop, ...options, show, changed: new Map(), mails: new Map(), histories: [] };
}

/** Whether a version is at least this one. */
export const atLeast = (version: string, wanted: string): boolean => byNumber.compare(version, wanted) >= 0;
const byNumber = new Intl.Collator('en', { numeric: true });
