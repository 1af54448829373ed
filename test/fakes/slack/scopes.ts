import { type Json, string } from './json.ts';
import { channelOf, type Team } from './teams.ts';

const byMethod: Record<string, string> = {
  'assistant.threads.setStatus': 'assistant:write',
  'assistant.threads.setTitle': 'assistant:write',
  'assistant.threads.setSuggestedPrompts': 'assistant:write',
  'conversations.join': 'channels:join',
  'users.info': 'users:read',
  'team.info': 'team:read',
};
const reads = { public: 'channels:read', private: 'groups:read', im: 'im:read', mpim: 'mpim:read' };
const readsOf: Record<string, string> = {
  public_channel: reads.public,
  private_channel: reads.private,
  im: reads.im,
  mpim: reads.mpim,
};

/** The scopes that a call needs, all of them. */
function needed(method: string, args: Json, team: Team): string[] {
  if (method === 'chat.getPermalink') return [];
  if (method.startsWith('chat.')) return ['chat:write'];
  if (method === 'conversations.open') return [string(args.users).includes(',') ? 'mpim:write' : 'im:write'];
  if (method === 'conversations.list')
    return string(args.types || 'public_channel')
      .split(',')
      .flatMap((type) => readsOf[type.trim()] ?? []);
  if (method === 'conversations.info' || method === 'conversations.members')
    return [reads[channelOf(team, string(args.channel))?.kind ?? 'public']];
  const one = byMethod[method];
  return one ? [one] : [];
}

export function missingScope(method: string, args: Json, team: Team): { needed: string; provided: string } | undefined {
  const { scopes } = team;
  if (!scopes) return undefined;
  const missing = needed(method, args, team).filter((scope) => !scopes.includes(scope));
  return missing.length ? { needed: missing.join(','), provided: scopes.join(',') } : undefined;
}

const histories: Record<string, string> = { im: 'im:history', mpim: 'mpim:history', group: 'groups:history', channel: 'channels:history' };
const forEvents: Record<string, string> = {
  app_mention: 'app_mentions:read',
  member_joined_channel: 'channels:read',
  member_left_channel: 'channels:read',
  channel_archive: 'channels:read',
};

/** The scope without which Slack does not tell an app of an event. */
export function unheard(team: Team, event: Json): string | undefined {
  const scope = event.type === 'message' ? histories[string(event.channel_type)] : forEvents[string(event.type)];
  return scope && team.scopes && !team.scopes.includes(scope) ? scope : undefined;
}
