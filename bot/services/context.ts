import type { MikroORM } from '@mikro-orm/postgresql';
import type { JobContext } from '../../jobs/job.ts';
import type { People, Reach, Who } from '../surface.ts';

/** What the services are done with. `post` shows a run's message at once, before a worker takes the run up. */
export type ServicesContext = Pick<
  JobContext,
  'connectors' | 'http' | 'enqueue' | 'post' | 'scheduleStore' | 'unscheduleStore' | 'log' | 'now'
> & {
  orm: Pick<MikroORM, 'em'>;
  /** Of the surface that asks, where it has accounts and channels. */
  people?: People;
  reach?: Reach;
};

/** The same for one person. */
export type Asked = ServicesContext & { who: Who };
