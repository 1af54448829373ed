import type { MikroORM } from '@mikro-orm/postgresql';
import type { Installation } from '@slack/oauth';
import type { WebClient } from '@slack/web-api';
import { Workspace } from '../../db/entities/workspace.ts';
import { ask, type Clients } from './client.ts';

/** A Slack workspace that has us, and how it is asked. `workspace` is the id of its row, `team` Slack's own. */
export type Team = { workspace: string; team: string; name: string; client: WebClient; botUserId?: string; installerId?: string };

type Parts = {
  orm: MikroORM;
  clients: Clients;
  /** `SLACK_BOT_TOKEN`: the one workspace that needs no installation. */
  token?: string;
  /** How long what is known of a workspace is believed, in ms: another process may have seen it go. */
  believed?: number;
};

/** Which workspaces have us. A workspace that took us out is not there. */
export function createWorkspaces({ orm, clients, token, believed = 5_000 }: Parts) {
  const known = new Map<string, { at: number; team: Promise<Team | undefined> }>();
  let own: Promise<Team> | undefined;

  async function askOwn(botToken: string): Promise<Team> {
    const client = clients.of(botToken);
    const { team_id: team = '', team: name = '', user_id: botUserId } = await ask(client.auth.test());
    const row = { chat: 'slack' as const, externalId: team, name };
    const { id } = await orm.em.fork().upsert(Workspace, { ...row, uninstalledAt: null }, { onConflictFields: ['chat', 'externalId'] });
    return { workspace: id, team, name, client, botUserId };
  }

  /** The workspace of `SLACK_BOT_TOKEN`. */
  function ownTeam(): Promise<Team> | undefined {
    if (!token) return;
    own ??= askOwn(token);
    own.catch(() => (own = undefined));
    return own;
  }

  async function installed(where: { externalId: string } | { id: string }): Promise<Team | undefined> {
    const row = await orm.em.fork().findOne(Workspace, { chat: 'slack', uninstalledAt: null, ...where });
    const { bot, user } = readInstallation(row?.installation);
    if (!row || !bot) return;
    const { id: workspace, externalId: team, name } = row;
    return { workspace, team, name, client: clients.of(bot.token), botUserId: bot.userId, installerId: user?.id };
  }

  const believe = (key: string, look: () => Promise<Team | undefined>) => {
    const found = known.get(key);
    if (found && found.at > Date.now() - believed) return found.team;
    const team = look();
    known.set(key, { at: Date.now(), team });
    team.catch(() => known.delete(key));
    return team;
  };

  async function look(where: { externalId: string } | { id: string }): Promise<Team | undefined> {
    const mine = await ownTeam();
    const isMine = mine && ('id' in where ? mine.workspace === where.id : mine.team === where.externalId);
    if (!isMine) return installed(where);
    return (await orm.em.fork().count(Workspace, { id: mine.workspace, uninstalledAt: null })) ? mine : undefined;
  }

  return {
    ownTeam,
    byTeam: (team: string) => believe(team, () => look({ externalId: team })),
    byWorkspace: (workspace: string) => believe(workspace, () => look({ id: workspace })),
    /** What was known of all workspaces may have changed. */
    forget: () => known.clear(),
  };
}

export type Workspaces = ReturnType<typeof createWorkspaces>;

/** What we read of an installation as Slack's library made it. */
export function readInstallation(kept: Record<string, unknown> | null | undefined): Partial<Pick<Installation, 'bot' | 'user'>> {
  const read: Partial<Pick<Installation, 'bot' | 'user'>> = kept ?? {};
  return read;
}
