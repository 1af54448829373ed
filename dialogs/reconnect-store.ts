import { connectors } from '../connectors/index.ts';
import { aboutStore, chosen, type Meant } from './about-store.ts';
import type { Card } from './card.ts';
import { credentialsForm, riskForm } from './credentials.ts';
import { Invalid } from './dialog.ts';
import type { Services, StoreSummary } from './services.ts';
import { failedCheck, judge, type Verdict } from './store-check.ts';
import { moment, plain } from './words.ts';

type Answered = Meant & { store?: { handle: string }; credentials: Record<string, string> };
type Found = Verdict & { state: 'passed' | 'insecure' };

/** New credentials for a store that is known. Its address, settings, products and orders stay. */
export const reconnectStore = aboutStore('reconnect-store', { role: 'manager' })
  .ask('credentials', (known) => {
    const { name, platform, url } = chosen(known);
    return {
      ...credentialsForm(platform, `Reconnect ${plain(name)}`, 'url'),
      text: `New keys for ${url}. Nothing else of the store changes.`,
    };
  })
  .wait('check', 'Checking your store…', (known, services) => look(known, services, false))
  .ask('risk', riskForm, { unless: ({ check }) => check.state !== 'insecure' })
  .wait(
    'plainCheck',
    'Checking your store…',
    async (known, services) => (known.risk.accept === 'yes' ? look(known, services, true) : new Invalid({}, unchanged, 'credentials')),
    { unless: ({ check }) => check.state !== 'insecure' },
  )
  .finish('Reconnecting…', async (known, services, { id: turn }) => {
    const plainHttp = known.check.state === 'insecure';
    const last = plainHttp ? known.plainCheck : known.check;
    if (last.state !== 'passed') throw new Error('The store was not checked.');
    const { facts, refused, items } = last;
    const store = chosen(known).handle;
    const green = await services.reconnectStore({ store, credentials: known.credentials, plainHttp, facts, refused, turn });
    return { ...reconnected(green), ...(refused.length && { tone: 'warning', items }) };
  });

async function look(known: Answered, services: Services, plainHttp: boolean): Promise<Found | Invalid> {
  const { handle, name, url, platform } = chosen(known);
  const { check, same } = await services.checkCredentials({ store: handle, credentials: known.credentials, plainHttp });
  const verdict = judge(check);
  if (verdict.state === 'failed') return failedCheck(verdict, connectors[platform].credentials);
  if (!same) return new Invalid({}, { tone: 'bad', text: otherShop(name, url, check.store?.url) }, 'credentials');
  return verdict;
}

const otherShop = (name: string, url: string, other = 'another address') =>
  `These keys open another shop: ${other}. ${plain(name)} is ${url}, and its orders must not be mixed with another shop’s. ` +
  'If you want that shop too, ask me to *connect* it.';

const unchanged = {
  tone: 'warning' as const,
  text: 'Nothing was changed. Switch on https in the store, then check again; or cancel.',
};

const reconnected = ({ name, handle, since, timeZone }: StoreSummary): Card => ({
  title: `${plain(name)} is reconnected`,
  tone: 'good',
  text: 'The new keys work. What was missed meanwhile comes in with the next sync.',
  facts: [['Green since', moment(since, timeZone)]],
  actions: [
    { label: 'Sync products', command: `sync ${handle}` },
    { label: 'Status', command: `status ${handle}` },
  ],
});
