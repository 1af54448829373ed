import type { MikroORM } from '@mikro-orm/postgresql';
import { questionOpen } from '../../dialogs/cards/question-open.ts';
import { prompts, working } from '../../dialogs/prompts.ts';
import type { Logger } from '../../log.ts';
import { type Answers, sourceOf } from './answers.ts';
import { cardMessage, cardRest } from './cards.ts';
import { ask } from './client.ts';
import { toMarkdown } from './text.ts';
import type { Team } from './workspaces.ts';

/** A message that somebody wrote: where it stands, and in which thread its answer belongs. */
export type Written = { team: Team; channel: string; thread: string; userId: string };

/** Offers in the messages tab what may be asked (agent view: without a thread, or Slack shows nothing). */
export const suggestPrompts = ({ client }: Team, channel_id: string) =>
  ask(
    client.apiCall('assistant.threads.setSuggestedPrompts', {
      channel_id,
      prompts: prompts.map(({ title, command }) => ({ title, message: command })),
    }),
  );

/** Shown until the answer comes. */
export const showWorking = ({ team, channel, thread }: Written) =>
  ask(team.client.assistant.threads.setStatus({ channel_id: channel, thread_ts: thread, status: working }));

type Parts = { orm: MikroORM; row: string; written: Written; log: Logger };

/** Answers in the thread of the message; `streamed`: word by word, as an agent does, where Slack lets us. */
export function answersInThread({ orm, row, written, log }: Parts, streamed: boolean): Answers {
  const { team, channel, thread, userId } = written;
  const post = async (card: Parameters<Answers['card']>[0]) => {
    const message = cardMessage(card, { source: await sourceOf(orm, row, card) });
    await ask(team.client.chat.postMessage({ channel, thread_ts: thread, unfurl_links: false, ...message }));
  };
  const stream = async (card: Parameters<Answers['card']>[0]) => {
    const blocks = cardRest(card, { source: await sourceOf(orm, row, card) });
    const to = { channel, thread_ts: thread, recipient_team_id: team.team, recipient_user_id: userId };
    const words = toMarkdown([`*${card.title.replaceAll('*', '')}*`, card.text].filter(Boolean).join('\n'));
    const answer = team.client.chatStream({ ...to, buffer_size: 1 });
    await ask(answer.append({ markdown_text: words }));
    await ask(answer.stop(blocks.length ? { blocks } : {}));
  };
  const card: Answers['card'] = async (one) => {
    if (!streamed) return post(one);
    await stream(one).catch((error) => {
      log.info({ err: error }, 'An answer could not be streamed; it is posted.');
      return post(one);
    });
  };
  return {
    card,
    nothing: async () => {},
    // Only a pressed button may open a form.
    question: async ({ id, first }) => {
      if (first.kind === 'done') return card(first.card);
      await card(questionOpen(first.kind === 'form' ? first.form : { title: first.text }, id));
    },
  };
}
