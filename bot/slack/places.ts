import type { MikroORM } from '@mikro-orm/postgresql';
import { Channel } from '../../db/entities/channel.ts';
import type { Who } from '../surface.ts';
import type { SlackPeople } from './people.ts';
import type { Team } from './workspaces.ts';

/** Where somebody spoke, in Slack's own ids; `name` as Slack calls the channel, where it says so. */
export type Spoken = { team: Team; userId: string; userName?: string; channel?: { id: string; name?: string } };

/** Our own channel for the messages between one person and us; Slack's own id of it is asked for when something is sent. */
export const isPerson = (key: string): boolean => /^[UW]/.test(key);

/** Who speaks where, as rows of ours. A direct message, and the home tab, is the person's own channel. */
export function createPlaces({ orm, people }: { orm: MikroORM; people: SlackPeople }) {
  const known = new Map<string, string>();

  async function channelRow(workspace: string, key: string, name: string | undefined, userId: string): Promise<string> {
    const before = known.get(`${workspace}:${key}`);
    if (before) return before;
    const row = { workspace, key, name: name ?? key, userId };
    // A mention does not say what its channel is called; what was heard before stays.
    const options = name ? { onConflictMergeFields: ['name' as const] } : { onConflictAction: 'ignore' as const };
    const { id } = await orm.em.fork().upsert(Channel, row, { onConflictFields: ['workspace', 'key'], ...options });
    known.set(`${workspace}:${key}`, id);
    return id;
  }

  return {
    async who({ team, userId, userName, channel }: Spoken): Promise<Who> {
      const { workspace } = team;
      const person = await people.nameOf(team, userId, userName);
      const direct = !channel || channel.id.startsWith('D');
      const place = direct ? { key: userId, name: `${person} in person` } : { key: channel.id, name: channelName(channel) };
      return { workspace, channel: await channelRow(workspace, place.key, place.name, userId), person, userId };
    },
    /** The channel between a person and us. */
    directTo: (workspace: string, userId: string, name: string) => channelRow(workspace, userId, `${name} in person`, userId),
  };
}

export type Places = ReturnType<typeof createPlaces>;

/** Of a private channel Slack tells no name with a command. */
const channelName = ({ name }: { name?: string }) => (name === 'privategroup' ? 'a private channel' : name && `#${name}`);
