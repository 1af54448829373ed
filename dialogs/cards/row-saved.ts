import type { Card } from '../card.ts';
import { changedBy, changedValue } from '../overtaken.ts';
import { type RowWords, rowInWords, rowSentence } from '../payment-row.ts';
import type { Instrument, Overtaken, RowValues } from '../services/payments.ts';
import type { StoreName } from '../services.ts';
import { count, plain } from '../words.ts';

type Row = { store: StoreName & { timeZone: string }; instrument: Pick<Instrument, 'title' | 'handle'>; words: RowWords };
type Saved = Row & { row: RowValues; waiting: number; next?: Pick<Instrument, 'title' | 'handle'> };

/** A row is confirmed. So many orders were `waiting` for it when it was opened; how many come in a job tells. */
export function rowSaved({ store, instrument, row, words, waiting, next }: Saved): Card {
  const come = waiting
    ? `${count(waiting, 'order')} waited for it. I let in those that fit now, and tell you how many.`
    : 'Orders that came in before stay as they are; older ones come in when you import them.';
  return {
    title: `${plain(instrument.title)} is set: ${rowSentence(row, words)}`,
    tone: 'good',
    text: next ? come : `${come} No other row has to be confirmed.`,
    actions: [
      next
        ? { label: `Next: ${plain(next.title, 40)}`, command: `map ${next.handle} ${store.handle}`, style: 'primary' }
        : { label: 'Import past orders', command: `import ${store.handle}`, style: 'primary' },
      table(store),
      ...(next ? [{ label: 'Import past orders', command: `import ${store.handle}` }] : []),
    ],
  };
}

/** Somebody changed the row once more while this one was being saved: nothing typed is lost. */
export const rowNotSaved = ({ store, instrument, row, words, by }: Row & { row: RowValues; by: Overtaken }): Card => ({
  title: `${plain(instrument.title)} was not saved`,
  tone: 'warning',
  text: `${changedBy(by, store.timeZone)} This is what you chose; open it again to see theirs, and to decide.`,
  facts: rowFacts(row, words),
  actions: [open(store, instrument), table(store)],
});

/** The row stays as somebody else set it. */
export const rowLeft = ({ store, instrument }: Omit<Row, 'words'>): Card => ({
  title: `${plain(instrument.title)} stays as it is`,
  text: 'Nothing was changed.',
  actions: [open(store, instrument), table(store)],
});

/** The row cannot be saved any more as it was chosen; `why` says what is in the way. */
export const rowRefused = ({ store, instrument, row, words, why }: Row & { row: RowValues; why: string }): Card => ({
  title: `${plain(instrument.title)} was not saved`,
  tone: 'warning',
  text: `${why} This is what you chose.`,
  facts: rowFacts(row, words),
  actions: [open(store, instrument), table(store)],
});

const rowFacts = (row: RowValues, words: RowWords): [string, string][] =>
  Object.entries(rowInWords(row, words)).map(([label, value]) => [label, changedValue(value)]);

const open = ({ handle }: StoreName, instrument: Pick<Instrument, 'title' | 'handle'>) => ({
  label: `Open ${plain(instrument.title, 40)}`,
  command: `map ${instrument.handle} ${handle}`,
  style: 'primary' as const,
});
const table = ({ handle }: StoreName) => ({ label: 'Payment instruments', command: `payments ${handle}` });
