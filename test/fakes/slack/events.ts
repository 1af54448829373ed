import { randomUUID } from 'node:crypto';
import type { Delivered, Delivery, DeliveryOptions } from './delivery.ts';
import { type Json, string } from './json.ts';
import { addMessage, messageAt, wireMessage } from './messages.ts';
import { unheard } from './scopes.ts';
import { type Channel, channelOf, dmOf, type Team } from './teams.ts';
import { typed } from './typed.ts';
import { wireView } from './views.ts';
import { teamOf, type World, whoIs } from './world.ts';

export type EventOptions = DeliveryOptions & { team?: string; eventId?: string; sameAs?: Delivered };
export type SaidOptions = EventOptions & { user?: string; channel?: string; thread_ts?: string };

const channelTypes = { public: 'channel', private: 'group', im: 'im', mpim: 'mpim' };

/** What happens in Slack that the app hears of, though nobody asked the app for anything. */
export function createEvents(world: World, { deliver, again }: Delivery) {
  /** Tells the app of any event; what Slack always adds is added where it is not told. */
  async function event(event: Json & { type: string }, { team: id, eventId, sameAs, ...options }: EventOptions = {}): Promise<Delivered> {
    if (sameAs) return again(sameAs, options);
    const team = id ? teamOf(world, id) : typeof event.user === 'string' ? whoIs(world, event.user).team : teamOf(world, 'T1');
    const ts = string(event.ts) || world.ts();
    const channel = typeof event.channel === 'string' ? channelOf(team, event.channel) : undefined;
    const whole: Json = {
      ...(saysSomething(event) ? said(team, event, ts, channel) : {}),
      ...event,
      event_ts: string(event.event_ts) || ts,
    };
    const missing = unheard(team, whole);
    if (missing) throw new Error(`Without the scope ${missing} the app does not hear of ${event.type}.`);
    if (saysSomething(event)) keep(team, whole);
    const authorization = { enterprise_id: null, team_id: team.id, user_id: team.bot.user, is_bot: true, is_enterprise_install: false };
    const payload = {
      token: 'verification-token',
      team_id: team.id,
      context_team_id: team.id,
      context_enterprise_id: null,
      api_app_id: world.app.id,
      event: whole,
      type: 'event_callback',
      event_id: eventId ?? world.id('Ev'),
      event_time: Math.floor(Date.now() / 1_000),
      authorizations: [authorization],
      is_ext_shared_channel: false,
      event_context: `4-${randomUUID()}`,
    };
    return deliver({ kind: 'event', payload }, options);
  }

  /** What a person's message has besides its text. */
  function said(team: Team, event: Json, ts: string, channel: Channel | undefined): Json {
    const elements = [{ type: 'rich_text_section', elements: [{ type: 'text', text: event.text }] }];
    return {
      ts,
      client_msg_id: randomUUID(),
      team: team.id,
      blocks: [{ type: 'rich_text', block_id: world.id('b'), elements }],
      ...(event.type === 'message' ? { channel_type: channelTypes[channel?.kind ?? 'public'] } : {}),
    };
  }

  /** It stands in the channel too, so that it can be answered in its thread. */
  function keep(team: Team, { channel, ts, user, text, thread_ts }: Json) {
    if (world.messages.some((one) => one.ts === ts && one.channel === channel)) return;
    const place = {
      team,
      channel: string(channel),
      user: string(user),
      ts: string(ts),
      ...(thread_ts ? { thread_ts: string(thread_ts) } : {}),
    };
    addMessage(world, place, { text: string(text) });
  }

  /** A person writes: to the app directly where no channel is told. In channels only mentions are heard. */
  async function say(text: string, { user = 'U1', channel, thread_ts, ...options }: SaidOptions = {}): Promise<Delivered> {
    const { team } = whoIs(world, user);
    const place = channel ? channelOf(team, channel) : dmOf(team, user);
    if (!place?.members.has(user)) throw new Error(`${user} is not in ${channel}.`);
    const words = typed(text, team, user, { labels: false });
    const mentioned = words.includes(`<@${team.bot.user}>`);
    const direct = place.kind === 'im' || place.kind === 'mpim';
    const type = direct ? 'message' : 'app_mention';
    const written = { type, user, channel: place.id, text: words, ...(thread_ts ? { thread_ts } : {}) };
    if (!direct && !mentioned) {
      keep(team, { ...written, ts: world.ts() });
      return { status: 0, text: 'not heard', body: undefined, ms: 0, headers: {}, payload: {} };
    }
    return event(written, options);
  }

  /** A person looks at the app: its Home, or its messages. */
  async function openHome(
    user = 'U1',
    { tab = 'home', ...options }: EventOptions & { tab?: 'home' | 'messages' } = {},
  ): Promise<Delivered> {
    const { team } = whoIs(world, user);
    const home = world.homes.get(user);
    const view = tab === 'home' && home ? { view: wireView(world, team, home) } : {};
    return event({ type: 'app_home_opened', user, channel: dmOf(team, user).id, tab, ...view }, options);
  }

  /** Somebody comes into a channel; `bot` is the app itself. */
  async function join(
    channel: string,
    { user = 'bot', team: id = 'T1', ...options }: EventOptions & { user?: string } = {},
  ): Promise<Delivered> {
    const team = user === 'bot' ? teamOf(world, id) : whoIs(world, user).team;
    const place = channelOf(team, channel);
    if (!place) throw new Error(`${team.id} has no channel ${channel}.`);
    const who = user === 'bot' ? team.bot.user : user;
    place.members.add(who);
    const inviter = [...place.members][0];
    const joined = { type: 'member_joined_channel', channel, channel_type: place.kind === 'private' ? 'G' : 'C', team: team.id, inviter };
    return event({ ...joined, user: who }, { ...options, team: team.id });
  }

  /** Removes the app from a workspace: its token is dead at once, and then it hears of it. */
  async function uninstall(id = 'T1', options: DeliveryOptions = {}): Promise<Delivered[]> {
    const team = teamOf(world, id);
    team.oldTokens.set(team.token, 'account_inactive');
    team.installed = false;
    return [
      await event({ type: 'tokens_revoked', tokens: { oauth: [], bot: [team.bot.user] } }, { ...options, team: id }),
      await event({ type: 'app_uninstalled' }, { ...options, team: id }),
    ];
  }

  /** Slack tells an app in direct messages also of what it said itself. */
  const echo = ({ channel, ts }: { channel: string; ts: string }, options: DeliveryOptions = {}) => {
    const message = messageAt(world, channel, ts);
    return event(
      { ...wireMessage(world, teamOf(world, message.team), message), type: 'message', channel, channel_type: 'im' },
      { ...options, team: message.team },
    );
  };

  return { event, say, openHome, join, uninstall, echo };
}

const saysSomething = ({ type, subtype }: Json) => type === 'app_mention' || (type === 'message' && subtype === undefined);
