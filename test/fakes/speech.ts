import type { ProductRecord } from '../../connectors/records.ts';
import type { Sellable, ShopOrder, ShopStatus } from './shop.ts';

/** The platform's own words for what the sample shop calls otherwise. */
export type Speech = {
  /** The code of an order status. */
  status(code: string): string;
  /** What it calls a status, and what that means there. */
  statusWords(status: ShopStatus): Pick<ShopStatus, 'title' | 'meaning'>;
  payment(code: string): string;
  paymentTitle(title: string): string;
  /** Since when an order is paid, as far as the platform tells. */
  paidAt(order: ShopOrder): Date | undefined;
  delivery(code: string): string;
  /** The id of a product's variant. */
  variant(id: number, product: number): string;
  /** What it tells of a variant: whose it is, how it is called, by what it differs. */
  variantWords(thing: Sellable): Pick<ProductRecord, 'parentId' | 'title' | 'variant'>;
  timeZone(name: string): string;
};

/** A platform that speaks as the sample shop does. */
export const plainSpeech: Speech = {
  status: (code) => code,
  statusWords: ({ title, meaning }) => ({ title, meaning }),
  payment: (code) => code,
  paymentTitle: (title) => title,
  paidAt: ({ paid }) => paid,
  delivery: (code) => code,
  variant: (id) => String(id),
  variantWords: ({ product, variant }) => ({
    parentId: String(product.id),
    title: product.name,
    variant: Object.entries(variant?.options ?? {})
      .map(([name, value]) => `${name}: ${value}`)
      .join(', '),
  }),
  timeZone: (name) => name,
};
