import { string } from './json.ts';
import { type Method, Refusal, required } from './method.ts';
import { userOf } from './teams.ts';

const authTest: Method = (_args, { world, team }) => ({
  url: `https://${team.domain}.slack.com/`,
  team: team.name,
  user: userOf(team, team.bot.user)?.name,
  team_id: team.id,
  user_id: team.bot.user,
  bot_id: team.bot.id,
  app_id: world.app.id,
  is_enterprise_install: false,
});

const teamInfo: Method = (args, { team }) => {
  if (args.team && string(args.team) !== team.id) throw new Refusal('team_not_found');
  return { team: { id: team.id, name: team.name, domain: team.domain, email_domain: '', icon: { image_default: true } } };
};

const revoke: Method = (args, { team }) => {
  if (args.test === true || args.test === 'true') return { revoked: false };
  team.oldTokens.set(team.token, 'token_revoked');
  team.installed = false;
  return { revoked: true };
};

const uninstall: Method = (args, { world, team }) => {
  required(args, 'client_id', 'client_secret');
  if (args.client_id !== world.app.clientId) throw new Refusal('invalid_client_id');
  if (args.client_secret !== world.app.clientSecret) throw new Refusal('bad_client_secret');
  team.oldTokens.set(team.token, 'account_inactive');
  team.installed = false;
  return {};
};

export const account: Record<string, Method> = {
  'auth.test': authTest,
  'team.info': teamInfo,
  'auth.revoke': revoke,
  'apps.uninstall': uninstall,
};
