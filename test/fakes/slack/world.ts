import { randomBytes } from 'node:crypto';
import type { Json } from './json.ts';
import type { Message } from './messages.ts';
import { makeTeam, type Team, type TeamOptions, type User, userOf } from './teams.ts';
import type { View } from './views.ts';

/** One call of the Web API, without its token. `error` is what it was answered, where it was refused. */
export type Call = { method: string; args: Json; team: string | undefined; at: number; error?: string };

export type AppOptions = {
  id: string;
  name: string;
  command: string;
  signingSecret: string;
  appToken: string;
  clientId: string;
  clientSecret: string;
};

type Trigger = { team: string; user: string; from: number; view: string | undefined; used: boolean };
/** A response_url: whom it answers, and the message that was pressed, if any. */
export type ResponseUrl = { team: string; channel: string; user: string; left: number; until: number; message: Message | undefined };
export type Thread = { team: string; channel: string; thread: string };

/** Everything Slack knows. The rooms of this folder read and change it; nothing else does. */
export type World = {
  url: string;
  app: AppOptions;
  teams: Team[];
  messages: Message[];
  /** The modals that each person has open, the topmost last; the App Home of each. */
  stacks: Map<string, View[]>;
  homes: Map<string, View>;
  triggers: Map<string, Trigger>;
  triggerLife: number;
  bornExpired: number;
  responseUrls: Map<string, ResponseUrl>;
  prompts: Map<string, { title: string; prompts: { title: string; message: string }[] }>;
  statuses: (Thread & { status: string; loading: string[] })[];
  titles: (Thread & { title: string })[];
  calls: Call[];
  problems: string[];
  /** So many milliseconds have passed in Slack besides those of the clock. */
  ahead: number;
  now(): number;
  ts(): string;
  id(prefix: string): string;
};

export function createWorld(app: AppOptions, teams: TeamOptions[]): World {
  let number = 0;
  let lastTs = 0;
  const world: World = {
    url: '',
    app,
    teams: teams.map(makeTeam),
    messages: [],
    stacks: new Map(),
    homes: new Map(),
    triggers: new Map(),
    triggerLife: 3_000,
    bornExpired: 0,
    responseUrls: new Map(),
    prompts: new Map(),
    statuses: [],
    titles: [],
    calls: [],
    problems: [],
    ahead: 0,
    now: () => Date.now() + world.ahead,
    ts: () => {
      lastTs = Math.max(lastTs + 1, world.now() * 1_000);
      return `${Math.floor(lastTs / 1e6)}.${String(lastTs % 1e6).padStart(6, '0')}`;
    },
    id: (prefix) => `${prefix}${(++number).toString(36).toUpperCase().padStart(6, '0')}`,
  };
  return world;
}

export function teamOf(world: World, id: string): Team {
  const team = world.teams.find((team) => team.id === id);
  if (!team) throw new Error(`Slack knows no team ${id}.`);
  return team;
}

/** Where a person is at home; ids are of one team only. */
export function whoIs(world: World, id: string): { team: Team; user: User } {
  for (const team of world.teams) {
    const user = userOf(team, id);
    if (user) return { team, user };
  }
  throw new Error(`Slack knows nobody ${id}.`);
}

/** A trigger_id, good for one use within three seconds; `view` is the modal in which the person acted. */
export function newTrigger(world: World, { team, user, view }: { team: string; user: string; view?: string }): string {
  const id = `${world.id('')}.${Date.now()}.${randomBytes(16).toString('hex')}`;
  const expired = world.bornExpired > 0;
  if (expired) world.bornExpired--;
  const from = expired ? Number.NEGATIVE_INFINITY : world.now();
  world.triggers.set(id, { team, user, from, view, used: false });
  return id;
}

/** A response_url, good for five uses within thirty minutes. */
export function newResponseUrl(world: World, kind: 'commands' | 'actions', to: Omit<ResponseUrl, 'left' | 'until'>): string {
  const path = `/${kind}/${to.team}/${world.id('')}/${randomBytes(12).toString('hex')}`;
  world.responseUrls.set(path, { ...to, left: 5, until: world.now() + 30 * 60_000 });
  return world.url + path;
}
