import type { Card } from '../card.ts';
import type { StockItem, StockList } from '../services/orders.ts';
import { count, digits, plain } from '../words.ts';

/** Stock by SKU: what is in the store, what orders hold, and what is told. */
export function stockList(list: StockList): Card {
  const { store, said, items } = list;
  if (items.length === 0) return nothing(list);
  return {
    title: said ? `Stock of “${plain(said, 40)}” in ${plain(store.name)}` : `Stock of ${plain(store.name)}`,
    text: [meaning(list), limited(list)].filter(Boolean).join(' '),
    table: { columns: ['SKU', 'Title', 'In the store', 'Reserved', 'Told'], rows: items.map(row) },
    actions: [
      { label: 'Sync products', command: `sync ${store.handle}` },
      { label: 'Settings', command: `settings ${store.handle}` },
    ],
  };
}

/** Which of the numbers counts, by the store's settings. */
const meaning = ({ reservations }: StockList) =>
  reservations
    ? 'Told is what is in the store less what is reserved: what orders hold that came in and are not shipped yet.'
    : 'Stock is told as the store has it, because *Include reservations* is off. Reserved is what orders hold that came in and are not shipped yet.';

const limited = ({ store, items, total }: StockList) =>
  total > items.length
    ? `These are ${digits(items.length)} of ${count(total, 'product')}. For others ask for *stock*, then an SKU or a part of the title, then ${plain(store.handle)}.`
    : '';

const row = ({ sku, title, inStore, reserved, told }: StockItem): string[] => [
  plain(sku, 40),
  plain(title),
  inStore ?? 'not counted',
  reserved,
  told ?? 'not counted',
];

const nothing = ({ store, said }: StockList): Card => ({
  title: said ? `${plain(store.name)} has no product “${plain(said, 40)}”` : `${plain(store.name)} has no products here`,
  text: said
    ? 'Neither an SKU nor a title holds these words. A product without an SKU, one that shares its SKU with another, or one that is not synced yet is not here.'
    : 'They come with a product sync; each needs an SKU of its own.',
  actions: [
    { label: 'Sync products', command: `sync ${store.handle}`, style: 'primary' },
    ...(said ? [{ label: 'All stock', command: `stock ${store.handle}` }] : []),
  ],
});
