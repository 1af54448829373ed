import type { OrderRecord } from '../connectors/records.ts';
import { type Deciding, readDeciding, rowsOf, transferSettings } from './payment-rows.ts';
import { withSkusOfNow } from './redecide-held.ts';
import type { SkuProblem } from './rules/skus.ts';
import { type Transfer, transfer } from './rules/transfer.ts';
import { readSkuProblems } from './sku-problems.ts';
import type { Sql } from './sql.ts';
import { readSkus } from './store-skus.ts';

/** What a judgement was made of, so that it can be told. `problems` are those of its lines, one after the other. */
export type Judged<R> = { transfer: Transfer; record: R; deciding: Deciding; problems: (SkuProblem | undefined)[] };

/** Decides one order by the rows, settings and products of now. Changes nothing. One that is `kept` here goes by its products, as a release does. */
export async function judgeOrder<R extends Omit<OrderRecord, 'placedAt' | 'updatedAt' | 'paidAt'>>(
  sql: Sql,
  { store, record, kept }: { store: string; record: R; kept: boolean },
): Promise<Judged<R>> {
  const deciding = await readDeciding(sql, store);
  const [now = record] = kept ? await withSkusOfNow(sql, store, [record]) : [record];
  const skus = await readSkus(sql, store, [now]);
  const knows = (sku: string) => skus.has(sku);
  const problems = await readSkuProblems(sql, store, now.lines);
  return { transfer: transfer(now, transferSettings(deciding), rowsOf(deciding), knows), record: now, deciding, problems };
}
