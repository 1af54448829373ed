import { checkMessage, problem, textLimit } from './check.ts';
import { type Json, list, record, records, string } from './json.ts';
import { addMessage, type Content, changeMessage, findMessage, type Message, wireMessage } from './messages.ts';
import { type Caller, type Method, Refusal, required, visible, writable } from './method.ts';
import type { World } from './world.ts';

/** What a message says, refused as Slack refuses it. */
export function contentOf(world: World, where: string, args: Json, most: number): Content {
  const { blocks, attachments, metadata } = args;
  const text = string(args.text) || string(args.markdown_text);
  if (blocks !== undefined && !Array.isArray(blocks)) throw noted(world, where, 'invalid_blocks_format');
  if (!text && !list(blocks).length && !list(attachments).length) throw noted(world, where, 'no_text');
  if (text.length > most) throw noted(world, where, 'msg_too_long', `text has ${text.length} characters of ${most}`);
  const wrong = checkMessage(world, where, { text, blocks, attachments });
  if (wrong.length) throw new Refusal(refusalOf(wrong, blocks), wrong);
  return {
    text,
    ...(blocks === undefined ? {} : { blocks: records(blocks) }),
    ...(attachments === undefined ? {} : { attachments: records(attachments) }),
    ...(metadata === undefined ? {} : { metadata: record(metadata) }),
  };
}

function refusalOf(wrong: string[], blocks: unknown): string {
  if (wrong.every((one) => one.startsWith('/text'))) return 'msg_too_long';
  if (wrong.every((one) => one.includes('characters in its blocks'))) return 'msg_blocks_too_long';
  return blocks === undefined ? 'invalid_attachments' : 'invalid_blocks';
}

function noted(world: World, where: string, error: string, why: string = error): Refusal {
  problem(world, where, why);
  return new Refusal(error);
}

/** The thread a message belongs to: its root must be there. A reply's ts in place of the root's is a mistake that Slack lets pass. */
export function threadOf({ world, team }: Caller, channel: string, ts: unknown): string | undefined {
  const wanted = string(ts);
  if (!wanted) return undefined;
  const known = world.messages.find((one) => one.team === team.id && one.channel === channel && one.ts === wanted);
  if (!known) throw new Refusal('thread_not_found');
  if (known.thread_ts && known.thread_ts !== known.ts) problem(world, `${channel}`, `thread_ts ${wanted} is a reply's, not its root's`);
  return known.thread_ts ?? wanted;
}

/** A message of the app's own in a channel it may write in. */
export function ownMessage(caller: Caller, channel: string, ts: unknown, not: string): Message {
  const message = findMessage(caller.world, caller.team, channel, string(ts));
  if (!message) throw new Refusal('message_not_found');
  if (message.user !== caller.team.bot.user) throw new Refusal(not);
  return message;
}

/** What the bot says ends its status there. */
export function endStatus(world: World, channel: string, thread: string | undefined) {
  world.statuses = world.statuses.filter((one) => one.channel !== channel || (thread !== undefined && one.thread !== thread));
}

const postMessage: Method = (args, caller) => {
  const { world, team } = caller;
  required(args, 'channel');
  const channel = writable(caller, string(args.channel));
  const content = contentOf(world, `chat.postMessage to ${channel.id}`, args, textLimit.post);
  const thread_ts = threadOf(caller, channel.id, args.thread_ts);
  const message = addMessage(world, { team, channel: channel.id, user: team.bot.user, ...(thread_ts ? { thread_ts } : {}) }, content);
  endStatus(world, channel.id, thread_ts);
  return { channel: channel.id, ts: message.ts, message: wireMessage(world, team, message) };
};

const postEphemeral: Method = (args, caller) => {
  const { world, team } = caller;
  required(args, 'channel', 'user');
  const channel = writable(caller, string(args.channel));
  const user = string(args.user);
  if (!channel.members.has(user)) throw new Refusal('user_not_in_channel');
  const content = contentOf(world, `chat.postEphemeral to ${channel.id}`, args, textLimit.post);
  const thread_ts = threadOf(caller, channel.id, args.thread_ts);
  const place = { team, channel: channel.id, user: team.bot.user, only: user, ...(thread_ts ? { thread_ts } : {}) };
  return { message_ts: addMessage(world, place, content).ts };
};

const update: Method = (args, caller) => {
  const { world, team } = caller;
  required(args, 'channel', 'ts');
  const channel = visible(caller, string(args.channel));
  const message = ownMessage(caller, channel.id, args.ts, 'cant_update_message');
  if (channel.archived) throw new Refusal('is_inactive');
  writable(caller, channel.id);
  if (message.streaming) throw new Refusal('streaming_state_conflict');
  const { text, ...content } = contentOf(world, `chat.update in ${channel.id}`, args, textLimit.update);
  changeMessage(world, message, text ? { text, ...content } : content);
  return { channel: channel.id, ts: message.ts, text: message.text, message: wireMessage(world, team, message) };
};

const remove: Method = (args, caller) => {
  required(args, 'channel', 'ts');
  const channel = visible(caller, string(args.channel));
  const message = ownMessage(caller, channel.id, args.ts, 'cant_delete_message');
  message.deleted = true;
  return { channel: channel.id, ts: message.ts };
};

const getPermalink: Method = (args, caller) => {
  required(args, 'channel', 'message_ts');
  const channel = visible(caller, string(args.channel));
  const message = findMessage(caller.world, caller.team, channel.id, string(args.message_ts));
  if (!message) throw new Refusal('message_not_found');
  const thread = message.thread_ts ? `?thread_ts=${message.thread_ts}&cid=${channel.id}` : '';
  return {
    channel: channel.id,
    permalink: `https://${caller.team.domain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`,
  };
};

export const chat: Record<string, Method> = {
  'chat.postMessage': postMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.update': update,
  'chat.delete': remove,
  'chat.getPermalink': getPermalink,
};
