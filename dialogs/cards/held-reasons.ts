import type { HeldReason } from '../../db/rules/transfer.ts';
import type { Item } from '../card.ts';
import { count, digits } from '../words.ts';

type Kind = HeldReason['kind'] | 'amounts';

/** Every reason for which an order waits has its sentence. */
const reasons: Record<Kind, { label: string; text: string }> = {
  status: {
    label: 'not in Processing or Completed',
    text: 'They come in when they get there.',
  },
  'no lines': { label: 'no products in them', text: 'There is nothing to send in them.' },
  'no SKU': { label: 'a product has no SKU', text: 'Give the product an SKU in the store, then sync.' },
  'unknown SKU': { label: 'an SKU is not synced', text: 'Sync the products, or look whether two products share that SKU.' },
  amounts: {
    label: 'amounts don’t add up',
    text: 'The total differs from its lines, shipping and fees; please look at them in the store.',
  },
};

const isKind = (kind: string): kind is Kind => Object.hasOwn(reasons, kind);

/** One entry for each reason, the commonest first: how many orders wait, why, and what lets them in. */
export const heldItems = (held: Record<string, number>): Item[] =>
  Object.entries(held)
    .filter(([, orders]) => orders > 0)
    .sort(([, one], [, other]) => other - one)
    .map(([kind, orders]) => {
      const { label, text } = isKind(kind) ? reasons[kind] : { label: 'another reason', text: kind };
      return { tone: 'warning', label: `${count(orders, 'order')} ${orders === 1 ? 'waits' : 'wait'}: ${label}`, text };
    });

export const heldCount = (held: Record<string, number>): number => Object.values(held).reduce((sum, orders) => sum + orders, 0);

/** "21 wait", or nothing. */
export const waiting = (held: Record<string, number>): string[] => (heldCount(held) ? [`${digits(heldCount(held))} wait`] : []);
