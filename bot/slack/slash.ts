import type { AckFn, Middleware, RespondArguments, RespondFn, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { answersBy, type SlackMessage, withPages } from './answers.ts';
import { cardMessage } from './cards.ts';
import { ask } from './client.ts';
import type { Room } from './room.ts';
import { fromSlack } from './text.ts';
import type { Team } from './workspaces.ts';

/** Slack waits three seconds, whatever keeps us; what takes longer than this is answered afterwards. */
const hurry = 700;

/** `/om …`: answered to who typed it alone, in the acknowledgement itself where that is quick enough. */
export const onCommand =
  ({ orm, receipts, workspaces, places, modals, talk, busy }: Room): Middleware<SlackCommandMiddlewareArgs> =>
  async ({ ack, command, respond }) => {
    const { team_id, user_id, user_name, channel_id, channel_name, trigger_id } = command;
    const first = acknowledgement(ack);
    const work = async () => {
      const team = await workspaces.byTeam(team_id);
      if (!team || !(await receipts.first(`command:${trigger_id}`))) return;
      const spoken = { team, userId: user_id, userName: user_name, channel: { id: channel_id, name: channel_name } };
      const who = await places.who(spoken);
      const answers = answersBy({ modals, team, spot: { trigger: trigger_id } }, async (card) => {
        const message = await withPages(orm, who.channel, card, (source) => cardMessage(card, { source }));
        if (!first.say({ response_type: 'ephemeral', ...message })) await respondTo(respond, team, spoken.channel.id, user_id, message);
      });
      const question: typeof answers.question = (turned) => {
        // Opening the modal is a question to Slack, and must not keep it waiting.
        if (turned.first.kind !== 'done') first.say();
        return answers.question(turned);
      };
      await talk(fromSlack(command.text), who, { ...answers, question });
    };
    busy(work().then(() => void first.say(), first.fail));
    await first.said;
  };

/** Says it once; without a word when nothing was said in time. `said` resolves then. What fails before is told by Slack. */
function acknowledgement(ack: AckFn<RespondArguments>) {
  const { promise: said, resolve, reject } = Promise.withResolvers<void>();
  let done = false;
  const say = (message?: RespondArguments): boolean => {
    if (done) return false;
    done = true;
    clearTimeout(timer);
    ack(message).then(resolve, reject);
    return true;
  };
  const fail = (error: unknown) => {
    if (done) throw error;
    done = true;
    clearTimeout(timer);
    reject(error);
  };
  const timer = setTimeout(say, hurry);
  return { say, fail, said };
}

/** By the address that Slack gave us for it; where that is used up or too old, as a message that only they see. */
async function respondTo(respond: RespondFn, { client }: Team, channel: string, user: string, message: SlackMessage): Promise<void> {
  try {
    await respond({ response_type: 'ephemeral', replace_original: false, ...message });
  } catch {
    await ask(client.chat.postEphemeral({ channel, user, ...message }));
  }
}
