import { type Json, string } from './json.ts';
import { botIsIn, type Channel, channelOf, dmOf, type Team, userOf } from './teams.ts';
import type { World } from './world.ts';

/** Whose token it was. */
export type Caller = { world: World; team: Team };
/** One method of the Web API: what it answers besides `ok: true`. It refuses by throwing. */
export type Method = (args: Json, caller: Caller) => Json;

/** `ok: false`, with HTTP 200, as Slack does. */
export class Refusal extends Error {
  readonly answer: Json;
  constructor(error: string, messages: string[] = [], more: Json = {}) {
    super(error);
    this.answer = { ok: false, error, ...more, ...(messages.length ? { response_metadata: { messages } } : {}) };
  }
}

export function required(args: Json, ...names: string[]) {
  const missing = names.filter((name) => args[name] === undefined || args[name] === '');
  if (missing.length)
    throw new Refusal(
      'invalid_arguments',
      missing.map((name) => `[ERROR] missing required field: ${name}`),
    );
}

/** A channel of this team that the bot may know of. */
export function visible({ team }: Caller, id: string): Channel {
  const channel = channelOf(team, id);
  if (!channel || (channel.kind !== 'public' && !botIsIn(team, channel))) throw new Refusal('channel_not_found');
  return channel;
}

/** A channel in which the bot may write; the id of a person stands for the direct messages with them. */
export function writable(caller: Caller, id: string): Channel {
  const person = userOf(caller.team, id);
  if (person && (person.is_bot || person.deleted)) throw new Refusal('channel_not_found');
  const channel = person ? dmOf(caller.team, id) : visible(caller, id);
  if (channel.archived) throw new Refusal('is_archived');
  if (!botIsIn(caller.team, channel)) throw new Refusal('not_in_channel');
  return channel;
}

export function personOf({ team }: Caller, id: unknown) {
  const user = userOf(team, string(id));
  if (!user) throw new Refusal('user_not_found');
  return user;
}
