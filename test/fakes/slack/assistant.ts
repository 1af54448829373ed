import { problem } from './check.ts';
import { type Json, list, records, string } from './json.ts';
import { type Caller, type Method, Refusal, required, visible } from './method.ts';

const setStatus: Method = (args, caller) => {
  const { world } = caller;
  required(args, 'channel_id', 'thread_ts');
  const place = placeOf(caller, args);
  const loading = list(args.loading_messages).map(string);
  if (loading.length > 10) throw new Refusal('invalid_arguments', ['[ERROR] at most 10 loading_messages']);
  world.statuses = world.statuses.filter(({ channel, thread }) => channel !== place.channel || thread !== place.thread);
  const status = string(args.status);
  if (status) world.statuses.push({ ...place, status, loading });
  return {};
};

const setTitle: Method = (args, caller) => {
  required(args, 'channel_id', 'thread_ts', 'title');
  caller.world.titles.push({ ...placeOf(caller, args), title: string(args.title) });
  return {};
};

/** In the agent view prompts belong to the whole conversation: with a `thread_ts` Slack says ok and shows nothing. */
const setSuggestedPrompts: Method = (args, caller) => {
  const { world } = caller;
  required(args, 'channel_id', 'prompts');
  const { channel } = placeOf(caller, args);
  const prompts = records(args.prompts).map(({ title, message }) => ({ title: string(title), message: string(message) }));
  const fine = Array.isArray(args.prompts) && prompts.length <= 4 && prompts.every(({ title, message }) => title && message);
  if (!fine) {
    problem(world, 'assistant.threads.setSuggestedPrompts', 'one to four prompts, each with title and message');
    throw new Refusal('invalid_arguments', ['[ERROR] invalid prompts']);
  }
  if (!args.thread_ts) world.prompts.set(channel, { title: string(args.title), prompts });
  return {};
};

function placeOf(caller: Caller, args: Json) {
  const channel = visible(caller, string(args.channel_id));
  return { team: caller.team.id, channel: channel.id, thread: string(args.thread_ts) };
}

export const assistant: Record<string, Method> = {
  'assistant.threads.setStatus': setStatus,
  'assistant.threads.setTitle': setTitle,
  'assistant.threads.setSuggestedPrompts': setSuggestedPrompts,
};
