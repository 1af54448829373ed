import { inTime } from '../../jobs/in-time.ts';
import type { Logger } from '../../log.ts';
import type { People } from '../surface.ts';
import { ask, SlackRefusal } from './client.ts';
import type { Team, Workspaces } from './workspaces.ts';

type Person = { userId: string; name: string; admin: boolean; member: boolean; at: number };

/** A name does not change within minutes; a role may have been taken away just now. */
const believed = { name: 600_000, role: 5_000 };
/** Slack waits three seconds for us, so we wait less for it. */
const patience = 1_500;

/** Who talks to us on Slack, asked of Slack itself (`users.info`). */
export function createPeople({ workspaces, log }: { workspaces: Workspaces; log: Logger }) {
  const known = new Map<string, Person>();
  const asking = new Map<string, Promise<Person | undefined>>();

  async function askSlack(team: Team, userId: string): Promise<Person | undefined> {
    try {
      const { user = {} } = await ask(team.client.users.info({ user: userId }));
      const { display_name, real_name } = user.profile ?? {};
      const name = display_name || real_name || user.real_name || user.name || userId;
      const member = user.team_id === team.team && !user.deleted && !user.is_stranger;
      const admin = member && Boolean(user.is_admin || user.is_owner || user.is_primary_owner);
      const person = { userId, name, admin, member: member && !user.is_bot, at: Date.now() };
      known.set(`${team.team}:${userId}`, person);
      return person;
    } catch (error) {
      if (error instanceof SlackRefusal && /^user_not_(found|visible)$/.test(error.reason)) return undefined;
      throw error;
    }
  }

  /** At most `age` ms old. Where Slack does not answer in time, what was known before, however old. */
  async function look(team: Team, userId: string, age: number): Promise<Person | undefined> {
    const key = `${team.team}:${userId}`;
    const before = known.get(key);
    if (before && before.at > Date.now() - age) return before;
    const asked = asking.get(key) ?? askSlack(team, userId).finally(() => asking.delete(key));
    asking.set(key, asked);
    const answer = inTime(asked, patience).catch((error) => {
      log.warn({ err: error }, 'Slack did not say who somebody is.');
      return undefined;
    });
    return (await answer)?.value ?? before;
  }

  /** Nobody is known in a workspace that took us out. */
  const lookIn = async (workspace: string, userId: string, age: number) => {
    const team = await workspaces.byWorkspace(workspace);
    return team && look(team, userId, age);
  };

  const people: People = {
    admins: 'workspace admins and owners',
    async isAdmin({ workspace, userId }) {
      return (await lookIn(workspace, userId, believed.role))?.admin ?? false;
    },
    async find(workspace, said) {
      const userId = /^@([UW][A-Z0-9]+)$/.exec(said.trim())?.[1];
      const found = userId ? await lookIn(workspace, userId, believed.role) : undefined;
      return found?.member ? { userId: found.userId, name: found.name } : undefined;
    },
    async installer(workspace) {
      const team = await workspaces.byWorkspace(workspace);
      return team?.installerId && (await look(team, team.installerId, believed.name))?.name;
    },
  };
  return {
    ...people,
    /** How the history calls somebody. */
    nameOf: async (team: Team, userId: string, otherwise = userId) => (await look(team, userId, believed.name))?.name ?? otherwise,
  };
}

export type SlackPeople = ReturnType<typeof createPeople>;
