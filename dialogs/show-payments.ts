import { aboutStore, chosen } from './about-store.ts';
import type { Card } from './card.ts';
import { readingAlready } from './cards/no-instruments.ts';
import { paymentTable } from './cards/payment-table.ts';
import { notStarted, started } from './cards/run-started.ts';
import type { Services, StoreName } from './services.ts';
import { plain } from './words.ts';

type Asked = { again: boolean; id?: string };

/** Payment instruments when it had to be asked of which store. */
export const showPayments = aboutStore<{ again?: { again: boolean } }>('show-payments').finish(
  'Looking at your payment instruments…',
  async (known, services, { id }) => {
    const store = chosen(known);
    const answer = await readOrShow(store, services, { again: known.again?.again ?? false, id });
    return answer ?? started(`Payment instruments of ${plain(store.name)}`, 'Nothing in the store is changed.');
  },
);

/** Their table, if they were read within the last hour; else they are read (`again`: in any case), and nothing is answered: its own message does. */
export async function readOrShow(store: StoreName, services: Services, { again, id }: Asked): Promise<Card | undefined> {
  const payments = await services.instruments(store.handle);
  if (payments?.fresh && !again) return paymentTable(payments);
  const result = await services.startReading({ store: store.handle, id });
  if (result.state === 'started') return undefined;
  if (result.state === 'running') return readingAlready(store);
  // A store that cannot be asked just now is shown as it was read last.
  return payments?.readAt && !again ? paymentTable(payments) : notStarted(result, store, `payments ${store.handle}`);
}
