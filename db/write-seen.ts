import type { Malformed } from '../connectors/connector.ts';
import type { OrderRecord } from '../connectors/records.ts';
import { count, countMalformed, type Outcome, type RunResult } from './rules/run-result.ts';
import { type Sql, toJson } from './sql.ts';
import { malformedKey, writeMalformed } from './write-malformed.ts';
import { newestOfEach } from './write-orders.ts';

/** A page of orders that are only looked at, because a run reads the payment instruments of their store. */
export type SeenPage = { run: string; store: string; now: Date; records: readonly OrderRecord[]; malformed: readonly Malformed[] };

/** Keeps a page of orders as `seen`, and counts it into `result`. What came in or waits stays as it is: nothing is decided here. */
export async function writeSeen(sql: Sql, { run, store, now, ...page }: SeenPage, result: RunResult): Promise<void> {
  const records = newestOfEach(page.records);
  const malformed = new Map(page.malformed.map((one) => [malformedKey(one), one]));
  const counted = await readCounted(sql, run, [...records.keys(), ...malformed.keys()]);
  for (const id of records.keys()) count(result, { outcome: 'seen' }, counted.get(id));
  for (const [key, one] of malformed) countMalformed(result, one, counted.get(key));
  await sql(counting, [run, [...records.keys()], [...malformed.keys()]]);
  if (records.size > 0) await sql(writing, [store, now, toJson([...records.values()].map(columns)), lines(records)]);
  if (malformed.size > 0) await writeMalformed(sql, { store, kind: 'order', now }, page.malformed);
}

/** What this run made of these before: a list may show an order twice. */
async function readCounted(sql: Sql, run: string, ids: string[]): Promise<Map<string, Outcome>> {
  const rows = await sql<{ id: string; outcome: Outcome['outcome'] }>(
    'select external_id as id, outcome from run_record where run_id = $1 and external_id = any($2::text[])',
    [run, ids],
  );
  return new Map(rows.map(({ id, outcome }) => [id, { outcome }]));
}

const counting = `insert into run_record (run_id, external_id, outcome)
  select $1, k.id, k.outcome
  from (select unnest($2::text[]) as id, 'seen' as outcome union all select unnest($3::text[]), 'malformed') k
  on conflict (run_id, external_id) do update set outcome = excluded.outcome`;

const writing = `with r as (
    select r.*, line::json as record
    from rows from (
      json_to_recordset($3::json) as (id text, number text, status text, currency text, total numeric, "paymentMethod" text,
        "placedAt" timestamptz, "updatedAt" timestamptz),
      unnest(string_to_array($4, e'\\n'))
    ) as r (id, number, status, currency, total, "paymentMethod", "placedAt", "updatedAt", line)
  ), mended as (
    delete from malformed_record m using r where m.store_id = $1 and m.kind = 'order' and m.key = r.id
  )
  insert into "order" as o (id, store_id, external_id, number, status, currency, total, payment_method, placed_at, updated_at, record, seen_at,
    state, history)
  select gen_random_uuid(), $1, r.id, number, status, currency, total, "paymentMethod", "placedAt", "updatedAt", record, $2, 'seen', '[]'
  from r
  on conflict (store_id, external_id) do update
  set number = excluded.number, status = excluded.status, currency = excluded.currency, total = excluded.total,
    payment_method = excluded.payment_method, placed_at = excluded.placed_at, updated_at = excluded.updated_at, record = excluded.record
  where o.state = 'seen' and o.updated_at <= excluded.updated_at and o.record::text <> excluded.record::text`;

/** The records go beside their columns and one a line, because Postgres takes them from a long JSON text only slowly. */
const lines = (records: ReadonlyMap<string, OrderRecord>): string => [...records.values()].map(toJson).join('\n');

const columns = ({ id, number, status, currency, total, paymentMethod, placedAt, updatedAt }: OrderRecord) => ({
  ...{ id, number, status, currency, total, paymentMethod, placedAt, updatedAt },
});
