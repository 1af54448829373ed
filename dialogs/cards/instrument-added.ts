import type { Card } from '../card.ts';
import type { Instrument } from '../services/payments.ts';
import type { StoreName } from '../services.ts';
import { plain } from '../words.ts';

type Added = { store: StoreName; state: 'added' | 'there'; instrument: Pick<Instrument, 'title' | 'handle' | 'method' | 'confirmed'> };

/** A payment instrument was typed in, or was there already; its row comes next. */
export const instrumentAdded = ({ store, state, instrument: { title, handle, method, confirmed } }: Added): Card => ({
  title: state === 'added' ? `${plain(title)} is added` : `${plain(title)} is in the table already`,
  tone: 'good',
  text: confirmed
    ? `Its code is “${plain(method, 40)}”, and its row is confirmed.`
    : `Its code is “${plain(method, 40)}”. Next, please say how its orders come in.`,
  actions: [
    { label: `Map ${plain(title, 40)}`, command: `map ${handle} ${store.handle}`, style: 'primary' },
    { label: 'Payment instruments', command: `payments ${store.handle}` },
  ],
});
