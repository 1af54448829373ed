import { deliveries } from '../shop.ts';
import type { Speech } from '../speech.ts';

/** The order states of this shop: PrestaShop's own, as the merchant changed them, with what is tied to each. */
export const states: {
  id: string;
  code?: string;
  title?: string;
  setting?: string;
  paid?: true;
  shipped?: true;
  mails?: true;
  gone?: true;
}[] = [
  { id: '1', code: 'on-hold', setting: 'CHEQUE', mails: true },
  { id: '2', title: 'Payment accepted', setting: 'PAYMENT', paid: true, mails: true },
  // Orders that are paid on delivery come here as well, so the merchant took its tick away.
  { id: '3', code: 'processing', setting: 'PREPARATION', mails: true },
  { id: '4', title: 'Shipped', setting: 'SHIPPING', paid: true, shipped: true, mails: true },
  { id: '5', code: 'completed', setting: 'DELIVERED', paid: true, shipped: true, mails: true },
  { id: '6', code: 'cancelled', setting: 'CANCELED', mails: true },
  { id: '7', code: 'refunded', setting: 'REFUND', mails: true },
  { id: '8', code: 'failed', setting: 'ERROR', mails: true },
  { id: '10', code: 'pending', setting: 'BANKWIRE', mails: true },
  { id: '15', code: 'poslano' },
  { id: '16', title: 'No longer used', gone: true },
];

const stateOf = (code: string) => states.find((state) => state.code === code)?.id ?? '0';
export const codeOf = (state: string): string => states.find(({ id }) => id === state)?.code ?? `state ${state}`;

/** A carrier that was edited: its first version is deleted, and older orders went by it. Both have the same reference. */
export const edited = { first: '1', now: '11' };
export const carrierOf = (code: string): { id: string; reference: string } => {
  const at = deliveries.findIndex((delivery) => delivery.code === code) + 1;
  return { id: String(10 + at), reference: String(at) };
};

/** How this shop calls what the sample shop calls otherwise. */
export const speech = {
  status: stateOf,
  payment: (code) => code,
  delivery: (code) => carrierOf(code).reference,
  variant: (id, product) => `${product}-${id}`,
} satisfies Partial<Speech>;
