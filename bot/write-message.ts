import type { EntityManager } from '@mikro-orm/postgresql';
import { toJson } from '../db/sql.ts';
import type { Card } from '../dialogs/card.ts';

/** The Postgres topic on which every bot process hears of a message that is new or was edited; told with its id. */
export const messageTopic = 'message';

/** A message to write. Without a `revision` it is newer than what is there. `due`: it has to be sent to the messenger. */
export type Written = {
  channel: string;
  key: string;
  author: 'person' | 'bot';
  text?: string;
  card?: Card;
  conversation?: string;
  revision?: number;
  thread?: string;
  due?: boolean;
};

// One statement, so that nobody hears of a message that is not there, and the other way round.
const upsert = `
  with written as (
    insert into message (channel_id, key, author, text, card, conversation_id, thread, due, revision, created_at, updated_at)
    values (?, ?, ?, ?, ?::jsonb, ?, ?, ?, coalesce(?::bigint, 1), clock_timestamp(), clock_timestamp())
    on conflict (channel_id, key) do update set
      author = excluded.author, text = excluded.text, card = excluded.card, conversation_id = excluded.conversation_id,
      thread = coalesce(excluded.thread, message.thread), due = excluded.due,
      revision = case when ?::bigint is null then message.revision + 1 else excluded.revision end, updated_at = excluded.updated_at
    where ?::bigint is null or message.revision < excluded.revision
    returning id)
  select id::text, pg_notify('${messageTopic}', id::text) from written`;

/** Writes a message, or edits the one with its key. The id, or undefined where a newer revision was there already. */
export async function writeMessage(em: EntityManager, message: Written): Promise<string | undefined> {
  const { channel, key, author, text, card, conversation, revision = null, thread = null, due = false } = message;
  // Postgres takes no NUL.
  const said = text?.replaceAll('\0', '') ?? null;
  const json = card ? toJson(card) : null;
  const values = [channel, key, author, said, json, conversation ?? null, thread, due, revision, revision, revision];
  const rows = await em.execute<{ id: string }[]>(upsert, values);
  return rows[0]?.id;
}

/** The key of the message that shows a conversation. */
export const conversationKey = (id: string) => `conversation:${id}`;
