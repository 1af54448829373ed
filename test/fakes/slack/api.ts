import { account } from './account.ts';
import { assistant } from './assistant.ts';
import { chat } from './chat.ts';
import { conversations } from './conversations.ts';
import { type Faults, plannedError } from './faults.ts';
import { type Json, parse, string } from './json.ts';
import { type Caller, type Method, Refusal } from './method.ts';
import { type Access, accessMethods } from './oauth.ts';
import type { Rates } from './rates.ts';
import { missingScope } from './scopes.ts';
import type { Sockets } from './socket.ts';
import { streams } from './streams.ts';
import type { Team } from './teams.ts';
import { viewMethods } from './view-methods.ts';
import type { World } from './world.ts';

const methods: Record<string, Method> = { ...account, ...assistant, ...chat, ...conversations, ...streams, ...viewMethods };

export type Asked = { method: string; contentType: string; authorization: string; body: string; query: string };
export type Reply = { status: number; headers: Record<string, string>; body: string };
export type Api = { world: World; faults: Faults; rates: Rates; access: Access; sockets: Sockets };

/** Arguments that are JSON inside a form. */
const structured = /^(blocks|view|attachments|metadata|chunks|prompts|loading_messages)$/;

/** Answers one call of the Web API. */
export function call(api: Api, asked: Asked): Reply {
  const { world, faults, rates } = api;
  const { token, args } = argumentsOf(asked);
  const team = world.teams.find((team) => team.token === token || team.oldTokens.has(token));
  const record = { method: asked.method, args, team: team?.id, at: world.now() };
  const told = (answer: Json, status = 200, headers: Record<string, string> = {}): Reply => {
    world.calls.push(answer.ok ? record : { ...record, error: string(answer.error) });
    return json(answer, status, { ...headers, ...(team?.scopes ? { 'x-oauth-scopes': team.scopes.join(',') } : {}) });
  };
  const planned = plannedError(faults, asked.method);
  if (planned) return told({ ok: false, error: planned });
  const wait = team && rates.wait(asked.method, args, team);
  if (wait) return told({ ok: false, error: 'ratelimited' }, 429, { 'retry-after': String(wait) });
  try {
    return told({ ok: true, ...answer(api, asked, token, args, team) });
  } catch (error) {
    if (error instanceof Refusal) return told(error.answer);
    throw error;
  }
}

function answer(api: Api, asked: Asked, token: string, args: Json, team: Team | undefined): Json {
  const { world } = api;
  const access = accessMethods[asked.method];
  if (access) return access(args, asked, api);
  if (asked.method === 'apps.connections.open') return { url: api.sockets.open(token) };
  const method = methods[asked.method];
  if (!method) throw new Refusal('unknown_method', [], { req_method: asked.method });
  const caller = { world, team: allowed(world, token, team) } satisfies Caller;
  const missing = missingScope(asked.method, args, caller.team);
  if (missing) throw new Refusal('missing_scope', [], missing);
  return method(args, caller);
}

function allowed(world: World, token: string, team: Team | undefined): Team {
  if (!token) throw new Refusal('not_authed');
  if (token === world.app.appToken) throw new Refusal('not_allowed_token_type');
  if (!team) throw new Refusal('invalid_auth');
  const old = team.oldTokens.get(token);
  if (old) throw new Refusal(old);
  if (!team.installed) throw new Refusal('account_inactive');
  return team;
}

function argumentsOf({ contentType, authorization, body, query }: Asked): { token: string; args: Json } {
  const inJson = contentType.includes('json');
  const given = inJson ? parse(body || '{}') : Object.fromEntries([...new URLSearchParams(query), ...new URLSearchParams(body)]);
  const { token, ...args }: Json = typeof given === 'object' && given ? { ...given } : {};
  for (const [name, value] of Object.entries(args))
    if (structured.test(name) && typeof value === 'string') args[name] = parse(value) ?? value;
  return { token: /^Bearer (.*)$/i.exec(authorization)?.[1] ?? string(token), args };
}

export const json = (answer: Json, status = 200, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(answer),
});
