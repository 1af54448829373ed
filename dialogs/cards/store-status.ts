import type { Action, Card, Item } from '../card.ts';
import type { StoreStatus } from '../services.ts';
import { rightLabel } from '../store-check.ts';
import { count, currencyName, digits, list, moment, plain, runNames } from '../words.ts';
import { checkNow, reconnect } from './connection-red.ts';
import { heldActions, heldItems } from './held-reasons.ts';
import { lookAtThem } from './malformed.ts';
import { healthLine, switchAction, today, tones } from './store-list.ts';

/** All that is told of one store. */
export function storeStatus(store: StoreStatus): Card {
  const { reason, health, handle } = store;
  const names = { store, statuses: store.statuses, methods: store.methods };
  return {
    title: plain(store.name),
    tone: tones[health],
    text: health === 'red' ? `${healthLine(store)} New orders are not coming in.` : healthLine(store),
    facts: facts(store),
    items: [
      ...store.refused.map((right) => ({ tone: 'warning' as const, label: rightLabel(right), text: 'not allowed by the store’s key' })),
      ...heldItems(store.held, names),
      ...unread(store),
    ],
    steps: reason?.advice,
    actions: [
      ...heldActions(store.held, names),
      ...(health === 'green' ? work(handle) : [reconnect(store), checkNow(store)]),
      switchAction(store),
    ],
  };
}

/** Each kind is read again by its own button. */
const unread = ({ handle, malformed: { orders, products } }: StoreStatus): Item[] =>
  (
    [
      [orders, 'order', { label: 'Import orders', command: `import ${handle}` }],
      [products, 'product', { label: 'Sync products', command: `sync ${handle}` }],
    ] as const
  ).flatMap(([number, what, again]) =>
    number > 0 ? [{ tone: 'bad', label: `${count(number, what)} could not be read`, text: lookAtThem, actions: [again] }] : [],
  );

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
