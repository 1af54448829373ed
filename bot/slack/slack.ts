import type { MikroORM } from '@mikro-orm/postgresql';
import type { JobContext } from '../../jobs/job.ts';
import type { Logger } from '../../log.ts';
import { createClients } from './client.ts';
import { createDelivery, type Pace } from './deliver.ts';
import { createInstalls } from './install.ts';
import { createPeople } from './people.ts';
import { createPlaces } from './places.ts';
import { slackSurface } from './post.ts';
import { createWorkspaces } from './workspaces.ts';

type Parts = Pick<JobContext, 'enqueue' | 'scheduleStore' | 'unscheduleStore'> & {
  orm: MikroORM;
  token?: string;
  apiUrl?: string;
  log: Logger;
  /** Not given, Slack's own. */
  pace?: Pace;
};

/** What a bot and a worker both need of Slack: whom to ask, and how to send. Nothing is asked yet. */
export function createSlack({ token, apiUrl, ...parts }: Parts) {
  const { orm, enqueue, log } = parts;
  const clients = createClients({ apiUrl, log });
  const workspaces = createWorkspaces({ orm, clients, token });
  const people = createPeople({ workspaces, log });
  const places = createPlaces({ orm, people });
  const delivery = createDelivery({ ...parts, workspaces, places });
  const installs = createInstalls({ ...parts, workspaces });
  return { orm, clients, workspaces, people, places, installs, enqueue, surface: slackSurface({ orm, enqueue }), ...delivery };
}

export type Slack = ReturnType<typeof createSlack>;
