import { Store } from '../../db/entities/store.ts';
import { findOrders } from '../../db/find-order.ts';
import { countOrders, newestOrders, type OrderRow } from '../../db/read-orders.ts';
import { inTransaction } from '../../db/sql.ts';
import type { ListedOrder, OrderServices } from '../../dialogs/services/orders.ts';
import type { Asked } from './context.ts';
import { startOfDay } from './stores.ts';

/** Lists of orders. */
export const orderListOf = ({ orm, who, now }: Asked): Pick<OrderServices, 'orders' | 'storesWithOrder'> => ({
  async orders({ store: handle, filter }) {
    const em = orm.em.fork();
    const store = await em.findOne(Store, { workspace: who.workspace, handle });
    if (!store) return undefined;
    const { name, timeZone, statuses } = store;
    const meaning = (...wanted: string[]) => statuses.filter((one) => wanted.includes(one.meaning)).map(({ code }) => code);
    const gone = meaning('cancelled', 'refunded');
    const grouping = { store: store.id, since: startOfDay(now(), timeZone), gone, done: [...gone, ...meaning('completed')] };
    return await inTransaction(em, async (sql) => ({
      store: { name, handle, timeZone },
      filter,
      groups: await countOrders(sql, grouping),
      orders: (await newestOrders(sql, filter, grouping)).map(toListed),
      statuses,
    }));
  },

  async storesWithOrder(number) {
    const em = orm.em.fork();
    const stores = await em.find(Store, { workspace: who.workspace }, { orderBy: { createdAt: 'asc', id: 'asc' } });
    const ids = stores.map(({ id }) => id);
    const found = new Set((await inTransaction(em, (sql) => findOrders(sql, ids, number))).map(({ store }) => store));
    const having = stores.filter(({ id }) => found.has(id));
    // One that is not here yet is known by its prefix.
    const likely = having.length > 0 ? having : stores.filter(({ orderPrefix }) => beginsWith(number, orderPrefix));
    return likely.map(({ name, handle }) => ({ name, handle }));
  },
});

const beginsWith = (number: string, prefix: string) => prefix !== '' && number.toLowerCase().startsWith(prefix.toLowerCase());

const toListed = ({ number, omNumber, placedAt, buyer, total, currency, state, reason, paid, codAmount }: OrderRow): ListedOrder => ({
  ...{ number, placedAt, total, currency, state },
  buyer: buyer ?? '',
  ...(omNumber && { omNumber }),
  ...(reason && { reason }),
  ...(paid !== null && { paid }),
  ...(codAmount && { codAmount }),
});
