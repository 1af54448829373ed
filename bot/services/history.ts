import { Change } from '../../db/entities/change.ts';
import { Store } from '../../db/entities/store.ts';
import type { ChangeLine, OrderServices } from '../../dialogs/services/orders.ts';
import type { Asked } from './context.ts';

const shown = 50;

/** What was done, and by whom. */
export const historyOf = ({ orm, who }: Asked): Pick<OrderServices, 'history'> => ({
  async history(handle) {
    const em = orm.em.fork();
    const { workspace } = who;
    const stores = await em.find(Store, { workspace, ...(handle !== undefined && { handle }) }, { orderBy: { createdAt: 'asc' } });
    const [first] = stores;
    if (handle !== undefined && !first) return undefined;
    const found = await em.find(
      Change,
      { workspace, ...(handle !== undefined && { $or: [{ store: first }, { store: null }] }) },
      { orderBy: { id: 'desc' }, limit: shown + 1, populate: ['store'] },
    );
    return {
      ...(handle !== undefined && first && { store: { name: first.name, handle } }),
      timeZone: first?.timeZone ?? 'UTC',
      lines: found.slice(0, shown).map(toLine),
      more: found.length > shown,
    };
  },
});

const toLine = ({ at, store, kind, subject, before, after, person, job }: Change): ChangeLine => ({
  ...{ at, kind, subject, before, after },
  ...(store && { store: store.name }),
  ...(person && { person }),
  ...(job && { job }),
});
