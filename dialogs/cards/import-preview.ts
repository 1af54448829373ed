import type { StatusRecord } from '../../connectors/records.ts';
import type { RunResult } from '../../db/rules/run-result.ts';
import type { Action, Card, Item } from '../card.ts';
import type { StoreName } from '../services.ts';
import { comeInWays, sumsOfWays } from '../ways-in.ts';
import { count, digits, plain } from '../words.ts';
import { heldActions, heldCount, heldItems, heldParts } from './held-reasons.ts';
import { malformedItems } from './malformed.ts';

type Preview = { store: StoreName; statuses?: readonly StatusRecord[]; days: number; result: RunResult };

/** What an import would bring, by payment, and what would wait, by reason; its button does it. */
export function importPreview({ store, statuses, days, result }: Preview): Card {
  const { imported, existing, held, methods, examples, malformed } = result;
  const orders = imported + existing + malformed + heldCount(held);
  const names = { store, statuses, methods, examples };
  const parts = [
    ...(imported ? [`*${digits(imported)} ${imported === 1 ? 'comes' : 'come'} in* (${comeInWays(result)})`] : []),
    ...heldParts(held, names),
    ...(existing ? [`${digits(existing)} already there`] : []),
    ...(malformed ? [`${digits(malformed)} cannot be read`] : []),
  ];
  const rows = heldActions(held, names);
  return {
    title: `The last ${count(days, 'day')} of ${plain(store.name)}`,
    text: [
      result.stale ? stale : '',
      orders ? `${count(orders, 'order')}: ${parts.join(', ')}. Nothing is imported yet.` : 'There are no orders in these days.',
    ]
      .filter(Boolean)
      .join(' '),
    facts: sumsOfWays(result),
    items: [...heldItems(held, names), ...there(existing, store), ...malformedItems(result)],
    actions: [...actions({ store, days, result }, rows), ...rows],
  };
}

const stale = 'The settings or payment rows have changed since that preview, so I looked again; this is how it is now.';

/** Orders that are there came in before, and do not come in twice. */
const there = (existing: number, { handle }: StoreName): Item[] =>
  existing
    ? [
        {
          tone: 'good',
          label: `${count(existing, 'order')} already there`,
          text: 'They stay as they are.',
          actions: [{ label: 'Orders', command: `orders ${handle}` }],
        },
      ]
    : [];

function actions({ store: { handle }, days, result: { imported, held, stamp } }: Preview, rows: Action[]): Action[] {
  const now = stamp ? `now ${stamp}` : 'now';
  if (imported) return [{ label: `Import ${count(imported, 'order')}`, command: `import ${days} ${handle} ${now}`, style: 'primary' }];
  const unmapped = Object.keys(held).some((key) => key.startsWith('no row'));
  return unmapped && rows.length === 0 ? [{ label: 'Payment instruments', command: `payments ${handle}`, style: 'primary' }] : [];
}
