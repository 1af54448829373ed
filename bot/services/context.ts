import type { MikroORM } from '@mikro-orm/postgresql';
import type { JobContext } from '../../jobs/job.ts';
import type { Who } from '../surface.ts';

/** What the services are done with. `post` shows a run's message at once, before a worker takes the run up. */
export type ServicesContext = Pick<
  JobContext,
  'connectors' | 'http' | 'enqueue' | 'post' | 'scheduleStore' | 'unscheduleStore' | 'log' | 'now'
> & {
  orm: Pick<MikroORM, 'em'>;
};

/** The same for one person. */
export type Asked = ServicesContext & { who: Who };
