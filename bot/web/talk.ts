import { randomBytes } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Card } from '../../dialogs/card.ts';
import { wentWrong } from '../../dialogs/cards/conversation-ended.ts';
import type { Conversation as State } from '../../dialogs/conversation.ts';
import type { Dialog } from '../../dialogs/dialog.ts';
import type { Logger } from '../../log.ts';
import type { Conversations } from '../conversations.ts';
import type { Who } from '../surface.ts';
import { conversationKey, write } from './post.ts';

/** What a command may be answered with: a card, the first question of a dialog, or nothing, where a run's own message answers. */
export type Reply<Services> =
  | { kind: 'card'; card: Card }
  | { kind: 'dialog'; dialog: Dialog<Services>; given: State['known'] }
  | { kind: 'cancel' }
  | { kind: 'none' };

export type Words<Services> = {
  command: (text: string, services: Services) => Promise<Reply<Services>>;
  /** Masks keys that were pasted into a message. */
  hidePastedKeys: (text: string) => string;
  services: (who: Who) => Services;
};

type Parts<Services> = Words<Services> & { orm: MikroORM; who: Who; conversations: Conversations<Services>; log: Logger };

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
    await write(orm.em.fork(), { channel, key, author: 'bot', card });
    return key;
  }

  return async ({ text, label, key }: Said): Promise<string[]> => {
    const said = `said:${key}`;
    const replied = `reply:${key}`;
    const shown = hidePastedKeys(label ?? text);
    const fresh = await write(orm.em.fork(), { channel, key: said, author: 'person', text: shown, revision: 1 });
    if (!fresh) return [said, replied];
    try {
      const answered = await reply(text, replied);
      return answered ? [said, answered] : [said];
    } catch (error) {
      const reference = randomBytes(4).toString('hex');
      log.error({ chat: 'web', reference, err: error }, 'a command failed');
      await write(orm.em.fork(), { channel, key: replied, author: 'bot', card: wentWrong(reference, hidePastedKeys(text)) });
      return [said, replied];
    }
  };
}
