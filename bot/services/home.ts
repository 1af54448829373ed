import { readHeld, readToMap } from '../../db/read-to-do.ts';
import type { HomeServices } from '../../dialogs/services/home.ts';
import type { Asked } from './context.ts';
import { findConnections, summaries } from './stores.ts';

/** What the first page shows: a few queries for all stores, and one more for each, whose day is its own. */
export const homeOf = ({ orm, who, now }: Asked): HomeServices => ({
  async home() {
    const em = orm.em.fork();
    const connections = await findConnections(em, who.workspace);
    const ids = connections.map(({ store }) => store.id);
    const held = await readHeld(em, ids);
    const toMap = await readToMap(em, ids);
    const told = await summaries(em, connections, now());
    return told.map(({ store: { id, settings, statuses, paymentsReadAt }, ...summary }) => ({
      ...summary,
      ...{ held: {}, methods: {}, ...held.get(id) },
      ...{ mode: settings.payment, paymentsRead: Boolean(paymentsReadAt), toMap: toMap.get(id) ?? 0, statuses },
    }));
  },
});
