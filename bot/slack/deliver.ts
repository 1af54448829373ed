import type { MikroORM } from '@mikro-orm/postgresql';
import { RateLimitError } from '../../connectors/errors.ts';
import { Channel } from '../../db/entities/channel.ts';
import type { Card } from '../../dialogs/card.ts';
import { elsewhere } from '../../dialogs/cards/elsewhere.ts';
import type { Enqueue } from '../../jobs/job.ts';
import type { Logger } from '../../log.ts';
import type { Reach } from '../surface.ts';
import { writeMessage } from '../write-message.ts';
import { cardMessage, type SlackMessage } from './cards.ts';
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
const shut =
  /^(not_in_channel|channel_not_found|is_(archived|inactive)|restricted_action|user_(not_found|not_visible|disabled)|cannot_dm_bot|messages_tab_disabled)/;
/** What we made cannot be shown; only its text can. */
const ours = /^(invalid_blocks|invalid_attachments|msg_(too_long|blocks_too_long)|invalid_arguments)/;
/** It is not there any more, or not ours any more: it has to be posted anew. */
const gone = /^(message_not_found|cant_update_message|edit_window_closed)/;
/** The workspace does not let us speak; what waits is sent when it does. */
const dismissed =
  /^(account_inactive|token_(revoked|expired)|invalid_auth|not_authed|no_permission|missing_scope|(ekm|team)_access_(denied|not_granted))/;
/** Slack has trouble of its own. */
const passing = /^(internal_error|fatal_error|service_unavailable|request_timeout|accesslimited)/;

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

  async function post(place: Place, content: SlackMessage, thread?: string): Promise<string> {
    const message = { channel: place.slackId, ...content, unfurl_links: false, unfurl_media: false, ...(thread && { thread_ts: thread }) };
    try {
      const { ts = '' } = await ask(place.team.client.chat.postMessage(message));
      return ts;
    } catch (error) {
      // Its root was deleted: it stands by itself then.
      if (thread && error instanceof SlackRefusal && error.reason === 'thread_not_found') return post(place, content);
      throw error;
    }
  }

  /** Posts it, or edits it where it stands; one that somebody deleted there is posted once more. */
  async function send(place: Place, due: DueMessage, content: SlackMessage): Promise<void> {
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
      if (!(error instanceof SlackRefusal) || !gone.test(error.reason)) throw error;
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
    const keyOf = (key: string) => `${row.id}:${key}`;
    await writeMessage(orm.em.fork(), {
      ...{ channel, key: keyOf(due.key), author: 'bot', due: true, revision: Number(due.revision) },
      ...(due.thread && { thread: keyOf(due.thread) }),
      card: elsewhere(card, row.name),
    });
    await askToDeliver(enqueue, channel);
  }

  async function sendOne(place: Place, due: DueMessage, card: Card, content: SlackMessage): Promise<void> {
    try {
      await send(place, due, content);
    } catch (error) {
      if (!(error instanceof SlackRefusal) || dismissed.test(error.reason) || passing.test(error.reason)) throw error;
      if (shut.test(error.reason)) return tellInPerson(place, due, card);
      const asText = Boolean(content.blocks) && ours.test(error.reason);
      log.error({ err: error }, asText ? 'Slack takes a card only as text.' : 'Slack does not take a message; it is left out.');
      await (asText ? sendOne(place, due, card, { text: content.text }) : outbox.dropped(due));
    }
  }

  /** Whoever posts faster than once a second to one channel is made to wait by Slack. */
  const postedAt = new Map<string, number>();
  const paceOf = (channel: string) => ((postedAt.get(channel) ?? 0) + pace.post * 1_000 - Date.now()) / 1_000;

  async function sendTaken(place: Place, due: DueMessage): Promise<void> {
    try {
      if (due.card) await sendOne(place, due, due.card, cardMessage(due.card, { source: due.id }));
      else await outbox.dropped(due);
    } catch (error) {
      await outbox.putBack(due);
      throw error;
    }
    if (!due.address) postedAt.set(place.row.id, Date.now());
  }

  async function sendAll(channel: string): Promise<void> {
    const place = await placeOf(channel);
    if (!place) return;
    for (;;) {
      const due = paceOf(channel) > 0 ? undefined : await outbox.take(channel);
      if (due) {
        await sendTaken(place, due);
        continue;
      }
      const seconds = await outbox.nextIn(channel);
      if (seconds === undefined) return;
      const wait = Math.max(seconds, paceOf(channel));
      // Else something has come just now.
      if (wait > 0) throw new RateLimitError('Slack takes one message a second, and one edit of it every three.', wait);
    }
  }

  return {
    /** Sends all that waits in a channel. Throws `RateLimitError` when some of it must wait. */
    async deliver(channel: string): Promise<void> {
      try {
        await sendAll(channel);
      } catch (error) {
        if (!(error instanceof SlackRefusal)) throw error;
        const about = { channel, reason: error.reason };
        if (dismissed.test(error.reason)) return log.info(about, 'We may not speak in this workspace now.');
        if (!shut.test(error.reason)) throw error;
        // A person who has left: there is nobody to tell.
        log.warn(about, 'Messages to somebody cannot be sent any more.');
        await outbox.droppedAll(channel);
      }
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
