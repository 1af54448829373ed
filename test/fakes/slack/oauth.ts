import type { Api, Asked, Reply } from './api.ts';
import { type Json, string } from './json.ts';
import { Refusal } from './method.ts';
import { teamOf, type World } from './world.ts';

type Code = { team: string; user: string; scopes: string[]; redirect: string; until: number; used: boolean };

/** Who installs the app, and what was promised to them. */
export type Access = {
  /** Who stands at the consent page: this person of this team says yes, or no; with `organisation` they let the app into all its teams. */
  installer: { team: string; user: string; consents: boolean; organisation?: boolean };
  /** Where Slack may send people back to; the first where the app does not say. Empty: wherever the app says. */
  redirectUris: string[];
  codes: Map<string, Code>;
};

export const createAccess = (): Access => ({
  installer: { team: 'T1', user: 'U1', consents: true },
  redirectUris: [],
  codes: new Map(),
});

/** The consent page, and the person's answer to it at once. */
export function authorize(world: World, access: Access, query: URLSearchParams): Reply {
  const refused = (why: string): Reply => ({ status: 400, headers: { 'content-type': 'text/html' }, body: `<h1>Oops</h1><p>${why}</p>` });
  const asked = query.get('redirect_uri') ?? '';
  const redirect = asked || (access.redirectUris[0] ?? '');
  if (query.get('client_id') !== world.app.clientId) return refused('Invalid client_id parameter');
  if (!query.get('scope')) return refused('Invalid permissions requested');
  if (!redirect || (access.redirectUris.length && !access.redirectUris.some((uri) => redirect.startsWith(uri))))
    return refused('redirect_uri did not match any configured URIs');
  const back = new URL(redirect);
  const { team, user, consents } = access.installer;
  if (consents) {
    const code = `${world.id('')}.${team}.code`;
    const scopes = (query.get('scope') ?? '').split(/[ ,]+/).filter(Boolean);
    access.codes.set(code, { team, user, scopes, redirect: asked, until: world.now() + 10 * 60_000, used: false });
    back.searchParams.set('code', code);
  } else back.searchParams.set('error', 'access_denied');
  back.searchParams.set('state', query.get('state') ?? '');
  return { status: 302, headers: { location: back.href }, body: '' };
}

/** Trades a code for a bot token. A new installation after an uninstall has a new one. */
function exchange(args: Json, { authorization }: Asked, { world, access }: Api): Json {
  const [id = args.client_id, secret = args.client_secret] = basic(authorization);
  if (string(id) !== world.app.clientId) throw new Refusal('invalid_client_id');
  if (string(secret) !== world.app.clientSecret) throw new Refusal('bad_client_secret');
  const code = access.codes.get(string(args.code));
  if (!code) throw new Refusal('invalid_code');
  if (code.used) throw new Refusal('code_already_used');
  if (world.now() > code.until) throw new Refusal('invalid_code');
  if (string(args.redirect_uri) !== code.redirect) throw new Refusal('bad_redirect_uri');
  code.used = true;
  const team = teamOf(world, code.team);
  if (team.oldTokens.has(team.token)) team.token = `xoxb-${team.id}-${team.oldTokens.size + 1}`;
  team.scopes = code.scopes;
  team.installed = true;
  return {
    access_token: team.token,
    token_type: 'bot',
    scope: code.scopes.join(','),
    bot_user_id: team.bot.user,
    app_id: world.app.id,
    ...(access.installer.organisation
      ? { team: null, enterprise: { id: 'E1', name: 'Sample organisation' }, is_enterprise_install: true }
      : { team: { id: team.id, name: team.name }, enterprise: null, is_enterprise_install: false }),
    authed_user: { id: code.user },
  };
}

const basic = (authorization: string): string[] => {
  const [, encoded] = /^Basic (.*)$/i.exec(authorization) ?? [];
  return encoded ? Buffer.from(encoded, 'base64').toString().split(':') : [];
};

export const accessMethods: Record<string, (args: Json, asked: Asked, api: Api) => Json> = { 'oauth.v2.access': exchange };
