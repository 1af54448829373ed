import type { Card } from '../card.ts';
import type { StoreProblem } from '../services/orders.ts';
import type { StoreName } from '../services.ts';
import { untold } from '../why-verdict.ts';

/** What an order would become cannot be told, because the store told nothing of it. */
export function orderUntold({ store, number, problem }: { store: StoreName; number: string; problem: StoreProblem }): Card {
  const { title, tone, text, steps, mend } = untold({ store, number }, problem, `simulate ${number} ${store.handle}`);
  return {
    ...{ title, tone, text, steps },
    actions: [
      ...(mend ? [{ ...mend, style: 'primary' as const }] : []),
      { label: 'Check the connection', command: `check ${store.handle}` },
    ],
  };
}
