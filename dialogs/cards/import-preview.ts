import type { RunResult } from '../../db/rules/run-result.ts';
import type { Card } from '../card.ts';
import type { StoreName } from '../services.ts';
import { count, digits, plain, sums } from '../words.ts';
import { heldItems, waiting } from './held-reasons.ts';
import { malformedItems } from './malformed.ts';

type Preview = { store: StoreName; days: number; result: RunResult };

/** What an import would bring; its button does it. */
export function importPreview({ store, days, result }: Preview): Card {
  const { imported, existing, held, malformed } = result;
  const orders = imported + existing + malformed + Object.values(held).reduce((sum, some) => sum + some, 0);
  const money = sums(result.sums);
  const parts = [
    ...(imported ? [`*${digits(imported)} come in*${money && ` (${money})`}`] : []),
    ...waiting(held),
    ...(existing ? [`${digits(existing)} already there`] : []),
    ...(malformed ? [`${digits(malformed)} cannot be read`] : []),
  ];
  return {
    title: `The last ${count(days, 'day')} of ${plain(store.name)}`,
    text: orders ? `${count(orders, 'order')}: ${parts.join(', ')}. Nothing is imported yet.` : 'There are no orders in these days.',
    items: [...heldItems(held), ...malformedItems(result)],
    actions: imported
      ? [{ label: `Import ${count(imported, 'order')}`, command: `import ${days} ${store.handle} now`, style: 'primary' }]
      : [],
  };
}
