import { randomBytes } from 'node:crypto';
import { wentWrong } from '../../dialogs/cards/conversation-ended.ts';
import { membersOnly } from '../../dialogs/cards/members-only.ts';
import type { Logger } from '../../log.ts';
import type { Conversations } from '../conversations.ts';
import type { Who } from '../surface.ts';
import type { Words } from '../words.ts';
import type { Answers } from './answers.ts';

type Parts<Services> = Words<Services> & {
  conversations: Conversations<Services>;
  isStranger: (who: Who) => Promise<boolean>;
  log: Logger;
};

/** Takes what somebody typed or pressed, and answers it. An error nobody expected is told with its reference. */
export function createTalk<Services>({ command, hidePastedKeys, services, conversations, isStranger, log }: Parts<Services>) {
  async function answer(text: string, who: Who, answers: Answers): Promise<void> {
    if (await isStranger(who)) return answers.card(membersOnly());
    const reply = await command(text, services(who));
    if (reply.kind === 'none') return answers.nothing();
    if (reply.kind === 'cancel') return answers.card(await conversations.cancel(who));
    if (reply.kind === 'card') return answers.card(reply.card);
    return answers.question(await conversations.begin(reply.dialog, reply.given, who, hidePastedKeys(text)));
  }

  return async (text: string, who: Who, answers: Answers): Promise<void> => {
    try {
      await answer(text, who, answers);
    } catch (error) {
      const reference = randomBytes(4).toString('hex');
      log.error({ chat: 'slack', reference, err: error }, 'A command failed.');
      await answers
        .card(wentWrong(reference, hidePastedKeys(text)))
        .catch((problem) => log.warn({ err: problem, reference }, 'And could not be told.'));
    }
  };
}

export type Talk = ReturnType<typeof createTalk>;
