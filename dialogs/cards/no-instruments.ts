import type { Card } from '../card.ts';
import type { Instrument } from '../services/payments.ts';
import type { StoreName } from '../services.ts';
import { plain } from '../words.ts';

type Named = Pick<Instrument, 'title' | 'handle'>;

/** Nothing can be mapped before the payment instruments are read. */
export const noInstruments = ({ name, handle }: StoreName): Card => ({
  title: `The payment instruments of ${plain(name)} are not read yet`,
  text: 'Reading them takes about a minute and changes nothing in the store. You can also add one by hand.',
  actions: [
    { label: 'Read payment instruments', command: `payments ${handle}`, style: 'primary' },
    { label: 'Add by hand', command: `payments add ${handle}` },
  ],
});

/** Without the store's own statuses there is nothing to choose from. */
export const noStatuses = ({ name, handle }: StoreName): Card => ({
  title: `The statuses of ${plain(name)} are not known yet`,
  tone: 'warning',
  text: 'They could not be read so far, and a row says in which statuses orders come in. A check reads them.',
  actions: [{ label: 'Check now', command: `check ${handle}`, style: 'primary' }],
});

/** A name that no payment instrument of the store has: reading again finds what is new, the nearest ones are buttons. */
export const unknownInstrument = (said: string, { name, handle }: StoreName, nearest: readonly Named[]): Card => ({
  title: `${plain(name)} has no payment instrument “${plain(said, 30)}”`,
  text: 'Its last reading found none that is called so. Read again if it is new in the store. One that the store does not list, and that no order of the last 60 days has, you can add by hand.',
  actions: [
    { label: 'Read again', command: `payments ${handle} again`, style: 'primary' },
    ...nearest.map((one) => ({ label: `Map ${plain(one.title, 30)}`, command: `map ${one.handle} ${handle}` })),
    { label: 'All payment instruments', command: `payments ${handle}` },
    { label: 'Add by hand', command: `payments add ${handle}` },
  ],
});

/** The same where several stores may be meant. */
export const unknownAnywhere = (said: string, stores: readonly StoreName[]): Card => ({
  title: `No store has a payment instrument “${plain(said, 30)}”`,
  text: 'These are your stores: each shows its own.',
  actions: stores.slice(0, 10).map(({ name, handle }) => ({ label: plain(name, 30), command: `payments ${handle}` })),
});

/** They are being read just now. */
export const readingAlready = ({ name, handle }: StoreName): Card => ({
  title: `${plain(name)} is busy`,
  text: 'Its payment instruments are being read already; that message tells the progress.',
  actions: [{ label: 'Status', command: `status ${handle}` }],
});
