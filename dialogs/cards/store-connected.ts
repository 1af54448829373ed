import type { Card } from '../card.ts';
import type { StoreSummary } from '../services.ts';
import { currencyName, plain } from '../words.ts';

/** The end of connecting. The first product sync tells its progress in a message of its own. */
export const storeConnected = ({ name, handle, url, currency, timeZone, orderPrefix }: StoreSummary): Card => ({
  title: `${plain(name)} is connected`,
  tone: 'good',
  text: 'The first product sync has started. When it is through, new orders come in by themselves, and I tell you here when something is in the way.',
  facts: [
    ['Address', url],
    ['What you type for it', handle],
    ['Order numbers', orderPrefix ? `begin with ${orderPrefix}` : 'as in the store'],
    ['Currency', currencyName(currency)],
    ['Time zone', timeZone],
  ],
  actions: [
    { label: 'Stores', command: 'stores' },
    { label: 'Status', command: `status ${handle}` },
  ],
});
