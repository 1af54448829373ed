import type { Platform } from '../connectors/connector.ts';
import { connectors } from '../connectors/index.ts';
import { storeConnected } from './cards/store-connected.ts';
import { credentialsForm, riskForm } from './credentials.ts';
import { dialog, Invalid } from './dialog.ts';
import { choice, text } from './fields.ts';
import { clash, prefixSchema, prefixTaken, proposePrefix } from './order-prefix.ts';
import type { Services, StoreName } from './services.ts';
import { failedCheck, judge, type Verdict } from './store-check.ts';
import { plain } from './words.ts';

const platforms = Object.values(connectors).map(({ platform, name }) => ({ value: platform, label: name }));
/** With one platform there is nothing to choose. */
const only = platforms.length === 1 ? platforms[0]?.value : undefined;

type Answered = { store: { platform: Platform }; credentials: Record<string, string> };
type Found = (Verdict & { state: 'passed'; prefix: string }) | (Verdict & { state: 'insecure' });
type Looked = { check: Found; plainCheck?: Found };

/** What a command may say already: the platform, or the store's address. */
export function connectGiven(said: readonly string[]): Record<string, Record<string, unknown>> {
  const named = platforms.find(({ value, label }) => said.some((word) => [value, label.toLowerCase()].includes(word.toLowerCase())));
  const url = said.find((word) => /^https?:\/\/|\w\.\w/i.test(word));
  return { ...(named ? { store: { platform: named.value } } : {}), ...(url ? { credentials: { url } } : {}) };
}

/** From "which platform?" to a connected store whose first product sync has started. */
export const connectStore = dialog<Services, { store?: { platform: Platform } }>('connect-store', { role: 'manager' })
  .ask(
    'store',
    () => ({ title: 'Connect a store', fields: { platform: choice<Platform>('Where is your store?', platforms, { initial: only }) } }),
    {
      unless: ({ store }) => platforms.some(({ value }) => value === store?.platform),
    },
  )
  .ask('credentials', ({ store }) => credentialsForm(store.platform, `Connect ${connectors[store.platform].name}`))
  .wait('check', 'Checking your store…', (known, services) => look(known, services, false))
  .ask('risk', riskForm, { unless: ({ check }) => check.state !== 'insecure' })
  .wait(
    'plainCheck',
    'Checking your store…',
    async (known, services) => (known.risk.accept === 'yes' ? look(known, services, true) : new Invalid({}, httpsFirst, 'credentials')),
    { unless: ({ check }) => check.state !== 'insecure' },
  )
  .ask('details', (known) => {
    const { facts, refused, items, prefix: initial } = passed(known);
    const notices = facts.notices.map((label) => ({ tone: 'warning' as const, label }));
    return {
      title: `Connect ${plain(facts.name)}`,
      notice: { tone: refused.length ? 'warning' : 'good', text: found(refused.length), items: [...items, ...notices] },
      fields: {
        name: text('What shall we call it?', { initial: plain(facts.name) }),
        orderPrefix: text('Order prefix', { initial, help: prefixHelp, placeholder: 'DS-', schema: prefixSchema }),
      },
      submit: 'Connect',
    };
  })
  .wait('fits', 'Looking whether this fits…', async (known, services) => {
    const { orderPrefix } = known.details;
    const same = await services.storeAt(passed(known).facts.url);
    if (same) return taken(same);
    const other = clash(orderPrefix, await services.stores());
    return other ? new Invalid({ orderPrefix: prefixTaken(orderPrefix, other) }) : {};
  })
  .finish('Connecting…', async (known, services, { id }) => {
    const { facts, refused } = passed(known);
    const { platform } = known.store;
    const reached = { credentials: known.credentials, plainHttp: known.check.state === 'insecure', facts, refused };
    const { state, store } = await services.connectStore({ id, platform, ...reached, ...known.details });
    return state === 'taken' ? alreadyConnected(store) : storeConnected(store);
  });

/** Looks whether it is connected already, then asks the store itself. */
async function look({ store, credentials }: Answered, services: Services, plainHttp: boolean): Promise<Found | Invalid> {
  const { platform } = store;
  const known = await services.storeAt(credentials.url ?? '');
  if (known) return taken(known);
  const verdict = judge(await services.checkStore({ platform, credentials, plainHttp }));
  if (verdict.state === 'failed') return failedCheck(verdict, connectors[platform].credentials);
  if (verdict.state === 'insecure') return verdict;
  const same = await services.storeAt(verdict.facts.url);
  if (same) return taken(same);
  return { ...verdict, prefix: proposePrefix(verdict.facts.name, await services.stores()) };
}

function passed({ check, plainCheck }: Looked): Found & { state: 'passed' } {
  const last = check.state === 'insecure' ? plainCheck : check;
  if (last?.state !== 'passed') throw new Error('The store was not checked.');
  return last;
}

const alreadyConnected = (store: StoreName) => ({
  title: `${plain(store.name)} is connected already`,
  text: 'Nothing was changed. Reconnect gives it new keys.',
  actions: actions(store),
});

const taken = (store: StoreName) =>
  new Invalid(
    { url: 'This store is connected already.' },
    {
      tone: 'warning',
      text: `${plain(store.name)} is connected already.`,
      items: [{ tone: 'neutral', label: plain(store.name), text: 'Reconnect gives it new keys.', actions: actions(store) }],
    },
    'credentials',
  );

const actions = ({ handle }: StoreName) => [
  { label: 'Status', command: `status ${handle}` },
  { label: 'Reconnect', command: `reconnect ${handle}` },
];

const found = (refused: number) =>
  refused ? 'We found your store. Something is not allowed, but we can do without.' : 'We found your store, and all we need is allowed.';

const prefixHelp = 'Put before the store’s order numbers, so that numbers of two stores never clash. May stay empty with one store.';

const httpsFirst = {
  tone: 'warning' as const,
  text: 'Nothing was connected. When https works, give its address here; or cancel, and come back later.',
};
