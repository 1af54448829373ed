import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { Channel } from '../../db/entities/channel.ts';
import { Workspace } from '../../db/entities/workspace.ts';
import { toJson } from '../../db/sql.ts';
import type { Card } from '../../dialogs/card.ts';
import type { Surface, Who } from '../surface.ts';

/** The Postgres topic on which every bot process hears of a message that is new or was edited; told with its id. */
export const messageTopic = 'message';

/** A message to write. Without a `revision` it is newer than what is there. */
export type Written = {
  channel: string;
  key: string;
  author: 'person' | 'bot';
  text?: string;
  card?: Card;
  conversation?: string;
  revision?: number;
};

// One statement, so that nobody hears of a message that is not there, and the other way round.
const upsert = `
  with written as (
    insert into message (channel_id, key, author, text, card, conversation_id, revision, created_at, updated_at)
    values (?, ?, ?, ?, ?::jsonb, ?, coalesce(?::bigint, 1), clock_timestamp(), clock_timestamp())
    on conflict (channel_id, key) do update set
      author = excluded.author, text = excluded.text, card = excluded.card, conversation_id = excluded.conversation_id,
      revision = case when ?::bigint is null then message.revision + 1 else excluded.revision end, updated_at = excluded.updated_at
    where ?::bigint is null or message.revision < excluded.revision
    returning id)
  select id::text, pg_notify('${messageTopic}', id::text) from written`;

/** Writes a message, or edits the one with its key. The id, or undefined where a newer revision was there already. */
export async function write(
  em: EntityManager,
  { channel, key, author, text, card, conversation, revision }: Written,
): Promise<string | undefined> {
  const json = card ? toJson(card) : null;
  const when = revision ?? null;
  const rows = await em.execute<{ id: string }[]>(upsert, [
    channel,
    key,
    author,
    text?.replaceAll('\0', '') ?? null,
    json,
    conversation ?? null,
    when,
    when,
    when,
  ]);
  return rows[0]?.id;
}

/** The web chat as a surface. Its conversations stand in the stream as one message that is edited. */
export const webSurface = (orm: MikroORM): Required<Surface> => ({
  async post({ channel, key, revision, card }) {
    await write(orm.em.fork(), { channel, key, author: 'bot', revision, card });
  },
  async show(em, { id, channel }, screen) {
    const content = screen.kind === 'done' ? { card: screen.card } : { conversation: id };
    await write(em, { channel, key: conversationKey(id), author: 'bot', ...content });
  },
});

/** The key of the message that shows a conversation. */
export const conversationKey = (id: string) => `conversation:${id}`;

/** The one workspace and channel of the local web chat; made by whichever process comes first. */
export async function webChat(orm: MikroORM): Promise<Who> {
  const em = orm.em.fork();
  const workspace = await em.upsert(Workspace, { chat: 'web', externalId: 'local', name: 'Web chat' }, { onConflictAction: 'ignore' });
  const channel = await em.upsert(Channel, { workspace, key: 'main', name: 'Web chat' }, { onConflictAction: 'ignore' });
  return { workspace: workspace.id, channel: channel.id, person: 'you' };
}
