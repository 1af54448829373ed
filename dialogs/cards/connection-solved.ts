import type { Card } from '../card.ts';
import type { StoreName } from '../services.ts';
import { moment, plain } from '../words.ts';
import { notComingIn } from './connection-red.ts';

/** "Sample Shop is not connected" no longer holds. */
const wasSo = (title: string) => title.replace(/ is (?=(not connected|switched off)$)/, ' was ');

/** `alert`: its card as it was shown, where it is known. `by`: the person who mended it. */
type Solved = { alert?: Card; store: StoreName; at: Date; timeZone: string; by?: string };

/** What an alert becomes when its connection works again: what it was, when it was solved, and by whom. There is nothing left to mend in it. */
export function connectionSolved({ alert, store, at, timeZone, by }: Solved): Card {
  const cause = alert?.text?.replace(notComingIn, '').trim();
  return {
    title: `Solved: ${alert ? wasSo(alert.title) : `${plain(store.name)} was not connected`}`,
    tone: 'good',
    text: `${by ? `By *${plain(by, 40)}*` : 'By itself'}, ${moment(at, timeZone)}. New orders come in again, also those placed meanwhile.`,
    facts: [...(cause ? [['It was', cause] satisfies [string, string]] : []), ...(alert?.facts ?? [])],
    actions: [{ label: 'Status', command: `status ${store.handle}` }],
  };
}
