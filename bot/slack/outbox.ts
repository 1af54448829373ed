import type { MikroORM } from '@mikro-orm/postgresql';
import type { Card } from '../../dialogs/card.ts';

/** A message that is to be sent, and was taken by us. `address` is Slack's `ts` of it, where it was sent before. */
export type DueMessage = {
  id: string;
  key: string;
  card: Card | null;
  conversation: string | null;
  revision: string;
  address: string | null;
  thread: string | null;
  reposted: boolean;
};

/** Who takes a message to post it has so many seconds for it. */
const lease = 30;

/** When a message may be sent: one that stands in Slack not too soon after its last edit. */
const ready = `sent_at + make_interval(secs => case when address is null then ${lease} else ?::float end)`;
// What shows a conversation is not a message but a modal, which its own process keeps up to date.
const mine = `channel_id = ? and due and key not like 'conversation:%'`;
/** What belongs to a thread waits for its root, which somebody may be sending or editing just now. */
const early = `exists (
  select 1 from message as root where root.channel_id = one.channel_id and root.key = one.thread and root.due and root.address is null)`;

const take = `
  update message set sent_at = clock_timestamp() where id = (
    select id from message as one where ${mine} and (sent_at is null or ${ready} < clock_timestamp()) and not ${early}
    order by address is not null, id limit 1 for update)
  returning id::text, key, card, conversation_id as conversation, revision::text, address, thread, reposted`;

const soonest = `select extract(epoch from min(coalesce(${ready}, clock_timestamp())) - clock_timestamp())::float as seconds
  from message as one where ${mine} and not ${early}`;

/** The messages of a channel that wait to be sent. New ones go before edits; one is edited every `pace` seconds at most. */
export function createOutbox(orm: MikroORM, pace: number) {
  const execute = <Row extends object>(sql: string, values: unknown[]) => orm.em.fork().execute<Row[]>(sql, values);
  return {
    /** Takes the next one that may be sent now. */
    async take(channel: string): Promise<DueMessage | undefined> {
      return (await execute<DueMessage>(take, [channel, pace]))[0];
    },

    /** In how many seconds the next one may be sent; undefined when none waits. */
    async nextIn(channel: string): Promise<number | undefined> {
      const [row] = await execute<{ seconds: number | null }>(soonest, [pace, channel]);
      return row?.seconds === null || row === undefined ? undefined : Math.max(0, row.seconds);
    },

    /** It stands in Slack under this address now. Edited meanwhile, it is still to be sent. */
    sent: ({ id, revision }: DueMessage, address: string, reposted = false) =>
      execute('update message set address = ?, reposted = reposted or ?, due = (revision <> ?::bigint) where id = ?', [
        address,
        reposted,
        revision,
        id,
      ]),

    /** It will not be sent; a later edit may be. */
    dropped: ({ id, revision }: DueMessage) =>
      execute('update message set due = (revision <> ?::bigint), sent_at = null where id = ?', [revision, id]),

    /** Nothing that waits there can be sent. */
    droppedAll: (channel: string) => execute(`update message set due = false, sent_at = null where ${mine}`, [channel]),

    /** It was not sent, and waits again. One that stands in Slack keeps its moment, so that it is not edited too often. */
    putBack: ({ id }: DueMessage) => execute('update message set sent_at = null where id = ? and address is null', [id]),

    /** Where the message of a thread's root stands. */
    async addressOf(channel: string, key: string): Promise<string | undefined> {
      const [row] = await execute<{ address: string | null }>('select address from message where channel_id = ? and key = ?', [
        channel,
        key,
      ]);
      return row?.address ?? undefined;
    },
  };
}

export type Outbox = ReturnType<typeof createOutbox>;
