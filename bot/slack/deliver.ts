import type { MikroORM } from '@mikro-orm/postgresql';
import { RateLimitError } from '../../connectors/errors.ts';
import { Channel } from '../../db/entities/channel.ts';
import type { Card } from '../../dialogs/card.ts';
import { elsewhere } from '../../dialogs/cards/elsewhere.ts';
import type { Enqueue } from '../../jobs/job.ts';
import type { Logger } from '../../log.ts';
import type { Reach } from '../surface.ts';
import { writeMessage } from '../write-message.ts';
import { cardMessage } from './cards.ts';
import { ask, SlackRefusal } from './client.ts';
import { createOutbox, type DueMessage } from './outbox.ts';
import { isPerson, type Places } from './places.ts';
import { askToDeliver } from './post.ts';
import { createTiers } from './tiers.ts';
import type { Team, Workspaces } from './workspaces.ts';

type Parts = { orm: MikroORM; workspaces: Workspaces; places: Places; enqueue: Enqueue; log: Logger; pace?: Pace };

/** In seconds: how often one message is edited, and how often something is posted to one channel, at most. */
export type Pace = { edit: number; post: number };

/** Where a message goes: the workspace, Slack's id of the channel, and the channel's row. */
type Place = { team: Team; slackId: string; row: Channel };

/** We are not in it, it is not there any more, or nobody may write in it. */
const shut = /^(not_in_channel|channel_not_found|is_archived|restricted_action|user_not_found|cannot_dm_bot|messages_tab_disabled)/;
/** What we made cannot be shown; only its text can. */
const ours = /^(invalid_blocks|invalid_attachments|msg_(too_long|blocks_too_long)|invalid_arguments)/;

/** Sends what waits to be sent. One channel after another knows nothing of the others' limits. */
export function createDelivery({ orm, workspaces, places, enqueue, log, pace = { edit: 3, post: 1 } }: Parts) {
  const outbox = createOutbox(orm, pace.edit);
  const direct = new Map<string, string>();
  const tiers = createTiers();

  async function placeOf(channel: string): Promise<Place | undefined> {
    const row = await orm.em.fork().findOneOrFail(Channel, channel);
    const team = await workspaces.byWorkspace(row.workspace.id);
    return team && { team, row, slackId: isPerson(row.key) ? await openDirect(team, row.key) : row.key };
  }

  async function openDirect(team: Team, userId: string): Promise<string> {
    const known = direct.get(`${team.team}:${userId}`);
    if (known) return known;
    const { channel } = await ask(team.client.conversations.open({ users: userId }));
    direct.set(`${team.team}:${userId}`, channel?.id ?? '');
    return channel?.id ?? '';
  }

  async function post({ team, slackId }: Place, content: ReturnType<typeof cardMessage>, thread?: string): Promise<string> {
    const message = { channel: slackId, ...content, unfurl_links: false, unfurl_media: false, ...(thread && { thread_ts: thread }) };
    const { ts = '' } = await ask(team.client.chat.postMessage(message));
    return ts;
  }

  /** Posts it, or edits it where it stands; one that somebody deleted there is posted once more. */
  async function send(place: Place, due: DueMessage, content: ReturnType<typeof cardMessage>): Promise<void> {
    const thread = due.thread ? await outbox.addressOf(place.row.id, due.thread) : undefined;
    if (!due.address) return void (await outbox.sent(due, await post(place, content, thread)));
    try {
      const wait = tiers.wait(place.team.team, 'chat.update');
      if (wait > 0) throw new RateLimitError('Slack takes so many edits a minute, and no more.', wait);
      // An attachment that is not named would stay as it was.
      const whole = { blocks: [], attachments: [], ...content };
      await ask(place.team.client.chat.update({ channel: place.slackId, ts: due.address, ...whole }));
      await outbox.sent(due, due.address);
    } catch (error) {
      if (!(error instanceof SlackRefusal) || error.reason !== 'message_not_found') throw error;
      if (due.reposted) return void (await outbox.dropped(due));
      await outbox.sent(due, await post(place, content, thread), true);
    }
  }

  /** In person to who spoke in the channel first: there is nobody else to tell. */
  async function tellInPerson({ row }: Place, due: DueMessage, card: Card): Promise<void> {
    log.warn({ channel: row.id }, 'A message could not be posted where it belongs.');
    await outbox.dropped(due);
    if (!row.userId || isPerson(row.key)) return;
    const channel = await places.directTo(row.workspace.id, row.userId, row.userId);
    await writeMessage(orm.em.fork(), {
      ...{ channel, key: `${row.id}:${due.key}`, author: 'bot', due: true, revision: Number(due.revision) },
      card: elsewhere(card, row.name),
    });
    await askToDeliver(enqueue, channel);
  }

  async function sendOne(place: Place, due: DueMessage, card: Card): Promise<void> {
    const content = cardMessage(card, { source: due.id });
    try {
      await send(place, due, content);
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      if (shut.test(error.reason)) return tellInPerson(place, due, card);
      if (!ours.test(error.reason)) throw error;
      log.error({ err: error }, 'Slack takes a card only as text.');
      await send(place, due, { text: content.text });
    }
  }

  /** Whoever posts faster than once a second to one channel is made to wait by Slack. */
  const postedAt = new Map<string, number>();
  function keepPace(channel: string) {
    const wait = (postedAt.get(channel) ?? 0) + pace.post * 1_000 - Date.now();
    if (wait > 0) throw new RateLimitError('Slack takes one message a second.', wait / 1_000);
  }

  return {
    /** Sends all that waits in a channel. Throws `RateLimitError` when some of it must wait. */
    async deliver(channel: string): Promise<void> {
      const place = await placeOf(channel);
      if (!place) return;
      for (;;) {
        keepPace(channel);
        const due = await outbox.take(channel);
        if (!due) break;
        try {
          if (due.card) await sendOne(place, due, due.card);
          else await outbox.dropped(due);
        } catch (error) {
          await outbox.putBack(due);
          throw error;
        }
        if (!due.address) postedAt.set(channel, Date.now());
      }
      const seconds = await outbox.nextIn(channel);
      if (seconds !== undefined) throw new RateLimitError('A message is edited every three seconds at most.', seconds);
    },

    /** Posts at once, to find out whether we can. */
    reach: (async (channel, { key, card }) => {
      const place = await placeOf(channel);
      if (!place) return 'not in channel';
      try {
        const address = await post(place, cardMessage(card, { source: '' }));
        await writeMessage(orm.em.fork(), { channel, key, author: 'bot', card });
        await orm.em.fork().execute('update message set address = ? where channel_id = ? and key = ?', [address, channel, key]);
        return 'posted';
      } catch (error) {
        if (error instanceof SlackRefusal && shut.test(error.reason)) return 'not in channel';
        throw error;
      }
    }) satisfies Reach,
  };
}

export type Delivery = ReturnType<typeof createDelivery>;
