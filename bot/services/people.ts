import { randomUUID } from 'node:crypto';
import { Change } from '../../db/entities/change.ts';
import { Store } from '../../db/entities/store.ts';
import { type Manager, Workspace } from '../../db/entities/workspace.ts';
import type { GivenManager, PeopleServices } from '../../dialogs/services/people.ts';
import type { Who } from '../surface.ts';
import type { Asked } from './context.ts';

type Person = Pick<Manager, 'userId' | 'name'>;

/** Who may change things: the messenger's own admins, and who was given the role. */
export function peopleOf(asked: Asked): PeopleServices {
  const { orm, who, people, now } = asked;
  const workspace = () => orm.em.fork().findOneOrFail(Workspace, who.workspace, { fields: ['managers', 'uninstalledAt'] });
  const given = async () => (await workspace()).managers;
  const as = ({ userId, name }: Person): Who => ({ ...who, userId, person: name });

  return {
    async mayManage() {
      if (!people) return true;
      const { managers, uninstalledAt } = await workspace();
      // What was begun before we were taken out is not to be ended now.
      if (uninstalledAt) return false;
      return managers.some(({ userId }) => userId === who.userId) || people.isAdmin(who);
    },

    async managers() {
      const managers = people ? await given() : [];
      const installer = managers.length === 0 ? await people?.installer(who.workspace) : undefined;
      const first = await orm.em.fork().find(Store, { workspace: who.workspace }, { orderBy: { createdAt: 'asc' }, limit: 1 });
      return {
        ...{ accounts: people !== undefined, admins: people?.admins ?? '', managers: managers.map(told), you: who.person },
        ask: installer ? [installer] : managers.map(({ name }) => name),
        timeZone: first[0]?.timeZone ?? 'UTC',
      };
    },

    async addManager(said) {
      if (!people) return { state: 'no accounts' };
      const person = await people.find(who.workspace, said);
      if (!person) return { state: 'unknown person' };
      const { userId, name } = person;
      if (await people.isAdmin(as(person))) return { state: 'is admin', name, admins: people.admins };
      const added = await change(asked, person, (list) => {
        if (list.some(isThe(person))) return undefined;
        return [...list, { userId, name, by: who.person, at: now().toISOString() }];
      });
      return { state: added ? 'added' : 'already', name };
    },

    async removeManager(said) {
      if (!people) return { state: 'no accounts' };
      const list = await given();
      // One who has left the workspace is found by what is kept of them.
      const person = withId(list, said) ?? (await people.find(who.workspace, said)) ?? called(list, said);
      if (!person) return { state: 'unknown person' };
      const removed = await change(asked, person, (list) =>
        list.some(isThe(person)) ? list.filter((one) => !isThe(person)(one)) : undefined,
      );
      const { admins } = people;
      const admin = await people.isAdmin(as(person));
      if (removed) return { state: 'removed', name: person.name, ...(admin && { admins }) };
      return admin ? { state: 'is admin', name: person.name, admins } : { state: 'not a manager', name: person.name };
    },
  };
}

/** Writes the list and its line in the history, unless there is nothing to change. Nobody else changes it before that ends. */
const change = ({ orm, who, now }: Asked, { name }: Person, next: (list: readonly Manager[]) => Manager[] | undefined): Promise<boolean> =>
  orm.em.fork().transactional(async (em) => {
    await em.execute('select id from workspace where id = ? for no key update', [who.workspace]);
    const workspace = await em.findOneOrFail(Workspace, who.workspace, { fields: ['managers'] });
    const before = workspace.managers;
    const managers = next(before);
    if (!managers) return false;
    workspace.managers = managers;
    const values = managers.length > before.length ? { after: { role } } : { before: { role }, after: { role: null } };
    const line = { kind: 'manager', subject: name, ...values, person: who.person, at: now() } as const;
    em.create(Change, { workspace: who.workspace, ...line, key: `manager:${randomUUID()}` });
    return true;
  });

const role = 'manager';
const isThe =
  (person: Person) =>
  ({ userId }: Person): boolean =>
    userId === person.userId;

const withId = (list: readonly Manager[], said: string): Manager | undefined => list.find(({ userId }) => said === `@${userId}`);

/** By name, where only one is called so. */
function called(list: readonly Manager[], said: string): Manager | undefined {
  const wanted = said.replace(/^@/, '').toLowerCase();
  const [one, another] = list.filter(({ name }) => name.toLowerCase() === wanted);
  return another ? undefined : one;
}

const told = ({ userId, name, by, at }: Manager): GivenManager => ({ name, mention: `@${userId}`, by, at: new Date(at) });
