import type { Trial } from '../dialogs/services/payments.ts';
import { readDeciding, rowsOf, transferSettings } from './payment-rows.ts';
import { withSkusOfNow } from './redecide-held.ts';
import { count, emptyResult, outcomeOf } from './rules/run-result.ts';
import { type DecidedOrder, type PaymentRow, transfer } from './rules/transfer.ts';
import type { Sql } from './sql.ts';
import { readSkus } from './store-skus.ts';

type Row = { id: string; state: 'imported' | 'held' | 'seen'; record: DecidedOrder & { currency: string } };

const pageSize = 500;

/** What a row would do with the orders of its method that were placed since then. Those that came in stay as they are. Changes nothing. */
export async function tryRow(
  sql: Sql,
  { store, row, since }: { store: string; row: PaymentRow; since: Date },
): Promise<Omit<Trial, 'warnings'>> {
  const deciding = await readDeciding(sql, store);
  const [settings, rows] = [transferSettings(deciding), new Map(rowsOf(deciding)).set(row.method, row)];
  const result = emptyResult();
  let alreadyIn = 0;
  for (let after: string | undefined, more = true; more; ) {
    const orders = await readPage(sql, { store, method: row.method, since, after });
    const open = orders.filter(({ state }) => state !== 'imported').map(({ record }) => record);
    const records = await withSkusOfNow(sql, store, open);
    const skus = await readSkus(sql, store, records);
    alreadyIn += orders.length - open.length;
    for (const record of records) {
      const decision = transfer(record, settings, rows, (sku) => skus.has(sku));
      // What the carrier collects is what counts, where it collects.
      const total = (decision.state === 'imported' && decision.codAmount) || record.total;
      count(result, { outcome: outcomeOf(decision), currency: record.currency, total });
    }
    after = orders.at(-1)?.id;
    more = orders.length === pageSize;
  }
  const { read, ways, held } = result;
  return { orders: read + alreadyIn, alreadyIn, ways, held };
}

const readPage = (sql: Sql, { store, method, since, after }: { store: string; method: string; since: Date; after?: string }) =>
  sql<Row>(
    `select id, state, case when state <> 'imported' then record end as record from "order"
     where store_id = $1 and payment_method = $2 and placed_at >= $3 and ($4::uuid is null or id > $4) order by id limit $5`,
    [store, method, since, after, pageSize],
  );
