import { inTime } from '../../jobs/in-time.ts';
import type { Logger } from '../../log.ts';
import type { People, Who } from '../surface.ts';
import { ask, SlackRefusal } from './client.ts';
import type { Team, Workspaces } from './workspaces.ts';

/** `ours`: of this workspace, and not met in a channel that it shares with another one. */
type Person = { userId: string; name: string; ours: boolean; admin: boolean; member: boolean; at: number };

/** A name does not change within minutes; a role may have been taken away just now. */
const believed = { name: 600_000, role: 5_000 };
/** Slack waits three seconds for us, so we wait less for it. */
const patience = 1_500;

/** Who talks to us on Slack, asked of Slack itself (`users.info`). */
export function createPeople({ workspaces, log }: { workspaces: Workspaces; log: Logger }) {
  const known = new Map<string, Person>();
  const asking = new Map<string, Promise<Person>>();

  async function askSlack(team: Team, userId: string): Promise<Person> {
    const person = await askWho(team, userId);
    known.set(`${team.team}:${userId}`, person);
    return person;
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
    nameOf: async (team: Team, userId: string, otherwise = userId) => (await look(team, userId, believed.name))?.name || otherwise,
    /** Whether somebody is of another workspace, which shares a channel with this one. */
    isStranger: async ({ workspace, userId }: Pick<Who, 'workspace' | 'userId'>) =>
      (await lookIn(workspace, userId, believed.name))?.ours === false,
  };
}

export type SlackPeople = ReturnType<typeof createPeople>;

async function askWho({ client, team }: Team, userId: string): Promise<Person> {
  const at = Date.now();
  try {
    const { user = {} } = await ask(client.users.info({ user: userId }));
    const { display_name, real_name } = user.profile ?? {};
    const name = display_name || real_name || user.real_name || user.name || userId;
    const ours = (user.team_id === team || user.enterprise_user?.teams?.includes(team) === true) && !user.is_stranger;
    const admin = Boolean(user.is_admin || user.is_owner || user.is_primary_owner);
    const here = ours && !user.deleted;
    return { userId, name, ours, admin: here && admin, member: here && !user.is_bot, at };
  } catch (error) {
    if (!(error instanceof SlackRefusal) || !/^user_not_(found|visible)$/.test(error.reason)) throw error;
    return { userId, name: '', ours: false, admin: false, member: false, at };
  }
}
