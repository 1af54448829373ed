import type { Action, Card } from '../card.ts';
import { type RowWords, rowSentence } from '../payment-row.ts';
import type { Instrument, RowValues } from '../services/payments.ts';
import type { StoreName } from '../services.ts';
import { count, plain } from '../words.ts';
import { reasonsText } from './proposal-reasons.ts';

type Named = Pick<Instrument, 'title' | 'handle'>;
type Left = Named & Pick<Instrument, 'proposal' | 'confirmed'>;
type Confirmed = { store: StoreName; confirmed: (Named & RowValues)[]; words: RowWords; left: readonly Left[]; waiting: number };

/** Rows that were confirmed at once, and those that still need a person. */
export function proposalsConfirmed({ store, confirmed, words, left, waiting }: Confirmed): Card {
  const come = waiting ? ` ${count(waiting, 'order')} waited for them. I let in those that fit now, and tell you how many.` : '';
  const open = left.length > 0 ? ` ${count(left.length, 'row needs', 'rows need')} you.` : '';
  return {
    title: confirmed.length > 0 ? `${count(confirmed.length, 'row is', 'rows are')} confirmed` : 'No row was confirmed',
    tone: confirmed.length > 0 ? 'good' : 'warning',
    text: confirmed.length > 0 ? `Payment instruments of ${plain(store.name)}.${come}${open}` : `Somebody changed them meanwhile.${open}`,
    items: [
      ...confirmed.map((one) => ({ tone: 'good' as const, label: `${plain(one.title)}: ${rowSentence(one, words)}` })),
      ...leftItems(store, left),
    ],
    actions: [table(store)],
  };
}

/** No row has a proposal that could be confirmed without looking at it. */
export const nothingToConfirm = ({ store, left }: { store: StoreName; left: readonly Left[] }): Card =>
  left.length === 0
    ? {
        title: `All rows of ${plain(store.name)} are confirmed`,
        tone: 'good',
        text: 'There is nothing left to confirm.',
        actions: [table(store)],
      }
    : {
        title: 'No proposal is clear enough',
        tone: 'warning',
        text: `${count(left.length, 'payment instrument', 'payment instruments')} of ${plain(store.name)} can only be set by you, one by one.`,
        items: leftItems(store, left),
        actions: [table(store)],
      };

const leftItems = ({ handle }: StoreName, left: readonly Left[]) =>
  left.map((one) => ({
    tone: 'warning' as const,
    label: plain(one.title),
    text: one.confirmed ? 'Somebody set it meanwhile.' : reasonsText(one.proposal.reasons),
    actions: [openRow(one, handle)],
  }));

/** The button that opens a row. */
export const openRow = ({ title, handle }: Named, store: string): Action => ({
  label: `Map ${plain(title, 40)}`,
  command: `map ${handle} ${store}`,
});

const table = ({ handle }: StoreName) => ({ label: 'Payment instruments', command: `payments ${handle}` });
