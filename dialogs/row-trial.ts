import type { Counted, WayIn } from '../db/rules/run-result.ts';
import { heldItems } from './cards/held-reasons.ts';
import { warningItems } from './cards/payment-warnings.ts';
import type { Notice } from './dialog.ts';
import type { Instruments, Trial } from './services/payments.ts';
import { count, digits, list, sums } from './words.ts';

/** What a row would do with the orders of the last 60 days, and what looks wrong in it. */
export function trialNotice({ orders, alreadyIn, ways, held, warnings }: Trial, { statuses }: Pick<Instruments, 'statuses'>): Notice {
  const comeIn = Object.values(ways).reduce((all, way) => all + way.orders, 0);
  const parts = [
    ...(comeIn ? [`*${digits(comeIn)} would come in*: ${list(waysText(ways))}`] : []),
    ...(alreadyIn ? [`${digits(alreadyIn)} came in already and ${alreadyIn === 1 ? 'stays as it is' : 'stay as they are'}`] : []),
  ];
  const nothing = comeIn + alreadyIn === 0;
  return {
    tone: warnings.length > 0 || (orders > 0 && nothing) ? 'warning' : 'good',
    text:
      orders === 0
        ? 'There is no order of this kind in the last 60 days, so there is nothing to try it on.'
        : `Of ${count(orders, 'order')} of the last 60 days ${nothing ? '*none would come in*' : parts.join('; ')}.`,
    items: [...warningItems(warnings, statuses), ...heldItems(held, { statuses })],
  };
}

/** "71 not paid, to be collected: €3,120.40". */
const waysText = (ways: Record<WayIn, Counted>): string[] =>
  (['paid', 'cod', 'unpaid'] as const).flatMap((way) => {
    const { orders, sums: amounts } = ways[way];
    return orders ? [`${digits(orders)} ${wayNames[way]}: ${sums(amounts)}`] : [];
  });

const wayNames: Record<WayIn, string> = { paid: 'marked as paid', cod: 'not paid, to be collected', unpaid: 'not paid' };
