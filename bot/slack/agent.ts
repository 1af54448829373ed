import type { MikroORM } from '@mikro-orm/postgresql';
import { RateLimitError } from '../../connectors/errors.ts';
import type { Card } from '../../dialogs/card.ts';
import { questionOpen } from '../../dialogs/cards/question-open.ts';
import type { Screen } from '../../dialogs/conversation.ts';
import { prompts, working } from '../../dialogs/prompts.ts';
import { inTime } from '../../jobs/in-time.ts';
import type { Enqueue } from '../../jobs/job.ts';
import type { Logger } from '../../log.ts';
import { type Answers, sourceOf } from './answers.ts';
import { cardMessage, cardRest } from './cards.ts';
import { ask } from './client.ts';
import type { Modals } from './modals.ts';
import { postInThread } from './post.ts';
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

/** Shown until the answer comes, or until it is taken away. */
export const showWorking = ({ team, channel, thread }: Written, status = working) =>
  ask(team.client.assistant.threads.setStatus({ channel_id: channel, thread_ts: thread, status }));

type Parts = {
  orm: MikroORM;
  enqueue: Enqueue;
  /** The id of the channel's row. */
  row: string;
  written: Written;
  modals: Pick<Modals, 'elsewhere'>;
  log: Logger;
  /** In person: Slack shows that we are at work, and the answer comes word by word, as an agent's does. */
  direct: boolean;
};

/** In ms: whoever shows that we are at work must not do so after the answer, nor keep it waiting for long. */
const patience = 1_000;

/** Answers in the thread of the message. */
export function answersInThread({ orm, enqueue, row, written, modals, log, direct }: Parts): Answers {
  const { client } = written.team;
  const place = { channel: written.channel, thread_ts: written.thread };
  const status = (text?: string) =>
    showWorking(written, text).catch((error) => log.debug({ err: error }, 'Slack did not show that we are at work.'));
  const atWork = direct ? status() : undefined;

  async function card(one: Card): Promise<void> {
    const source = await sourceOf(orm, row, one);
    if (atWork) await inTime(atWork, patience);
    if (direct && (await stream(written, one, source, log))) return;
    await ask(client.chat.postMessage({ ...place, unfurl_links: false, ...cardMessage(one, { source }) })).catch((error) => {
      // A job waits for as long as Slack says.
      if (error instanceof RateLimitError) return postInThread({ orm, enqueue }, { channel: row, thread: written.thread }, one);
      throw error;
    });
  }

  /** Only a pressed button may open a form. */
  const show = (screen: Screen, id: string) =>
    card(screen.kind === 'done' ? screen.card : questionOpen(screen.kind === 'form' ? screen.form : { title: screen.text }, id));

  return {
    card,
    // What answers stands elsewhere.
    nothing: async () => {
      if (atWork) await atWork.then(() => status(''));
    },
    async question({ id, first, last }) {
      if (first.kind !== 'waiting') return show(first, id);
      await modals.elsewhere(id, last, (screen) => show(screen, id));
    },
  };
}

/** False where Slack does not let us: then nothing of it stays. */
async function stream({ team, channel, thread, userId }: Written, card: Card, source: string, log: Logger): Promise<boolean> {
  const to = { channel, thread_ts: thread, recipient_team_id: team.team, recipient_user_id: userId };
  const answer = team.client.chatStream({ ...to, buffer_size: 1 });
  try {
    const blocks = cardRest(card, { source });
    const words = toMarkdown([`*${card.title.replaceAll('*', '')}*`, card.text].filter(Boolean).join('\n'));
    await ask(answer.append({ markdown_text: words }));
    await ask(answer.stop(blocks.length ? { blocks } : {}));
    return true;
  } catch (error) {
    log.info({ err: error }, 'An answer could not be streamed; it is posted.');
    const { ts } = answer;
    if (ts)
      await ask(team.client.chat.delete({ channel, ts })).catch((problem) => log.info({ err: problem }, 'What was streamed of it stays.'));
    return false;
  }
}
