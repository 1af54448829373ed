import type { Action, Card } from '../card.ts';
import type { OrderTrace } from '../services/orders.ts';
import { signs } from '../why-signs.ts';
import { verdict } from '../why-verdict.ts';

/** Why an order did or did not come: the one reason with the button that mends it, and all that was looked at. */
export function whyOrder(trace: OrderTrace): Card {
  const { title, tone, text, steps, mend } = verdict(trace);
  return {
    ...{ title, tone, text, steps },
    items: signs(trace),
    actions: [...(mend ? [{ ...mend, style: 'primary' as const }] : []), ...others(trace, mend)],
  };
}

/** What else one may want to see of it. */
function others({ store, number, order, found, problem }: OrderTrace, mend?: Action): Action[] {
  const { handle } = store;
  const all: Action[] = [
    ...(problem ? [{ label: 'Check the connection', command: `check ${handle}` }] : []),
    ...(order && order.state !== 'imported' ? [{ label: 'What it would become', command: `simulate ${number} ${handle}` }] : []),
    ...(found === 'nowhere' ? [{ label: 'Orders', command: `orders ${handle}` }] : []),
  ];
  return all.filter(({ command }) => command !== mend?.command);
}
