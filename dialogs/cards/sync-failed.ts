import type { Action, Card } from '../card.ts';
import type { RunKind, StoreName } from '../services.ts';
import { plain } from '../words.ts';

type Failed = { store: StoreName; kind: RunKind; text: string; advice?: readonly string[] };

const titles = {
  products: 'The product sync of',
  orders: 'The order sync of',
  import: 'The import from',
  payments: 'Reading the payment instruments of',
};

/** A run that a person waits for has stopped; what it brought so far is kept. */
export const syncFailed = ({ store, kind, text, advice }: Failed): Card => ({
  title: `${titles[kind]} ${plain(store.name)} stopped`,
  tone: 'bad',
  text: `${text} What was read so far is kept.`,
  steps: advice,
  actions: [again(kind, store), { label: 'Check now', command: `check ${store.handle}` }],
});

const again = (kind: Failed['kind'], { handle }: StoreName): Action =>
  ({
    products: { label: 'Sync again', command: `sync ${handle}` },
    orders: { label: 'Sync again', command: `sync ${handle}` },
    import: { label: 'Import again', command: `import ${handle}` },
    payments: { label: 'Read again', command: `payments ${handle} again` },
  })[kind];
