import type { Counted } from '../../db/rules/run-result.ts';
import type { Action, Card } from '../card.ts';
import type { ListedOrder, OrderFilter, OrderList } from '../services/orders.ts';
import { clock, clockName, count, digits, money, plain, sums } from '../words.ts';
import { heldBriefly } from './held-reasons.ts';

/** Every group of orders: what its card is called, what its fact and its button are, and what is said where it is empty. */
const words: Record<OrderFilter, { title: (store: string) => string; label: string; button: string; none: string }> = {
  all: {
    title: (store) => `Orders of ${store}`,
    label: 'All orders',
    button: 'All',
    none: 'No order came in yet. Those that are in the store already come with an import.',
  },
  today: { title: (store) => `Today’s orders of ${store}`, label: 'Today', button: 'Today', none: 'No order was placed today.' },
  held: { title: (store) => `Orders of ${store} that wait`, label: 'Waiting', button: 'Waiting', none: 'No order waits.' },
  unpaid: {
    title: (store) => `Orders of ${store} that are not paid`,
    label: 'Not paid yet',
    button: 'Not paid',
    none: 'All orders that came in are paid, or are to be paid on delivery.',
  },
  cod: {
    title: (store) => `Cash on delivery of ${store}`,
    label: 'To collect on delivery',
    button: 'Cash on delivery',
    none: 'There is nothing to collect.',
  },
};

const filters: readonly OrderFilter[] = ['all', 'today', 'held', 'unpaid', 'cod'];

/** The groups of a store's orders with their sums, and the newest orders of one of them. */
export function orderList(list: OrderList): Card {
  const { store, filter, groups, orders } = list;
  return {
    title: words[filter].title(plain(store.name)),
    tone: filter === 'held' && orders.length > 0 ? 'warning' : 'neutral',
    text: textOf(list),
    facts: filters.map((group) => [words[group].label, counted(groups[group])]),
    ...(orders.length > 0 && { table: tableOf(list) }),
    actions: [...(groups.all.orders === 0 ? [importPast(store.handle)] : []), ...filters.flatMap((group) => toFilter(group, list))],
  };
}

const tableOf = (list: OrderList): Card['table'] => ({
  columns: ['Order', 'Placed', 'Buyer', 'Total', list.filter === 'held' ? 'Waits, because' : 'Payment'],
  rows: list.orders.map((order) => row(order, list)),
  actions: list.orders.map((order) => open(order, list.store.handle)),
});

function textOf({ store, filter, groups, orders }: OrderList): string {
  if (orders.length === 0) return words[filter].none;
  const all = groups[filter].orders;
  const which = all > orders.length ? `These are the newest ${digits(orders.length)} of ${digits(all)}.` : `${count(all, 'order')}.`;
  return `${which} Times are those of ${clockName(store.timeZone)}.`;
}

const counted = ({ orders, sums: amounts }: Counted) => (orders > 0 ? `${digits(orders)} (${sums(amounts)})` : 'none');

function row(order: ListedOrder, { store, filter, statuses }: OrderList): string[] {
  const { number, omNumber, placedAt, buyer, total, currency, reason } = order;
  const why = reason ? heldBriefly(reason, statuses) : 'not known';
  const state = order.state === 'held' ? (filter === 'held' ? why : `waits: ${why}`) : payment(order);
  return [plain(omNumber ?? number, 40), clock(placedAt, store.timeZone), plain(buyer, 40), money(total, currency), state];
}

function payment({ paid, codAmount, currency }: ListedOrder): string {
  if (codAmount) return `${money(codAmount, currency)} on delivery`;
  return paid ? 'paid' : 'not paid';
}

const open = ({ number, state }: ListedOrder, store: string): Action =>
  state === 'held' ? { label: 'Why?', command: `why ${number} ${store}` } : { label: 'Open', command: `order ${number} ${store}` };

const toFilter = (group: OrderFilter, { filter, store, groups }: OrderList): Action[] =>
  group === filter || groups.all.orders === 0
    ? []
    : [{ label: words[group].button, command: ['orders', ...(group === 'all' ? [] : [group]), store.handle].join(' ') }];

const importPast = (store: string): Action => ({ label: 'Import orders', command: `import ${store}`, style: 'primary' });
