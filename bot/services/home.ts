import { readHeld, readToMap } from '../../db/read-to-do.ts';
import { readTold } from '../../db/read-told.ts';
import { oneByOne } from '../../db/sql.ts';
import type { HomeServices } from '../../dialogs/services/home.ts';
import type { Asked } from './context.ts';
import { summaries } from './stores.ts';

/** What the first page shows: a few queries for all stores. */
export const homeOf = ({ orm, who, now }: Asked): HomeServices => ({
  async home() {
    const sql = oneByOne(orm.em);
    const connections = await readTold(sql, who.workspace);
    const ids = connections.map(({ store }) => store.id);
    const held = await readHeld(sql, ids);
    const toMap = await readToMap(sql, ids);
    const told = await summaries(sql, connections, now());
    return told.map(({ store: { id, settings, statuses, paymentsReadAt }, ...summary }) => ({
      ...summary,
      ...{ held: {}, methods: {}, ...held.get(id) },
      ...{ mode: settings.payment, paymentsRead: Boolean(paymentsReadAt), toMap: toMap.get(id) ?? 0, statuses },
    }));
  },
});
