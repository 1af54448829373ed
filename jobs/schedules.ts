import { createHash } from 'node:crypto';
import type { StoreSettings } from '../db/rules/settings.ts';
import type { QueueName } from './job.ts';

/** What of a connection decides which of its jobs run by themselves. `store.timeZone`: nightly is the store's night; its settings say how often orders are brought. */
export type Scheduled = {
  id: string;
  firstSyncedAt?: Date | null;
  disabledBy?: string | null;
  store: { timeZone?: string; settings: Pick<StoreSettings, 'automatic'> };
};

/** A job that is asked for again and again; `id` is `<job>:<connection>`, and what the job is deduplicated by. */
export type Schedule = { id: string; job: string; queue: QueueName; data: object; repeat: Repeat };

/** Every so many milliseconds, `offset` after the full ones; or a cron pattern (with seconds) in a time zone. */
export type Repeat = { every: number; offset: number } | { pattern: string; tz: string };

const minute = 60_000;
const storeJobs = ['check-health', 'sync-orders', 'sync-nightly'] as const;

/** What a connection wants. Stores are spread over the minutes, so that not all are asked at once. */
export function schedulesOf({ id, firstSyncedAt, disabledBy, store }: Scheduled): Schedule[] {
  if (disabledBy) return [];
  const every = (minutes: number) => ({ every: minutes * minute, offset: spread(id, minutes * minute) });
  const nightly = { pattern: `0 ${spread(id, 60)} ${1 + spread(`${id} hour`, 4)} * * *`, tz: store.timeZone || 'UTC' };
  const { automatic } = store.settings;
  return [
    schedule('check-health', id, 'alerts', every(5)),
    ...(firstSyncedAt && automatic ? [schedule('sync-orders', id, 'sync', every(automatic))] : []),
    ...(firstSyncedAt ? [schedule('sync-nightly', id, 'sync', nightly)] : []),
  ];
}

/** What runs however many stores there are. */
export const generalSchedules: readonly Schedule[] = [
  {
    id: 'forget-conversations',
    job: 'forget-conversations',
    queue: 'alerts',
    data: {},
    repeat: { every: 60 * minute, offset: 17 * minute },
  },
  {
    id: 'forget-workspaces',
    job: 'forget-workspaces',
    queue: 'alerts',
    data: {},
    repeat: { every: 24 * 60 * minute, offset: 191 * minute },
  },
  { id: 'reconcile', job: 'reconcile', queue: 'alerts', data: {}, repeat: { every: 5 * minute, offset: 3 * minute } },
];

export const scheduleIds = (connection: string) => storeJobs.map((job) => `${job}:${connection}`);

const schedule = (job: (typeof storeJobs)[number], connection: string, queue: QueueName, repeat: Repeat): Schedule => ({
  id: `${job}:${connection}`,
  job,
  queue,
  data: { connection },
  repeat,
});

/** A number below `range` that is always the same for the same text, and never 0: to BullMQ an offset of 0 is none. */
const spread = (text: string, range: number) => 1 + (createHash('sha256').update(text).digest().readUInt32BE() % (range - 1));
