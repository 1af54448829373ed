import { euros } from '../shop.ts';

/** Magento's words for what the sample shop calls otherwise. Every status belongs to a state. */
const words: Record<string, { status: string; state: string }> = {
  pending: { status: 'pending', state: 'new' },
  'on-hold': { status: 'holded', state: 'holded' },
  processing: { status: 'processing', state: 'processing' },
  completed: { status: 'complete', state: 'complete' },
  cancelled: { status: 'canceled', state: 'canceled' },
  failed: { status: 'canceled', state: 'canceled' },
  refunded: { status: 'closed', state: 'closed' },
};
export const wordsOf = (status: string) => words[status] ?? { status, state: 'complete' };
/** What the sample shop calls one of Magento's. */
export const shopStatus = (status: string): string => Object.entries(words).find(([, word]) => word.status === status)?.[0] ?? status;

const methods: Record<string, string> = {
  bacs: 'banktransfer',
  cheque: 'checkmo',
  cod: 'cashondelivery',
  paypal: 'paypal_express',
  stripe: 'stripe_payments',
  '': 'free',
};
export const methodOf = (code: string): string => methods[code] ?? code;
export const freeTitle = 'No Payment Information Required';
/** "flat_rate:1" → "flatrate_flatrate1": a carrier and its method. */
export const deliveryOf = (code: string): string => {
  const [carrier = '', method = ''] = code.split(':');
  const name = carrier.replaceAll('_', '');
  return `${name}_${name}${method}`;
};

export const utc = (moment: Date): string => moment.toISOString().slice(0, 19).replace('T', ' ');
/** JSON numbers, as PHP writes floats. */
export const amount = (cents: number): number => Number(euros(cents));

/** The numbers of attributes and of what can be chosen of them. */
export const attributes: Record<string, { id: number; options: Record<string, number> }> = {
  Velikost: { id: 137, options: { S: 4, M: 5, L: 6, XL: 7, XXL: 8 } },
  Barva: { id: 93, options: { Črna: 21, Rdeča: 22 } },
};
export const attributeOf = (name: string): number => attributes[name]?.id ?? 0;
export const optionValue = (value: string): number =>
  Object.values(attributes)
    .flatMap(({ options }) => Object.entries(options))
    .find(([label]) => label === value)?.[1] ?? 0;
