import { Store } from '../../db/entities/store.ts';
import { findProducts, readReserved } from '../../db/read-stock.ts';
import { told } from '../../db/rules/stock.ts';
import { inTransaction } from '../../db/sql.ts';
import type { OrderServices } from '../../dialogs/services/orders.ts';
import type { Asked } from './context.ts';

/** Stock as it is told. */
export const stockOf = ({ orm, who }: Asked): Pick<OrderServices, 'stock'> => ({
  async stock({ store: handle, said = '' }) {
    const em = orm.em.fork();
    const store = await em.findOne(Store, { workspace: who.workspace, handle });
    if (!store) return undefined;
    const { id, name, statuses, settings } = store;
    const { reservations } = settings;
    return await inTransaction(em, async (sql) => {
      const { rows, total } = await findProducts(sql, id, said.trim());
      const reserved = await readReserved(sql, { store: id, statuses, skus: rows.map(({ sku }) => sku) });
      const items = rows.map(({ sku, title, stock }) => {
        const held = reserved.get(sku) ?? '0';
        const inStore = stock ?? undefined;
        return {
          ...{ sku, title, reserved: held },
          ...(inStore !== undefined && { inStore, told: told({ inStore, reserved: held, reservations }) }),
        };
      });
      return { store: { name, handle }, ...(said.trim() && { said: said.trim() }), reservations, items, total };
    });
  },
});
