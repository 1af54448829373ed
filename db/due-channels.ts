import type { Sql } from './sql.ts';

/** The channels in which messages wait to be sent to their messenger, by id. What shows a conversation is sent by who has it open. */
export async function readDueChannels(sql: Sql): Promise<string[]> {
  const rows = await sql<{ id: string }>(`select distinct channel_id as id from message where due and key not like 'conversation:%'`);
  return rows.map(({ id }) => id);
}
