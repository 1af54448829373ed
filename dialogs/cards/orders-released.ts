import type { Counted } from '../../db/rules/run-result.ts';
import type { Card } from '../card.ts';
import type { StoreName } from '../services.ts';
import { count, list, plain, sums } from '../words.ts';

type Cause = { kind: 'rows'; titles: string[] } | { kind: 'settings' } | { kind: 'products' };
type Released = { store: StoreName; released: Counted; cause: Cause };

/** Orders that waited have come in. */
export function ordersReleased({ store, released: { orders, sums: amounts }, cause }: Released): Card {
  const waited = count(orders, 'order');
  return {
    title: `${waited} of ${plain(store.name)} came in`,
    tone: 'good',
    text: `${orders === 1 ? 'It' : 'They'} had waited ${because(cause)}. In all: ${sums(amounts)}.`,
    actions: [{ label: 'Orders', command: `orders ${store.handle}` }],
  };
}

function because(cause: Cause): string {
  if (cause.kind === 'rows') return `for ${named(cause.titles)} to be confirmed`;
  return cause.kind === 'settings' ? 'because of the settings as they were' : 'for a product with their SKU';
}

const named = (titles: readonly string[]) =>
  titles.length > 4 ? `${titles.length} payment instruments` : list(titles.map((title) => `*${plain(title, 40)}*`));
