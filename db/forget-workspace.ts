import type { Sql } from './sql.ts';

const inStores = 'store_id in (select id from store where workspace_id = $1)';
const inChannels = 'channel_id in (select id from channel where workspace_id = $1)';

/** What hangs on others goes before them. What hangs on a run or a conversation alone goes with it. */
const steps = [
  `delete from message where ${inChannels}`,
  'delete from conversation where workspace_id = $1',
  `delete from sync_run where ${inStores}`,
  ...['"order"', 'product', 'malformed_record', 'payment_mapping', 'connection'].map((table) => `delete from ${table} where ${inStores}`),
  'delete from change where workspace_id = $1',
  ...['store', 'payment_type', 'delivery_type', 'channel'].map((table) => `delete from ${table} where workspace_id = $1`),
  'delete from workspace where id = $1',
];

/** Forgets a workspace with all that was kept for it. False where it is in use: only who took us out before `since` is forgotten. */
export async function forgetWorkspace(sql: Sql, workspace: string, since: Date): Promise<boolean> {
  const found = await sql('select id from workspace where id = $1 and uninstalled_at < $2 for update', [workspace, since]);
  if (found.length === 0) return false;
  for (const step of steps) await sql(step, [workspace]);
  return true;
}
