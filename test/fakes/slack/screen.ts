import type { Values } from './fields.ts';
import { type Json, record, string } from './json.ts';
import type { Message } from './messages.ts';
import { channelOf, dmOf, seenBy } from './teams.ts';
import { blocksOf, stackOf, type View } from './views.ts';
import { type World, whoIs } from './world.ts';

/** A message as one person sees it. */
export type SeenMessage = {
  /** Who sees it. */
  viewer: string;
  ts: string;
  channel: string;
  user: string;
  /** The app said it. */
  bot: boolean;
  text: string;
  blocks: Json[];
  attachments: Json[];
  thread_ts: string | undefined;
  ephemeral: boolean;
  edited: boolean;
  /** How often it was changed so far. */
  changes: number;
  /** Only its place is left, because it has replies. */
  deleted: boolean;
  streaming: boolean;
};

/** A modal or App Home in front of a person, with what stands in its fields and under them. */
export type SeenView = {
  id: string;
  type: 'modal' | 'home';
  title: string;
  submit: string;
  close: string;
  blocks: Json[];
  values: Values;
  errors: Record<string, string>;
  hash: string;
  callback_id: string;
  private_metadata: string;
};

export type Screen = {
  messages: SeenMessage[];
  /** The modal on top. */
  view: SeenView | undefined;
  /** All that are open, the topmost last. */
  views: SeenView[];
  home: SeenView | undefined;
  prompts: { title: string; prompts: { title: string; message: string }[] } | undefined;
  /** "is looking…", while the app works. */
  status: string;
};

/** What a person sees: a channel (else the direct messages with the app), their modals and their App Home. */
export function screenOf(world: World, user: string, channel?: string): Screen {
  const { team } = whoIs(world, user);
  const place = channel ? channelOf(team, channel) : dmOf(team, user);
  if (!place) throw new Error(`${team.id} has no channel ${channel}.`);
  const views = stackOf(world, user).map(seenView);
  const home = world.homes.get(user);
  const here = world.messages.filter((one) => one.team === team.id && one.channel === place.id);
  return {
    messages: seenBy(place, user)
      ? here
          .filter((one) => (one.only === undefined || one.only === user) && (!one.deleted || here.some((reply) => isReply(reply, one))))
          .map((one) => seenMessage(one, user, team.bot.user))
          .sort((one, other) => one.ts.localeCompare(other.ts))
      : [],
    view: views.at(-1),
    views,
    home: home && seenView(home),
    prompts: world.prompts.get(place.id),
    status: world.statuses.findLast((one) => one.channel === place.id)?.status ?? '',
  };
}

const isReply = (reply: Message, root: Message) => reply.thread_ts === root.ts && reply !== root && !reply.deleted;

function seenMessage(message: Message, viewer: string, bot: string): SeenMessage {
  const { ts, channel, user, thread_ts, edited, changes, deleted, streaming } = message;
  const gone = { text: 'This message was deleted.', blocks: [], attachments: [] };
  const { text, blocks, attachments } = deleted ? gone : message;
  const content = structuredClone({ text, blocks, attachments });
  return {
    viewer,
    ts,
    channel,
    user,
    bot: user === bot,
    ...content,
    thread_ts,
    ephemeral: !!message.only,
    edited,
    changes,
    deleted,
    streaming,
  };
}

const seenView = (view: View): SeenView => ({
  id: view.id,
  type: view.type,
  title: string(record(view.payload.title).text),
  submit: string(record(view.payload.submit).text),
  close: string(record(view.payload.close).text),
  blocks: structuredClone(blocksOf(view)),
  values: structuredClone(view.values),
  errors: { ...view.errors },
  hash: view.hash,
  callback_id: string(view.payload.callback_id),
  private_metadata: string(view.payload.private_metadata),
});
