import type { Card } from '../card.ts';
import type { StoreSummary } from '../services.ts';
import { currencyName, plain } from '../words.ts';

/** The end of connecting, and what comes next. The first product sync tells its progress in a message of its own. */
export const storeConnected = ({ name, handle, url, currency, timeZone, orderPrefix }: StoreSummary): Card => ({
  title: `${plain(name)} is connected`,
  tone: 'good',
  text: 'There is nothing to do just now: the first product sync has started by itself. The steps below come next, and I offer each when it is time.',
  facts: [
    ['Address', url],
    ['What you type for it', handle],
    ['Order numbers', orderPrefix ? `begin with ${orderPrefix}` : 'as in the store'],
    ['Currency', currencyName(currency)],
    ['Time zone', timeZone],
  ],
  steps: [
    'The product sync ends, and I tell you here which products need an SKU.',
    '*Read payment instruments* and confirm how orders are paid. New orders are looked for by themselves, and wait until then.',
    '*Import past orders*, if you want them too.',
  ],
  actions: [
    { label: 'Stores', command: 'stores' },
    { label: 'Status', command: `status ${handle}` },
  ],
});
