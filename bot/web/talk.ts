import { randomBytes } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { Message } from '../../db/entities/message.ts';
import { wentWrong } from '../../dialogs/cards/conversation-ended.ts';
import type { Logger } from '../../log.ts';
import type { Conversations } from '../conversations.ts';
import type { Who } from '../surface.ts';
import type { Words } from '../words.ts';
import { conversationKey, writeMessage } from '../write-message.ts';

type Parts<Services> = Words<Services> & { orm: MikroORM; who: Who; conversations: Conversations<Services>; log: Logger };

/** The revision of a person's message once it is answered. */
const answeredRevision = '2';

/** `key` is the message's own: the same message sent twice is answered once. `label` is what a pressed button was called. */
export type Said = { text: string; label?: string; key: string };

/** Takes what a person says, keeps it as a message, and answers it. Gives the keys of the messages that this made. */
export function createTalk<Services>({ orm, who, conversations, command, hidePastedKeys, services, log }: Parts<Services>) {
  const { channel } = who;

  async function reply(text: string, key: string): Promise<string | undefined> {
    const answer = await command(text, services(who));
    if (answer.kind === 'none') return;
    if (answer.kind === 'dialog') {
      const { id } = await conversations.begin(answer.dialog, answer.given, who, hidePastedKeys(text));
      return conversationKey(id);
    }
    const card = answer.kind === 'cancel' ? await conversations.cancel(who) : answer.card;
    await writeMessage(orm.em.fork(), { channel, key, author: 'bot', card });
    return key;
  }

  async function replyOrTell(text: string, key: string): Promise<string | undefined> {
    try {
      return await reply(text, key);
    } catch (error) {
      const reference = randomBytes(4).toString('hex');
      log.error({ chat: 'web', reference, err: error }, 'a command failed');
      await writeMessage(orm.em.fork(), { channel, key, author: 'bot', card: wentWrong(reference, hidePastedKeys(text)) });
      return key;
    }
  }

  const answering = new Set<string>();
  const isAnswered = async (said: string) =>
    (await orm.em.fork().count(Message, { channel, key: said, revision: { $gte: answeredRevision } })) > 0;

  async function answerOnce({ text, label }: Said, said: string, replied: string): Promise<string[]> {
    const shown = hidePastedKeys(label ?? text);
    const fresh = await writeMessage(orm.em.fork(), { channel, key: said, author: 'person', text: shown, revision: 1 });
    // One that was kept and not answered: the process that took it was killed meanwhile.
    if (!fresh && (await isAnswered(said))) return [said, replied];
    const answered = await replyOrTell(text, replied);
    await orm.em.fork().nativeUpdate(Message, { channel, key: said }, { revision: answeredRevision });
    return answered ? [said, answered] : [said];
  }

  return async (one: Said): Promise<string[]> => {
    const said = `said:${one.key}`;
    const replied = `reply:${one.key}`;
    if (answering.has(said)) return [said, replied];
    answering.add(said);
    try {
      return await answerOnce(one, said, replied);
    } finally {
      answering.delete(said);
    }
  };
}
