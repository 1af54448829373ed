import { type Job as BullJob, DelayedError, UnrecoverableError, WaitingError } from 'bullmq';
import { AuthenticationError, InsecureError, PermissionError, RateLimitError } from '../connectors/errors.ts';
import { inTime } from './in-time.ts';
import type { Job, QueueName } from './job.ts';
import { contextOf, type Surroundings } from './job-context.ts';
import { tellQueueError } from './queue.ts';
import { isConnectionProblem } from './queue-pool.ts';

/** What a worker needs: the list of jobs, and what they use. */
export type WorkerOptions = Surroundings & { jobs: readonly Job[]; tuning?: Partial<Tuning> };

/** In milliseconds. A job whose process was killed is taken up again after about `lock` and two times `stalled`. */
type Tuning = { lock: number; stalled: number; firstBackoff: number; longestBackoff: number; grace: number };

export type RunningWorker = {
  /** Ends the jobs' signal; what does not end within the grace goes back to the queue all the same, and on elsewhere. */
  close: () => Promise<void>;
};

const usual: Tuning = { lock: 15_000, stalled: 5_000, firstBackoff: 2_000, longestBackoff: 600_000, grace: 12_000 };
const concurrency: Record<QueueName, number> = { sync: 5, alerts: 10 };
/** A killed process is not the job's fault, but a job that kills its process for ever would take all others with it. */
const maxStalledCount = 100;

type Running = { bull: BullJob<unknown, void>; token: string };

/** Takes up jobs until it is closed. Lives on while Postgres or Redis is away. */
export function startWorker(options: WorkerOptions): RunningWorker {
  const { queue, jobs, log } = options;
  let closed = false;
  const worker = start(options, () => {});
  const begin = async () => {
    if (closed) return;
    await Promise.all(jobs.filter(({ atStart }) => atStart).map((job) => queue.enqueue(job, {}, { id: job.name })));
  };
  const beginOrTell = () =>
    void begin().catch((error) => log.warn({ err: error }, 'The first jobs could not be asked for; the schedule will.'));
  queue.backend.outage.onBack(beginOrTell);
  beginOrTell();
  return {
    close() {
      closed = true;
      return worker.close();
    },
  };
}

/** For tests: works until nothing is left that waits or is due, then returns. What is delayed stays. */
export async function runOnce(options: WorkerOptions): Promise<void> {
  const { sync, alerts } = options.queue.backend.queues;
  const unseen = new Set<QueueName>(['sync', 'alerts']);
  const worker = start(options, (queue) => unseen.delete(queue));
  try {
    // Twice in a row, because a job of one queue may have asked for one of the other between the two looks.
    for (let quiet = 0; quiet < 2; ) {
      await new Promise((resolve) => setTimeout(resolve, 15));
      const counts = await Promise.all([sync, alerts].map((queue) => queue.getJobCounts('wait', 'active', 'prioritized')));
      const left = counts.flatMap((count) => Object.values(count)).reduce((sum, one) => sum + one, 0);
      quiet = left === 0 && unseen.size === 0 ? quiet + 1 : 0;
    }
  } finally {
    await worker.close();
  }
}

function start(options: WorkerOptions, onDrained: (queue: QueueName) => void): RunningWorker {
  const { queue, log } = options;
  const tuning = { ...usual, ...options.tuning };
  const stopping = new AbortController();
  const running = new Set<Running>();
  const names: QueueName[] = ['sync', 'alerts'];

  const workers = names.map((name) => {
    const worker = queue.backend.worker(name, (bull, token = '', signal) => track(bull, token, signal), {
      concurrency: concurrency[name],
      lockDuration: tuning.lock,
      stalledInterval: tuning.stalled,
      maxStalledCount,
      runRetryDelay: 1_000,
      settings: { backoffStrategy: (attempts) => backoff(attempts, tuning) },
    });
    worker.on('error', (error) => tellQueueError(error, queue.backend.outage, log));
    worker.on('drained', () => onDrained(name));
    // Somebody else may have taken these up, because we could not say for long that we are alive.
    worker.on('lockRenewalFailed', (ids) => ids.forEach((id) => void worker.cancelJob(id, 'lost')));
    worker.on('failed', (bull, error) => bull && tellStalled(bull, error));
    return worker;
  });

  async function track(bull: BullJob<unknown, void>, token: string, lost?: AbortSignal) {
    const entry = { bull, token };
    running.add(entry);
    try {
      await work(options, entry, AbortSignal.any([stopping.signal, ...(lost ? [lost] : [])]), stopping.signal);
    } finally {
      running.delete(entry);
    }
  }

  async function close() {
    const closed = Promise.all(workers.map((worker) => worker.close()));
    // After `close`, so that no worker takes up again what it hands back.
    stopping.abort(new Error('The worker stops.'));
    if (await inTime(closed, tuning.grace)) return;
    log.warn({ jobs: running.size }, 'Some jobs do not stop; they are handed back and go on elsewhere.');
    await inTime(Promise.allSettled([...running].map(({ bull, token }) => bull.moveToWait(token))), 3_000);
  }

  /** Given up by BullMQ itself: the job never got to tell. */
  async function tellStalled(bull: BullJob<unknown, void>, error: Error) {
    if (error.message.startsWith('job stalled')) await giveUp(options, bull, error, stopping.signal);
  }

  return { close };
}

