import { type Json, records, string } from './json.ts';
import { channelOf, type Team, userOf } from './teams.ts';
import type { World } from './world.ts';

/** A message as Slack keeps it. `only` is the one person who sees it (ephemeral). */
export type Message = {
  team: string;
  channel: string;
  ts: string;
  /** Who wrote it; the bot where it is the app's. */
  user: string;
  text: string;
  blocks: Json[];
  attachments: Json[];
  metadata: Json | undefined;
  thread_ts: string | undefined;
  only: string | undefined;
  /** `edited` is what Slack marks: new text, not new blocks. */
  edited: boolean;
  changes: number;
  deleted: boolean;
  streaming: boolean;
  /** What each person chose in it and did not send: `user/block/action`. */
  chosen: Map<string, Json>;
};

export type Content = { text: string; blocks?: Json[]; attachments?: Json[]; metadata?: Json };
type Place = { team: Team; channel: string; user: string; thread_ts?: string; only?: string; ts?: string };

export function addMessage(world: World, place: Place, content: Content): Message {
  const message: Message = {
    team: place.team.id,
    channel: place.channel,
    ts: place.ts ?? world.ts(),
    user: place.user,
    text: content.text,
    blocks: withIds(world, content.blocks ?? []),
    attachments: attachmentsOf(world, content.attachments ?? []),
    metadata: content.metadata,
    thread_ts: place.thread_ts,
    only: place.only,
    edited: false,
    changes: 0,
    deleted: false,
    streaming: false,
    chosen: new Map(),
  };
  world.messages.push(message);
  return message;
}

/** As `chat.update` changes it: what is not told stays, but new text without blocks removes the old blocks. */
export function changeMessage(world: World, message: Message, content: Partial<Content>) {
  if (content.text !== undefined) message.text = content.text;
  if (content.blocks) message.blocks = withIds(world, content.blocks);
  else if (content.text !== undefined) message.blocks = [];
  if (content.attachments) message.attachments = attachmentsOf(world, content.attachments);
  if (content.metadata) message.metadata = content.metadata;
  if (!content.blocks) message.edited = true;
  message.changes++;
}

/** A message that everybody in its channel may see. */
export const findMessage = (world: World, team: Team, channel: string, ts: string): Message | undefined =>
  world.messages.find((one) => one.team === team.id && one.channel === channel && one.ts === ts && one.only === undefined && !one.deleted);

/** A message by its place, for what people do with it. */
export function messageAt(world: World, channel: string, ts: string): Message {
  const message = world.messages.find((one) => one.channel === channel && one.ts === ts);
  if (!message) throw new Error(`There is no message ${ts} in ${channel}.`);
  return message;
}

const interactive =
  /^(button|overflow|checkboxes|radio_buttons|(date|time|datetime)picker|.*_select|.*_input|workflow_button|feedback_buttons|icon_button)$/;

/** Slack names every block and every element that has no name yet. */
export function withIds(world: World, blocks: Json[]): Json[] {
  const named = structuredClone(blocks);
  for (const block of named) {
    block.block_id ??= world.id('b');
    for (const element of [...records(block.elements), ...records([block.accessory, block.element])])
      if (interactive.test(string(element.type))) element.action_id ??= world.id('a');
    if (Array.isArray(block.child_blocks)) block.child_blocks = withIds(world, records(block.child_blocks));
  }
  return named;
}

const attachmentsOf = (world: World, attachments: Json[]): Json[] =>
  structuredClone(attachments).map((attachment, at) => ({
    ...attachment,
    id: at + 1,
    fallback: string(attachment.fallback) || '[no preview available]',
    ...(attachment.color ? { color: string(attachment.color).replace('#', '') } : {}),
    ...(attachment.blocks ? { blocks: withIds(world, records(attachment.blocks)) } : {}),
  }));

/** A message in Slack's own shape, as answers and payloads carry it. */
export function wireMessage(world: World, team: Team, message: Message): Json {
  const own = message.user === team.bot.user;
  const root = message.thread_ts && world.messages.find((one) => one.ts === message.thread_ts && one.channel === message.channel);
  return {
    user: message.user,
    type: 'message',
    ts: message.ts,
    ...(own ? { bot_id: team.bot.id, app_id: world.app.id } : {}),
    text: message.text,
    team: team.id,
    ...(own ? { bot_profile: botProfile(world, team) } : {}),
    ...(message.edited ? { edited: { user: message.user, ts: message.ts } } : {}),
    ...(message.thread_ts ? { thread_ts: message.thread_ts } : {}),
    ...(root ? { parent_user_id: root.user } : {}),
    ...(message.attachments.length ? { attachments: message.attachments } : {}),
    ...(message.blocks.length ? { blocks: message.blocks } : {}),
    ...(message.metadata ? { metadata: message.metadata } : {}),
  };
}

const botProfile = (world: World, team: Team): Json => ({
  id: team.bot.id,
  app_id: world.app.id,
  user_id: team.bot.user,
  name: userOf(team, team.bot.user)?.name,
  deleted: false,
  updated: 1_700_000_000,
  team_id: team.id,
});

/** The name of a channel as payloads tell it. */
export function channelNameIn(team: Team, id: string): string {
  const channel = channelOf(team, id);
  if (channel?.kind === 'im') return 'directmessage';
  return channel?.kind === 'private' ? 'privategroup' : (channel?.name ?? '');
}
