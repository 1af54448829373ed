import type { StatusRecord } from './records.ts';

/** A status as Magento keeps it, 1 and 2 alike: the merchant's own code, tied to one of Magento's states. */
export type MagentoStatus = { code: string; title?: string; state: string };

/** What each of Magento's states means. Statuses are the merchant's, and every one belongs to a state. */
const meanings: Record<string, StatusRecord['meaning']> = {
  new: 'pending',
  pending_payment: 'pending',
  payment_review: 'pending',
  holded: 'pending',
  processing: 'processing',
  complete: 'completed',
  closed: 'refunded',
  canceled: 'cancelled',
};

/** Magento's own statuses. https://experienceleague.adobe.com/en/docs/commerce-admin/stores-sales/order-management/orders/order-status */
export const magentoStatuses: readonly MagentoStatus[] = [
  { code: 'pending', title: 'Pending', state: 'new' },
  { code: 'pending_payment', title: 'Pending Payment', state: 'pending_payment' },
  { code: 'payment_review', title: 'Payment Review', state: 'payment_review' },
  { code: 'fraud', title: 'Suspected Fraud', state: 'payment_review' },
  { code: 'processing', title: 'Processing', state: 'processing' },
  { code: 'holded', title: 'On Hold', state: 'holded' },
  { code: 'complete', title: 'Complete', state: 'complete' },
  { code: 'closed', title: 'Closed', state: 'closed' },
  { code: 'canceled', title: 'Canceled', state: 'canceled' },
];

/** A complete order is invoiced and shipped; of the others only some are. How merchants call theirs is told nowhere: the code says it. */
export const toMagentoStatus = ({ code, title = inWords(code), state }: MagentoStatus): StatusRecord => ({
  code,
  title,
  meaning: meanings[state] ?? 'other',
  ...(state === 'complete' && { paid: true, shipped: true }),
});

/** "in_delivery" → "In delivery". */
export function inWords(code: string): string {
  const words = code.replaceAll(/[_-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
