/** A person or a bot of a workspace. */
export type User = {
  id: string;
  name: string;
  real_name: string;
  is_admin: boolean;
  is_owner: boolean;
  is_primary_owner: boolean;
  is_bot: boolean;
  deleted: boolean;
  tz: string;
  /** Of another workspace, met in a channel that it shares with this one. */
  team_id?: string;
};

export type Channel = {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'im' | 'mpim';
  archived: boolean;
  members: Set<string>;
};

/** A workspace as this app knows it. Without `scopes` the app may do everything. */
export type Team = {
  id: string;
  name: string;
  domain: string;
  token: string;
  /** Tokens that no longer work, and what Slack says to them. */
  oldTokens: Map<string, 'account_inactive' | 'token_revoked'>;
  bot: { user: string; id: string };
  users: User[];
  channels: Channel[];
  installed: boolean;
  scopes: string[] | undefined;
};

export type UserOptions = Partial<User> & { id: string; name: string };
/** `members` are ids; `bot` stands for the app's own. */
export type ChannelOptions = Partial<Omit<Channel, 'members'>> & { id: string; name: string; members?: string[] };
export type TeamOptions = {
  id: string;
  name?: string;
  token?: string;
  users?: UserOptions[];
  channels?: ChannelOptions[];
  scopes?: string[];
  /** False: nobody has installed the app yet; OAuth does. */
  installed?: boolean;
};

/** The workspace of most tests: Ana owns it; the bot is in `orders`, not in `private`. */
export const sampleTeam = (): TeamOptions => ({
  id: 'T1',
  name: 'Sample team',
  users: [
    { id: 'U1', name: 'ana', real_name: 'Ana Novak', is_owner: true, is_primary_owner: true },
    { id: 'U2', name: 'bor', real_name: 'Bor Kos' },
    { id: 'U3', name: 'cene', real_name: 'Cene Zupan' },
  ],
  channels: [
    { id: 'C1', name: 'orders', members: ['U1', 'U2', 'U3', 'bot'] },
    { id: 'C2', name: 'private', kind: 'private', members: ['U1', 'U2'] },
  ],
});

/** Another one, with ids of its own: T2 has U21 (owner), U22 and the channel C21. */
const otherTeam = (id: string): TeamOptions => {
  const digits = id.slice(1);
  const [owner, plain] = [`U${digits}1`, `U${digits}2`];
  return {
    id,
    name: `Team ${digits}`,
    users: [
      { id: owner, name: `dana${digits}`, real_name: `Dana ${digits}`, is_owner: true, is_primary_owner: true },
      { id: plain, name: `edo${digits}`, real_name: `Edo ${digits}` },
    ],
    channels: [{ id: `C${digits}1`, name: 'orders', members: [owner, plain, 'bot'] }],
  };
};

export function makeTeam(options: TeamOptions): Team {
  const whole = { ...(options.id === 'T1' ? sampleTeam() : otherTeam(options.id)), ...options };
  const { id, name = id } = whole;
  const suffix = id === 'T1' ? '' : id.slice(1);
  const bot = { user: `UBOT${suffix}`, id: `BBOT${suffix}` };
  const botUser: UserOptions = { id: bot.user, name: 'om', real_name: 'OM Bot', is_bot: true };
  return {
    id,
    name,
    domain: name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'),
    token: whole.token ?? `xoxb-${id}`,
    oldTokens: new Map(),
    bot,
    users: [...(whole.users ?? []), botUser].map(makeUser),
    channels: (whole.channels ?? []).map((channel) => makeChannel(channel, bot.user)),
    installed: whole.installed ?? true,
    scopes: whole.scopes,
  };
}

export const makeUser = (user: UserOptions): User => ({
  real_name: user.name,
  is_owner: false,
  is_primary_owner: false,
  is_bot: false,
  deleted: false,
  tz: 'Europe/Ljubljana',
  ...user,
  is_admin: user.is_admin ?? user.is_owner ?? false,
});

export const makeChannel = ({ members = [], ...channel }: ChannelOptions, bot: string): Channel => ({
  kind: 'public',
  archived: false,
  ...channel,
  members: new Set(members.map((member) => (member === 'bot' ? bot : member))),
});

export const channelOf = (team: Team, id: string): Channel | undefined => team.channels.find((channel) => channel.id === id);
export const userOf = (team: Team, id: string): User | undefined => team.users.find((user) => user.id === id);
export const botIsIn = (team: Team, channel: Channel): boolean => channel.members.has(team.bot.user);
export const seenBy = (channel: Channel, user: string): boolean => channel.kind === 'public' || channel.members.has(user);

/** The direct messages of the app with a person: D1 for U1. */
export function dmOf(team: Team, user: string): Channel {
  const id = `D${user.slice(1)}`;
  const known = channelOf(team, id);
  if (known) return known;
  const made = makeChannel({ id, name: 'directmessage', kind: 'im', members: [user, 'bot'] }, team.bot.user);
  team.channels.push(made);
  return made;
}

/** A group's direct messages; always the same one for the same people. */
export function groupOf(team: Team, users: string[]): Channel {
  const id = `G${[...users]
    .sort()
    .map((user) => user.slice(1))
    .join('')}`;
  const known = channelOf(team, id);
  if (known) return known;
  const made = makeChannel({ id, name: `mpdm-${users.join('--')}`, kind: 'mpim', members: [...users, 'bot'] }, team.bot.user);
  team.channels.push(made);
  return made;
}
