import { randomUUID } from 'node:crypto';
import { createHttp } from '../../connectors/http.ts';
import type { ProductRecord } from '../../connectors/records.ts';
import { Product } from '../../db/entities/product.ts';
import { SyncRun } from '../../db/entities/sync-run.ts';
import { emptyResult } from '../../db/rules/run-result.ts';
import type { StoreSettings } from '../../db/rules/settings.ts';
import type { Job, JobContext } from '../../jobs/job.ts';
import { makeStore } from '../db/make-store.ts';
import { today } from '../db/sample-order.ts';
import { type ListedStore, listed, listedStore } from './listed-store.ts';
import { stage } from './stage.ts';

/** A product with an SKU; its id is the SKU's. */
export const product = (sku: string | undefined, given: Partial<ProductRecord> = {}): ProductRecord => ({
  id: `p-${sku}`,
  sku,
  title: `Thing ${sku}`,
  price: '10.00',
  active: true,
  updatedAt: new Date('2026-10-01T00:00:00Z'),
  ...given,
});

/** A connected store whose products are known, and what is needed to run the jobs of a pull with it. */
export async function pullStage(
  given: Partial<ListedStore> = {},
  { known = ['A-1', 'A-2'], settings }: { known?: string[]; settings?: Partial<StoreSettings> } = {},
) {
  const here = await stage('Postgres');
  const remote = listedStore(given);
  const em = here.orm.em.fork();
  const made = await makeStore(em, { orderPrefix: 'W-', firstSyncedAt: today, settings });
  for (const sku of known)
    em.create(Product, { store: made.store, externalId: `p-${sku}`, sku, title: sku, active: true, updatedAt: today, seenAt: new Date(0) });
  await em.flush();
  const log = here.queueOptions.log;
  const http = createHttp({ allowPrivate: true });

  const context = (change: Partial<JobContext> = {}): JobContext => ({
    ...{ em: here.orm.em.fork(), connectors: listed(remote), http, log, now: () => today, signal: new AbortController().signal },
    ...here.queue,
    post: async (message) => void here.posted.push(message),
    deliver: async () => {},
    ...change,
  });

  return {
    ...here,
    ...made,
    remote,
    context,
    /** A new run of the last `days` days. */
    async begin(
      kind: 'products' | 'import' | 'payments',
      change: { days?: number; dryRun?: boolean; since?: Date; until?: Date; startedAt?: Date; silent?: boolean } = {},
    ): Promise<string> {
      const own = here.orm.em.fork();
      const { silent, ...rest } = { days: kind === 'import' ? 14 : undefined, startedAt: today, ...change };
      const run = own.create(SyncRun, {
        id: randomUUID(),
        store: made.store.id,
        kind,
        result: emptyResult(),
        channel: silent ? undefined : made.channel.id,
        ...rest,
      });
      await own.flush();
      return run.id;
    },
    /** Runs a job as the worker does, but without waiting between its attempts. */
    async untilDone(job: Job<{ run: string }>, run: string, change: () => Partial<JobContext> = () => ({})): Promise<number> {
      for (let failures = 0; ; failures++) {
        try {
          await job.run({ run }, context(change()));
          return failures;
        } catch (error) {
          if (failures > 200) throw error;
        }
      }
    },
    find: (run: string) => here.orm.em.fork().findOneOrFail(SyncRun, run),
    rows: <Row extends object>(sql: string): Promise<Row[]> => here.orm.em.fork().getConnection().execute<Row[]>(sql, [made.store.id]),
  };
}

export type PullStage = Awaited<ReturnType<typeof pullStage>>;
