import { endStatus, ownMessage, threadOf } from './chat.ts';
import { checkMessage, problem } from './check.ts';
import { type Json, list, records, string } from './json.ts';
import { addMessage, type Message, withIds } from './messages.ts';
import { type Caller, type Method, Refusal, required, writable } from './method.ts';

const longest = 12_000;

const startStream: Method = (args, caller) => {
  const { world, team } = caller;
  required(args, 'channel', 'thread_ts');
  const channel = writable(caller, string(args.channel));
  if (channel.kind !== 'im') {
    if (!args.recipient_team_id) throw new Refusal('missing_recipient_team_id');
    if (!args.recipient_user_id) throw new Refusal('missing_recipient_user_id');
  }
  const thread_ts = threadOf(caller, channel.id, args.thread_ts);
  const chunks = chunksOf(caller, 'chat.startStream', args);
  const message = addMessage(world, { team, channel: channel.id, user: team.bot.user, ...(thread_ts ? { thread_ts } : {}) }, { text: '' });
  message.streaming = true;
  for (const chunk of chunks) take(caller, message, chunk);
  endStatus(world, channel.id, thread_ts);
  return { channel: channel.id, ts: message.ts };
};

const appendStream: Method = (args, caller) => {
  required(args, 'channel', 'ts');
  const message = streamOf(caller, args);
  const chunks = chunksOf(caller, 'chat.appendStream', args);
  if (!chunks.length) throw new Refusal('invalid_arguments', ['[ERROR] missing required field: markdown_text']);
  for (const chunk of chunks) take(caller, message, chunk);
  return { channel: message.channel, ts: message.ts };
};

const stopStream: Method = (args, caller) => {
  required(args, 'channel', 'ts');
  const message = streamOf(caller, args);
  const chunks = chunksOf(caller, 'chat.stopStream', args);
  if (args.blocks !== undefined) {
    const wrong = checkMessage(caller.world, 'chat.stopStream', { text: 'the stream', blocks: args.blocks });
    if (wrong.length) throw new Refusal('invalid_blocks', wrong);
  }
  for (const chunk of chunks) take(caller, message, chunk);
  message.blocks.push(...withIds(caller.world, records(args.blocks)));
  message.streaming = false;
  if (!message.text.trim() && !message.blocks.length) problem(caller.world, 'chat.stopStream', 'the stream said nothing');
  return { channel: message.channel, ts: message.ts, message: { text: message.text, ts: message.ts } };
};

function streamOf(caller: Caller, args: Json): Message {
  const channel = writable(caller, string(args.channel));
  const message = ownMessage(caller, channel.id, args.ts, 'message_not_owned_by_app');
  if (!message.streaming) throw new Refusal('message_not_in_streaming_state');
  return message;
}

const statuses = ['pending', 'in_progress', 'complete', 'error'];

/** What is to be appended, looked at before any of it is. */
function chunksOf({ world }: Caller, where: string, args: Json): Json[] {
  const text = string(args.markdown_text);
  if (args.chunks !== undefined && !Array.isArray(args.chunks)) throw new Refusal('invalid_chunks');
  const chunks = [...(text ? [{ type: 'markdown_text', text }] : []), ...records(args.chunks)];
  for (const chunk of chunks) {
    const why = wrongChunk(chunk);
    if (!why) continue;
    problem(world, where, why);
    throw new Refusal(why.startsWith('text') ? 'msg_too_long' : 'invalid_chunks', [why]);
  }
  for (const { blocks } of chunks.filter(({ type }) => type === 'blocks')) {
    const wrong = checkMessage(world, where, { text: 'the stream', blocks });
    if (wrong.length) throw new Refusal('invalid_blocks', wrong);
  }
  return chunks;
}

function wrongChunk(chunk: Json): string | undefined {
  const { type, text, id, title, status } = chunk;
  if (type === 'markdown_text')
    return string(text).length > longest ? `text has ${string(text).length} characters of ${longest}` : undefined;
  if (type === 'plan_update') return title ? undefined : 'a plan_update needs a title';
  if (type === 'blocks') return list(chunk.blocks).length <= 50 ? undefined : 'a chunk has more than 50 blocks';
  if (type !== 'task_update') return `there is no chunk ${string(type)}`;
  if (!id || !title) return 'a task_update needs id and title';
  return statuses.includes(string(status)) ? undefined : `a task has no status ${string(status)}`;
}

/** Puts a piece of a stream where it belongs: words together, each task once. */
function take({ world }: Caller, message: Message, chunk: Json) {
  const last = message.blocks.at(-1);
  if (chunk.type === 'markdown_text') {
    message.text += string(chunk.text);
    if (last?.type === 'markdown') last.text = string(last.text) + string(chunk.text);
    else message.blocks.push({ type: 'markdown', block_id: world.id('b'), text: chunk.text });
  } else if (chunk.type === 'blocks') message.blocks.push(...withIds(world, records(chunk.blocks)));
  else if (chunk.type === 'plan_update') upsert(message, 'plan', { type: 'plan', block_id: 'plan', title: chunk.title });
  else upsert(message, string(chunk.id), { ...chunk, type: 'task_card', task_id: chunk.id, block_id: string(chunk.id) });
  message.changes++;
}

function upsert(message: Message, id: string, block: Json) {
  const at = message.blocks.findIndex((one) => one.block_id === id);
  if (at < 0) message.blocks.push(block);
  else message.blocks[at] = { ...message.blocks[at], ...block };
}

export const streams: Record<string, Method> = {
  'chat.startStream': startStream,
  'chat.appendStream': appendStream,
  'chat.stopStream': stopStream,
};
