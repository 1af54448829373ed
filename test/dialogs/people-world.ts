import { createServices } from '../../bot/services.ts';
import type { People, Who } from '../../bot/surface.ts';
import { Change } from '../../db/entities/change.ts';
import { Workspace } from '../../db/entities/workspace.ts';
import { makePayments } from './payments-world.ts';

type Database = Parameters<typeof makePayments>[0];

/** Ana is the workspace's admin, and installed the bot; Bine was given the role; Cene and Drago were not. */
export const ids = { Ana: 'U1', Bine: 'U2', Cene: 'U3', Drago: 'U4' };
export type Name = keyof typeof ids;

/** The demo shop in a chat where people have accounts. */
export async function makePeople(database: Database) {
  const world = await makePayments(database);
  const admins = new Set([ids.Ana]);
  const members = new Map(Object.entries(ids).map(([name, userId]) => [`@${userId}`, { name, userId }]));
  const people: People = {
    admins: 'workspace admins and owners',
    isAdmin: async ({ userId }) => admins.has(userId),
    find: async (_workspace, said) => members.get(said),
    installer: async () => 'Ana',
  };
  const workspace = () => world.orm.em.fork().findOneOrFail(Workspace, world.who.workspace);
  const give = async (...names: Name[]) => {
    const managers = names.map((name) => ({ userId: ids[name], name, by: 'Ana', at: world.clock.now.toISOString() }));
    await world.orm.em.fork().nativeUpdate(Workspace, world.who.workspace, { managers });
  };
  await give('Bine');
  const whoIs = (name: Name): Who => ({ ...world.who, person: name, userId: ids[name] });
  const context = { ...world.context, people };
  return {
    ...{ ...world, context, admins, members, whoIs, give },
    as: (name: Name) => createServices(context, whoIs(name)),
    managers: async () => (await workspace()).managers.map(({ name }) => name),
    lines: async () => {
      const found = await world.orm.em.fork().find(Change, { workspace: world.who.workspace, kind: 'manager' }, { orderBy: { id: 'asc' } });
      return found.map(({ subject, person, before, after }) => ({ subject, person, before, after }));
    },
  };
}

export type PeopleWorld = Awaited<ReturnType<typeof makePeople>>;
