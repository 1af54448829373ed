import { meant as givenOf } from '../about-store.ts';
import { addInstrument } from '../add-instrument.ts';
import { confirmProposals } from '../confirm-proposals.ts';
import { mapPayment } from '../map-payment.ts';
import type { Services } from '../services.ts';
import { readOrShow, showPayments } from '../show-payments.ts';
import { bare } from '../understand.ts';
import { aboutOne, begin, type Chapter, card, findMeant, type Reply } from './command.ts';
import { map } from './map.ts';

/** Reading payment instruments and mapping them. */
export const payments: Chapter = {
  dialogs: [showPayments, mapPayment, confirmProposals, addInstrument],
  commands: [
    {
      words: ['payments', 'payment', 'payment instruments', 'read payments', 'read payment instruments'],
      usage: 'payments [store] [again]',
      help: 'Read the store’s payment instruments and show their table; “again” reads anew.',
      answer: show,
    },
    {
      words: ['map'],
      role: 'manager',
      usage: 'map [instrument] [store]',
      help: 'Say how orders of one payment instrument come in. I try it on your last orders first.',
      answer: map,
    },
    {
      words: ['payments confirm', 'confirm payments', 'confirm'],
      role: 'manager',
      usage: 'payments confirm [store]',
      help: 'Confirm all clear proposals at once; I list them first, with their reasons.',
      answer: aboutOne('payments confirm', confirmProposals),
    },
    {
      words: ['payments add', 'add payment'],
      role: 'manager',
      usage: 'payments add [store]',
      help: 'Add a payment instrument by hand.',
      answer: aboutOne('payments add', addInstrument),
    },
  ],
};

async function show(words: string[], services: Services): Promise<Reply> {
  const again = words.some((word) => bare(word) === 'again');
  const said = words.filter((word) => bare(word) !== 'again').join(' ');
  const meant = findMeant(said, await services.storeNames(), (handle) => `payments ${handle}${again ? ' again' : ''}`);
  if ('kind' in meant) return meant;
  const [store, another] = meant;
  if (!store || another) return begin(showPayments, { ...givenOf(meant), again: { again } });
  const answer = await readOrShow(store, services, { again });
  return answer ? card(answer) : { kind: 'none' };
}
