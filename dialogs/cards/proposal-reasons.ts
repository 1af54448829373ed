import type { Sign } from '../../db/rules/payment-names.ts';
import type { ProposalReason } from '../../db/rules/payments.ts';
import { count, digits, plain } from '../words.ts';

/** Every reason for a proposal has its sentence. */
export function reasonText(reason: ProposalReason): string {
  switch (reason.kind) {
    case 'cod':
      return `${shown(reason.sign)} says cash on delivery, so its orders are not paid yet.`;
    case 'paid at once':
      return `${shown(reason.sign)} says ${plain(reason.name)}, which takes the money when the order is placed: its orders are paid.`;
    case 'paid by transfer':
      return `${shown(reason.sign)} says bank transfer: the status tells when the money has come.`;
    case 'paid by cheque':
      return `${shown(reason.sign)} says cheque: the status tells when the money has come.`;
    case 'nothing to pay':
      return 'Its orders cost nothing, so there is nothing to pay.';
    case 'paid at pick-up':
      return `${shown(reason.sign)} says that it is paid when it is handed over, and that may be to you or to the carrier: please say which.`;
    case 'orders differ':
      return `But its orders tell something else: the store itself had marked ${digits(reason.paidInStore)} of ${count(reason.orders, 'order')} as paid.`;
    case 'unknown':
      return `Neither its code nor its name tells what it is.${paidThere(reason)}`;
    case 'no such type':
      return 'The type that belongs to it is not in your list, or was retired: please choose one.';
    case 'no delivery type':
      return 'The delivery type for it was retired: please choose one.';
    case 'no statuses':
      return 'The store has no status that means Processing or Completed: please choose those in which its orders come in.';
    case 'delivery':
      return `${count(reason.orders, 'order')} of them ${reason.orders === 1 ? 'goes' : 'go'} by “${plain(reason.title, 40)}”.`;
  }
}

/** All of them, one sentence each. */
export const reasonsText = (reasons: readonly ProposalReason[]): string => reasons.map(reasonText).join(' ');

const shown = ({ by, word }: Sign) => `Its ${by === 'code' ? 'code' : 'name'} “${plain(word, 40)}”`;

const paidThere = ({ paidInStore, orders }: { paidInStore: number; orders: number }) =>
  orders ? ` The store itself had marked ${digits(paidInStore)} of ${count(orders, 'order')} as paid.` : '';
