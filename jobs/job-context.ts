import type { MikroORM } from '@mikro-orm/postgresql';
import type { Logger } from '../log.ts';
import type { JobContext } from './job.ts';
import type { JobQueue } from './queue.ts';

/** What the jobs of a worker use, before it is made a context for one of them. */
export type Surroundings = Pick<JobContext, 'connectors' | 'http' | 'post'> & {
  queue: JobQueue;
  /** Absent where no messenger has to be sent anything. */
  deliver?: JobContext['deliver'];
  orm: Pick<MikroORM, 'em'>;
  log: Logger;
  now?: () => Date;
};

/** What one job may use, with a log that names it. */
export function contextOf(
  { queue, orm, connectors, http, post, deliver = async () => {}, log, now }: Surroundings,
  { name, data }: { name: string; data: unknown },
  signal: AbortSignal,
): JobContext {
  const { enqueue, scheduleStore, unscheduleStore, reschedule } = queue;
  const child = log.child({ job: name, ...idsOf(data) });
  return {
    em: orm.em.fork(),
    connectors,
    http: http.with({ signal }),
    enqueue,
    scheduleStore,
    unscheduleStore,
    reschedule,
    post,
    deliver,
    log: child,
    now: now ?? (() => new Date()),
    signal,
  };
}

/** What of a job's data names its work in a log line; a card does not. */
function idsOf(data: unknown): Record<string, string> {
  const ids = Object.entries(data ?? {}).filter(([key, value]) => ['connection', 'run', 'key'].includes(key) && typeof value === 'string');
  return Object.fromEntries(ids);
}