/** Runs one job, and says how it ended in BullMQ's words. */
async function work(options: WorkerOptions, { bull, token }: Running, signal: AbortSignal, stopping: AbortSignal): Promise<void> {
  const { queue, jobs } = options;
  const job = jobs.find(({ name }) => name === bull.name);
  if (!job) throw new Error(`No job is called ${bull.name} here. Is an older version of the worker running?`);
  // A schedule only asks for its job, so that it is deduplicated like everyone who asks.
  if (bull.repeatJobKey) return queue.enqueue(job, bull.data, { id: bull.repeatJobKey, skipIfRunning: true });
  const { success, data, error: problem } = job.data.safeParse(bull.data);
  if (!success) throw new UnrecoverableError(`The data of ${bull.name} is not what it takes: ${problem.message}`);
  const context = contextOf(options, bull, signal);
  try {
    const begun = Date.now();
    await job.run(data, context);
    context.log.debug({ milliseconds: Date.now() - begun }, 'A job is done.');
  } catch (error) {
    if (stopping.aborted) {
      await bull.moveToWait(token);
      throw new WaitingError();
    }
    if (signal.aborted) throw error;
    const pause = pauseAfter(error);
    if (pause !== undefined) {
      context.log.info({ seconds: pause, reason: error instanceof Error ? error.message : '' }, 'A job waits, and then goes on.');
      await insist(() => bull.moveToDelayed(Date.now() + pause * 1_000, token), stopping);
      throw new DelayedError();
    }
    const attempt = bull.attemptsMade + 1;
    if (!isFinal(error) && attempt < (bull.opts.attempts ?? 1)) {
      context.log.warn({ err: error, attempt }, 'A job failed and is tried again later.');
      throw error;
    }
    await giveUp(options, bull, error, signal);
    throw new UnrecoverableError(error instanceof Error ? error.message : String(error));
  }
}

/** A store that says "come back next year" would never be read again. */
const longestPause = 3_600;

/** In seconds: what is nobody's fault costs no attempt. */
function pauseAfter(error: unknown): number | undefined {
  if (error instanceof RateLimitError) return Math.min(Math.max(1, error.retryAfter), longestPause);
  if (isConnectionProblem(error)) return 2;
}

/** Asks until our own Postgres or Redis answers. */
async function insist(work: () => Promise<unknown>, stopping: AbortSignal): Promise<void> {
  for (;;) {
    try {
      return void (await work());
    } catch (error) {
      if (stopping.aborted || !isConnectionProblem(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

/** Only a person can mend these, so trying again would not. */
const isFinal = (error: unknown) =>
  error instanceof AuthenticationError || error instanceof PermissionError || error instanceof InsecureError;

async function giveUp(options: WorkerOptions, bull: BullJob<unknown, void>, error: unknown, signal: AbortSignal) {
  const context = contextOf(options, bull, signal);
  context.log.error({ err: error }, 'A job was given up.');
  try {
    const job = options.jobs.find(({ name }) => name === bull.name);
    await job?.failed?.(job.data.parse(bull.data), error, context);
  } catch (problem) {
    context.log.error({ err: problem }, 'What should be done when the job is given up failed, too.');
  }
}

/** Twice as long each time, and never the same for all who failed together. */
function backoff(attempts: number, { firstBackoff, longestBackoff }: Tuning): number {
  const longest = Math.min(firstBackoff * 2 ** (attempts - 1), longestBackoff);
  return Math.round(longest * (0.5 + Math.random() / 2));
}
