import { z } from 'zod';
import { Workspace } from '../db/entities/workspace.ts';
import { forgetWorkspace } from '../db/forget-workspace.ts';
import { inTransaction } from '../db/sql.ts';
import { job } from './job.ts';

/** So long we keep what belongs to who took us out, in case they come back. */
const kept = 30 * 86_400_000;

/** Forgets, every day, the workspaces that took us out 30 days ago: their stores, keys, products and orders. */
export const forgetWorkspaces = job({
  name: 'forget-workspaces',
  data: z.object({}),
  queue: 'alerts',
  attempts: 3,
  async run(_, { em, log, now, signal }) {
    const before = new Date(now().getTime() - kept);
    for (const { id } of await em.fork().find(Workspace, { uninstalledAt: { $lt: before } }, { fields: ['id'] })) {
      signal.throwIfAborted();
      if (await inTransaction(em, (sql) => forgetWorkspace(sql, id, before))) log.info({ workspace: id }, 'A workspace is forgotten.');
    }
  },
});
