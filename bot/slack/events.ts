import type { App } from '@slack/bolt';
import { inTime } from '../../jobs/in-time.ts';
import { answersInThread, suggestPrompts, type Written } from './agent.ts';
import type { Installs } from './install.ts';
import { AtWork } from './receipts.ts';
import type { Room } from './room.ts';
import { fromSlack, withoutMention } from './text.ts';

/** Slack waits three seconds for an event, and sends it again when it gets no answer. */
const hurry = 2_500;

/** Listens to what happens in Slack. An event that comes again is worked on once. */
export function listenToEvents(app: App, room: Room, installs: Pick<Installs, 'uninstalled'>) {
  const { receipts, busy, workspaces } = room;
  // Slack gets its answer when the work is done, so that an event is sent again when it could not be done, or we are killed before that.
  const once = async (event: string, work: () => Promise<unknown>) => {
    const working = receipts.once(`event:${event}`, work);
    busy(working);
    await inTime(working, hurry).catch((error) => {
      throw new AtWork('It could not be done.', { cause: error });
    });
  };
  const teamOf = (id: string | undefined) => workspaces.byTeam(id ?? '');

  app.event('app_home_opened', ({ event, body, context }) =>
    once(body.event_id, async () => {
      const team = await teamOf(context.teamId);
      if (!team) return;
      if (event.tab === 'home') await room.home.publish(team, await room.places.who({ team, userId: event.user }));
      else await suggestPrompts(team, event.channel);
    }),
  );

  app.event('app_mention', ({ event, body, context }) =>
    once(body.event_id, async () => {
      const team = await teamOf(context.teamId);
      const { user: userId = '', channel, ts, thread_ts: thread = ts, text } = event;
      if (team) await answer(room, { team, channel, thread, userId }, withoutMention(text, team.botUserId), false);
    }),
  );

  app.event('message', ({ event, body, context }) =>
    once(body.event_id, async () => {
      // Edited and deleted messages, and those of bots, have a subtype.
      if (event.subtype !== undefined || event.channel_type !== 'im' || event.bot_id) return;
      const team = await teamOf(context.teamId);
      const { user: userId, channel, ts, thread_ts: thread = ts, text = '' } = event;
      if (team && userId) await answer(room, { team, channel, thread, userId }, withoutMention(text, team.botUserId), true);
    }),
  );

  app.event('app_uninstalled', ({ body }) => once(body.event_id, () => installs.uninstalled(body.team_id, body.event_time)));
  app.event('tokens_revoked', ({ event, body }) =>
    once(body.event_id, async () => {
      if (event.tokens.bot?.length) await installs.uninstalled(body.team_id, body.event_time);
    }),
  );
}

async function answer({ orm, enqueue, places, modals, talk, log }: Room, written: Written, text: string, direct: boolean): Promise<void> {
  const { team, channel, userId } = written;
  const who = await places.who({ team, userId, channel: { id: channel } });
  await talk(fromSlack(text), who, answersInThread({ orm, enqueue, row: who.channel, written, modals, log, direct }));
}
