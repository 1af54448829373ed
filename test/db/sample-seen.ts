import type { Proposal, Proposing, SeenOrders, TypeEntry } from '../../db/rules/payments.ts';
import { statuses } from './make-store.ts';

/** What ten orders tell that say nothing in particular. */
export const seen = (given: Partial<SeenOrders> = {}): SeenOrders => ({
  orders: 10,
  sums: { EUR: '250.00' },
  statuses: { processing: 4, completed: 6 },
  free: 0,
  paidInStore: 6,
  deliveries: {},
  ...given,
});

export const unseen: SeenOrders = { orders: 0, sums: {}, statuses: {}, free: 0, paidInStore: 0, deliveries: {} };

const types = (...keys: string[]): TypeEntry[] => keys.map((key) => ({ id: `id-${key}`, name: key, key, retired: false }));

/** The types a workspace begins with: the one with the key "card" has the id "id-card". */
export const given: Proposing = {
  statuses: [...statuses, { code: 'refunded', title: 'Refunded', meaning: 'refunded' }, { code: 'sent', title: 'Sent', meaning: 'other' }],
  paymentTypes: types('card', 'paypal', 'bank', 'later', 'wallet', 'cheque', 'cash', 'gift', 'free'),
  deliveryTypes: types('standard', 'courier', 'post', 'locker', 'pickup', 'none'),
};

/** A proposal in a word: "cod", the key of its payment type, or "not paid"; with a question mark where it is not safe. */
export function short({ safe, cod, paymentType }: Proposal): string {
  const said = cod ? 'cod' : paymentType ? paymentType.slice('id-'.length) : 'not paid';
  return safe ? said : `${said}?`;
}
