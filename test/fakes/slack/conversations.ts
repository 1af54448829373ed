import { type Json, string, yes } from './json.ts';
import { type Caller, type Method, personOf, Refusal, required, visible, writable } from './method.ts';
import { botIsIn, type Channel, dmOf, groupOf, type Team, userOf } from './teams.ts';

function wireChannel(team: Team, channel: Channel): Json {
  const { id, name, kind, archived } = channel;
  const partner = kind === 'im' ? [...channel.members].find((member) => member !== team.bot.user) : undefined;
  return {
    id,
    ...(kind === 'im'
      ? { user: partner, is_user_deleted: userOf(team, partner ?? '')?.deleted ?? false }
      : { name, name_normalized: name }),
    is_channel: kind === 'public' || kind === 'private',
    is_group: kind === 'private',
    is_im: kind === 'im',
    is_mpim: kind === 'mpim',
    is_private: kind !== 'public',
    is_archived: archived,
    is_general: false,
    is_member: botIsIn(team, channel),
    is_shared: false,
    is_ext_shared: false,
    is_org_shared: false,
    context_team_id: team.id,
    created: 1_700_000_000,
    num_members: channel.members.size,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}

const open: Method = (args, caller) => {
  const { team } = caller;
  if (args.channel) return { channel: { id: visible(caller, string(args.channel)).id } };
  required(args, 'users');
  const people = (Array.isArray(args.users) ? args.users : string(args.users).split(',')).map((id) => personOf(caller, string(id).trim()));
  if (people.some(({ is_bot }) => is_bot)) throw new Refusal('cannot_dm_bot');
  if (people.some(({ deleted }) => deleted)) throw new Refusal('user_disabled');
  const ids = people.map(({ id }) => id);
  const [first = ''] = ids;
  const channel = ids.length === 1 ? dmOf(team, first) : groupOf(team, ids);
  return { no_op: false, already_open: false, channel: yes(args.return_im) ? wireChannel(team, channel) : { id: channel.id } };
};

const info: Method = (args, caller) => {
  required(args, 'channel');
  return { channel: wireChannel(caller.team, visible(caller, string(args.channel))) };
};

const kinds: Record<string, Channel['kind']> = { public_channel: 'public', private_channel: 'private', mpim: 'mpim', im: 'im' };

const all: Method = (args, { team }) => {
  const types = string(args.types || 'public_channel').split(',');
  if (types.some((type) => !kinds[type.trim()])) throw new Refusal('invalid_types');
  const wanted = types.map((type) => kinds[type.trim()]);
  const found = team.channels
    .filter((channel) => wanted.includes(channel.kind) && (channel.kind === 'public' || botIsIn(team, channel)))
    .filter(({ archived }) => !(archived && yes(args.exclude_archived)));
  const { page, response_metadata } = paged(found, args);
  return { channels: page.map((channel) => wireChannel(team, channel)), response_metadata };
};

const join: Method = (args, caller) => {
  required(args, 'channel');
  const channel = visible(caller, string(args.channel));
  if (channel.kind !== 'public') throw new Refusal('method_not_supported_for_channel_type');
  if (channel.archived) throw new Refusal('is_archived');
  const already = botIsIn(caller.team, channel);
  channel.members.add(caller.team.bot.user);
  return { channel: wireChannel(caller.team, channel), ...(already ? { warning: 'already_in_channel' } : {}) };
};

const members: Method = (args, caller) => {
  required(args, 'channel');
  const { page, response_metadata } = paged([...visible(caller, string(args.channel)).members], args);
  return { members: page, response_metadata };
};

const leave: Method = (args, caller) => {
  required(args, 'channel');
  writable(caller, string(args.channel)).members.delete(caller.team.bot.user);
  return {};
};

/** Slack's pages; the cursor is where the next one begins. */
function paged<T>(whole: T[], { cursor, limit }: Json): { page: T[]; response_metadata: Json } {
  const from = cursor ? Number(Buffer.from(string(cursor), 'base64').toString()) : 0;
  if (!Number.isInteger(from)) throw new Refusal('invalid_cursor');
  const size = Math.min(Number(limit ?? 100), 1_000);
  const next = from + size < whole.length ? Buffer.from(String(from + size)).toString('base64') : '';
  return { page: whole.slice(from, from + size), response_metadata: { next_cursor: next } };
}

/** A person as `users.info` tells it. */
export const userInfo: Method = (args, caller: Caller) => {
  required(args, 'user');
  const user = personOf(caller, args.user);
  const zone = new Intl.DateTimeFormat('en', { timeZone: user.tz, timeZoneName: 'longOffset' }).formatToParts(new Date());
  const [, sign = '+', hours = '0', minutes = '0'] =
    /GMT([+-])(\d+):(\d+)/.exec(zone.find(({ type }) => type === 'timeZoneName')?.value ?? '') ?? [];
  return {
    user: {
      ...user,
      team_id: user.team_id ?? caller.team.id,
      tz_offset: Number(`${sign}1`) * (Number(hours) * 3_600 + Number(minutes) * 60),
      is_restricted: false,
      is_ultra_restricted: false,
      is_app_user: false,
      locale: 'en-GB',
      profile: { real_name: user.real_name, display_name: user.name, team: caller.team.id },
    },
  };
};

export const conversations: Record<string, Method> = {
  'conversations.open': open,
  'conversations.info': info,
  'conversations.list': all,
  'conversations.join': join,
  'conversations.members': members,
  'conversations.leave': leave,
  'users.info': userInfo,
};
