import { euros, type Sellable } from '../shop.ts';
import type { Speech } from '../speech.ts';

/** Magento's words for what the sample shop calls otherwise. Every status belongs to a state. */
const statuses: Record<string, { status: string; state: string }> = {
  pending: { status: 'pending', state: 'new' },
  'on-hold': { status: 'holded', state: 'holded' },
  processing: { status: 'processing', state: 'processing' },
  completed: { status: 'complete', state: 'complete' },
  cancelled: { status: 'canceled', state: 'canceled' },
  failed: { status: 'canceled', state: 'canceled' },
  refunded: { status: 'closed', state: 'closed' },
};
export const statusOf = (status: string) => statuses[status] ?? { status, state: 'complete' };

const methods: Record<string, string> = {
  bacs: 'banktransfer',
  cheque: 'checkmo',
  cod: 'cashondelivery',
  paypal: 'paypal_express',
  stripe: 'cryozonic_stripe',
  '': 'free',
};
export const methodOf = (code: string): string => methods[code] ?? code;

/** "flat_rate:1" → "flatrate_flatrate1": a carrier and its method. */
export function deliveryOf(code: string): string {
  const [carrier = '', method = ''] = code.split(':');
  const name = carrier.replaceAll('_', '');
  return `${name}_${name}${method}`;
}

export const utc = (moment: Date): string => moment.toISOString().slice(0, 19).replace('T', ' ');
/** As MySQL writes decimals. */
export const amount = (cents: number): string => euros(cents, 4);

/** What a variant is called by itself: the API does not tell whose it is. */
export const nameOf = ({ product, variant }: Pick<Sellable, 'product' | 'variant'>): string =>
  variant ? `${product.name} ${Object.values(variant.options).join(' ')}` : product.name;

/** The API tells neither how the merchant calls a status or a way to pay, nor where the shop is. */
const titles: Record<string, string> = {
  ...{ pending: 'Pending', holded: 'On Hold', processing: 'Processing', complete: 'Complete', canceled: 'Canceled', closed: 'Closed' },
  ...{ 'Bančno nakazilo': 'Bank Transfer Payment', 'Check payments': 'Check / Money order', 'Plačilo po povzetju': 'Cash On Delivery' },
  ...{ PayPal: 'PayPal Express Checkout', 'Credit card (Stripe)': 'Credit Card (Stripe)', '': 'No Payment Information Required' },
};

export const speaks: Partial<Speech> = {
  status: (code) => statusOf(code).status,
  statusWords({ code, title, meaning }) {
    const { status, state } = statusOf(code);
    return { title: titles[status] ?? title, meaning: state === 'complete' ? 'completed' : meaning };
  },
  payment: methodOf,
  paymentTitle: (title) => titles[title] ?? title,
  delivery: deliveryOf,
  variantWords: (thing) => ({ parentId: undefined, title: nameOf(thing), variant: undefined }),
  timeZone: () => 'CET',
};

/** A text or a map as PHP's serialize() writes it. */
export function serialized(value: string | number | { [key: string]: Serializable } | Serializable[]): string {
  if (typeof value === 'number') return `i:${value};`;
  if (typeof value === 'string') return `s:${Buffer.byteLength(value)}:"${value}";`;
  const isList = Array.isArray(value);
  const entries = Object.entries(value).map(([key, its]) => serialized(isList || /^\d+$/.test(key) ? Number(key) : key) + serialized(its));
  return `a:${entries.length}:{${entries.join('')}}`;
}
export type Serializable = string | number | { [key: string]: Serializable } | Serializable[];
