import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { Message } from '../../db/entities/message.ts';
import type { Card } from '../../dialogs/card.ts';
import { deliverMessages } from '../../jobs/deliver-messages.ts';
import type { Enqueue } from '../../jobs/job.ts';
import type { Surface } from '../surface.ts';
import { conversationKey, writeMessage } from '../write-message.ts';

/**
 * Slack as a surface. What is posted is kept first and sent by a job, so that nobody waits for Slack's limits and nothing is lost
 * when Slack or we are down. `onShown` hears of conversations that stand elsewhere now.
 */
export const slackSurface = ({ orm, enqueue }: { orm: MikroORM; enqueue: Enqueue }): Required<Pick<Surface, 'post' | 'show'>> => ({
  async post({ channel, key, revision, card, thread }) {
    await writeMessage(orm.em.fork(), { channel, key, author: 'bot', revision, card, thread, due: true });
    await askToDeliver(enqueue, channel);
  },
  async show(em, { id, channel }, screen) {
    const content = screen.kind === 'done' ? { card: screen.card } : { conversation: id };
    await writeMessage(em, { channel, key: conversationKey(id), author: 'bot', ...content, due: true });
  },
});

/** Said while it runs, it runs once more: it may have looked before. */
export const askToDeliver = (enqueue: Enqueue, channel: string) =>
  enqueue(deliverMessages, { channel }, { id: `${deliverMessages.name}:${channel}` });

/** Posts a card in the thread of what somebody wrote (`thread`: Slack's `ts` of it), as soon as Slack takes it. `channel` is the row's id. */
export async function postInThread(
  { orm, enqueue }: { orm: MikroORM; enqueue: Enqueue },
  place: { channel: string; thread: string },
  card: Card,
) {
  const { channel, thread } = place;
  const root = `said:${thread}`;
  await orm.em.fork().transactional(async (em) => {
    await writeMessage(em, { channel, key: root, author: 'person' });
    await em.execute('update message set address = ? where channel_id = ? and key = ?', [thread, channel, root]);
    await writeMessage(em, { channel, key: `answer:${randomUUID()}`, author: 'bot', card, thread: root, due: true });
  });
  await askToDeliver(enqueue, channel);
}

/** A card that is too long for one message is kept, so that its other pages can be asked for. Gives its id. */
export async function keepCard(orm: MikroORM, channel: string, key: string, card: NonNullable<Message['card']>): Promise<string> {
  const em = orm.em.fork();
  const id = await writeMessage(em, { channel, key, author: 'bot', card });
  return id ?? (await em.findOneOrFail(Message, { channel, key }, { fields: ['id'] })).id;
}
