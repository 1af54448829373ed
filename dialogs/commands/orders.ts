import { meant as givenOf } from '../about-store.ts';
import { noStores } from '../cards/no-stores.ts';
import type { Dialog } from '../dialog.ts';
import { listOrders, ordersCard, readFilter } from '../list-orders.ts';
import { readOrder } from '../read-order.ts';
import type { Services, StoreChoice } from '../services.ts';
import { historyCard, showHistory } from '../show-history.ts';
import { orderCard, showOrder } from '../show-order.ts';
import { readStock, showStock, stockCard } from '../show-stock.ts';
import { simulateOrder } from '../simulate-order.ts';
import { whyOrder } from '../why-order.ts';
import { begin, type Chapter, card, findMeant, type Reply } from './command.ts';

/** Orders, why they did or did not come, and what was done. */
export const orders: Chapter = {
  dialogs: [listOrders, showOrder, whyOrder, simulateOrder, showHistory, showStock],
  commands: [
    {
      words: ['orders'],
      usage: 'orders [today|held|unpaid|cod] [store]',
      help: 'Orders with their sums: of today, waiting, not paid, or to be collected on delivery.',
      answer: list,
    },
    {
      words: ['order'],
      usage: 'order [number] [store]',
      help: 'One order in full: lines, amounts, how it is paid, and what happened to it.',
      answer: aboutOrder('order', showOrder, async (store, number, services) => card(await orderCard(store, number, services))),
    },
    {
      words: ['why'],
      usage: 'why [number] [store]',
      help: 'Why an order did or did not come, and the button that mends it.',
      answer: aboutOrder('why', whyOrder),
    },
    {
      words: ['simulate'],
      usage: 'simulate [number] [store]',
      help: 'What an order of the store would become here. Nothing is changed.',
      answer: aboutOrder('simulate', simulateOrder),
    },
    {
      words: ['stock'],
      usage: 'stock [SKU or title] [store]',
      help: 'What is in the store, what orders hold, and what is told.',
      answer: stock,
    },
    {
      words: ['history', 'audit'],
      usage: 'history [store]',
      help: 'What was done: settings, rows, connections, imports; by whom, and when.',
      answer: history,
    },
  ],
};

type Direct = (store: StoreChoice, number: string, services: Services) => Promise<Reply>;

/** A command about one order. Its store need not be said where only one has that number; `direct` answers when all is clear. */
function aboutOrder(name: string, dialog: Dialog<Services>, direct?: Direct) {
  return async (words: string[], services: Services): Promise<Reply> => {
    const all = await services.storeNames();
    const { number, store: said } = readOrder(words, all);
    const meant = findMeant(said, all, (handle) => [name, ...(number ? [number] : []), handle].join(' '));
    if ('kind' in meant) return meant;
    const likely = number && meant.length > 1 ? await having(number, meant, services) : meant;
    const [store, another] = likely;
    if (direct && number && store && !another) return direct(store, number, services);
    return begin(dialog, { ...givenOf(likely), ...(number && { number: { number } }) });
  };
}

/** Those of the stores that have this order here; where none has, it may be any. */
async function having(number: string, stores: StoreChoice[], services: Services): Promise<StoreChoice[]> {
  const found = new Set((await services.storesWithOrder(number)).map(({ handle }) => handle));
  const those = stores.filter(({ handle }) => found.has(handle));
  return those.length > 0 ? those : stores;
}

async function list(words: string[], services: Services): Promise<Reply> {
  const all = await services.storeNames();
  const { filter, store: said } = readFilter(words, all);
  const meant = findMeant(said, all, (handle) => ['orders', ...(filter === 'all' ? [] : [filter]), handle].join(' '));
  if ('kind' in meant) return meant;
  const [store, another] = meant;
  return store && !another ? card(await ordersCard(store, filter, services)) : begin(listOrders, { ...givenOf(meant), filter: { filter } });
}

/** Without a store's name it is the history of all. */
async function history(words: string[], services: Services): Promise<Reply> {
  const all = await services.storeNames();
  const said = words.join(' ');
  if (said === '' && all.length > 1) return card(await historyCard(undefined, services));
  const meant = findMeant(said, all, (handle) => `history ${handle}`);
  if ('kind' in meant) return meant;
  const [store, another] = meant;
  return store && !another ? card(await historyCard(store.handle, services)) : begin(showHistory, givenOf(meant));
}

async function stock(words: string[], services: Services): Promise<Reply> {
  const all = await services.storeNames();
  if (all.length === 0) return card(noStores());
  const { said, stores } = await readStock(words, all, services);
  const [store, another] = stores;
  if (store && !another) return card(await stockCard(store, said, services));
  return begin(showStock, { ...givenOf(stores), ...(said && { said: { said } }) });
}
