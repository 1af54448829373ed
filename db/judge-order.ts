import type { OrderRecord } from '../connectors/records.ts';
import { type Deciding, readDeciding, rowsOf, transferSettings } from './payment-rows.ts';
import { withSkusOfNow } from './redecide-held.ts';
import { type Transfer, transfer } from './rules/transfer.ts';
import type { Sql } from './sql.ts';
import { readSkus } from './store-skus.ts';

/** What a judgement was made of, so that it can be told. */
export type Judged<R> = { transfer: Transfer; record: R; deciding: Deciding; knows: (sku: string) => boolean };

/** Decides one order by the rows, settings and products of now. Changes nothing. One that is `kept` here goes by its products, as a release does. */
export async function judgeOrder<R extends Omit<OrderRecord, 'placedAt' | 'updatedAt' | 'paidAt'>>(
  sql: Sql,
  { store, record, kept }: { store: string; record: R; kept: boolean },
): Promise<Judged<R>> {
  const deciding = await readDeciding(sql, store);
  const [now = record] = kept ? await withSkusOfNow(sql, store, [record]) : [record];
  const skus = await readSkus(sql, store, [now]);
  const knows = (sku: string) => skus.has(sku);
  return { transfer: transfer(now, transferSettings(deciding), rowsOf(deciding), knows), record: now, deciding, knows };
}
