import type { Action, Card, Item } from '../card.ts';
import type { StoreStatus } from '../services.ts';
import { rightLabel } from '../store-check.ts';
import { count, currencyName, digits, list, moment, plain, runNames } from '../words.ts';
import { checkNow, reconnect } from './connection-red.ts';
import { heldItems } from './held-reasons.ts';
import { lookAtThem } from './malformed.ts';
import { healthLine, switchAction, today, tones } from './store-list.ts';

/** All that is told of one store. */
export function storeStatus(store: StoreStatus): Card {
  const { reason, health, handle } = store;
  return {
    title: plain(store.name),
    tone: tones[health],
    text: health === 'red' ? `${healthLine(store)} New orders are not coming in.` : healthLine(store),
    facts: facts(store),
    items: [
      ...store.refused.map((right) => ({ tone: 'warning' as const, label: rightLabel(right), text: 'not allowed by the store’s key' })),
      ...heldItems(store.held, { store, statuses: store.statuses, methods: store.methods }),
      ...unread(store.malformed),
    ],
    steps: reason?.advice,
    actions: [...(health === 'green' ? work(handle) : [reconnect(store), checkNow(store)]), switchAction(store)],
  };
}

const unread = ({ orders, products }: StoreStatus['malformed']): Item[] =>
  (
    [
      [orders, 'order'],
      [products, 'product'],
    ] as const
  ).flatMap(([number, what]) => (number > 0 ? [{ tone: 'bad', label: `${count(number, what)} could not be read`, text: lookAtThem }] : []));

function facts(store: StoreStatus): [string, string][] {
  const { timeZone, running, version } = store;
  const shown = (at?: Date) => (at ? moment(at, timeZone) : 'not yet');
  return [
    ['Address', store.plainHttp ? `${store.url} (without encryption)` : store.url],
    ['What you type for it', store.handle],
    ['Since', moment(store.since, timeZone)],
    ['Last check', shown(store.checkedAt)],
    ['Last sync', shown(store.syncedAt)],
    ['Products', digits(store.products)],
    ['Orders', digits(store.orders)],
    ['Orders today', today(store)],
    ['Order numbers', store.orderPrefix ? `begin with ${store.orderPrefix}` : 'as in the store'],
    ['Currency', currencyName(store.currency)],
    ...(version ? [['Version', version] satisfies [string, string]] : []),
    ...(running.length ? [['Running now', list(running.map((kind) => runNames[kind]))] satisfies [string, string]] : []),
  ];
}

const work = (handle: string): Action[] => [
  { label: 'Sync products', command: `sync ${handle}` },
  { label: 'Import orders', command: `import ${handle}` },
  { label: 'Check now', command: `check ${handle}` },
];
