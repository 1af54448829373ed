import type { Malformed } from '../connectors/connector.ts';
import type { OrderRecord, StatusRecord } from '../connectors/records.ts';
import { count, countMalformed, type Outcome, type RunResult } from './rules/run-result.ts';
import { type Transfer, transfer } from './rules/transfer.ts';
import { type Sql, toJson } from './sql.ts';
import { malformedKey, writeMalformed } from './write-malformed.ts';

/** For which run and store a page of orders is decided and written. `dryRun` keeps nothing but the counts. */
export type OrderPage = {
  run: string;
  store: { id: string; orderPrefix: string; statuses: readonly StatusRecord[] };
  dryRun: boolean;
  now: Date;
  records: readonly OrderRecord[];
  malformed: readonly Malformed[];
};

/** What is known of one order of the page before it is written. */
type Known = {
  id: string;
  state: 'imported' | 'held' | null;
  kind: Outcome['outcome'] | null;
  updatedAt: number | null;
  /** What this run made of it before. */
  counted: Outcome['outcome'] | null;
  currency: string | null;
  total: string | null;
};

/** One order with what becomes of it. */
type Decided = { record: OrderRecord; transfer: Transfer; outcome: Outcome['outcome'] };

/** Decides a page of orders, writes it in a few statements, and counts it into `result`. */
export async function writeOrders(sql: Sql, page: OrderPage, result: RunResult): Promise<void> {
  const records = newestOfEach(page.records);
  const malformed = new Map(page.malformed.map((one) => [malformedKey(one), one]));
  // The texts are made while the database looks.
  const looking = readKnown(sql, page, [...records.keys(), ...malformed.keys()], [...records.values()]);
  const [{ known, skus }, lines] = await Promise.all([looking, page.dryRun ? '' : asLines([...records.values()])]);
  const decided = [...records.values()].map((record) => decide(record, page, skus, known.get(record.id)));

  for (const { record, outcome } of decided)
    count(result, { outcome, currency: record.currency, total: record.total }, countedBefore(known.get(record.id)));
  for (const [key, one] of malformed) countMalformed(result, one, countedBefore(known.get(key)));

  if (decided.length > 0) await write(sql, page, decided, lines);
  if (malformed.size > 0) await rememberMalformed(sql, page.run, [...malformed.keys()]);
  if (malformed.size > 0 && !page.dryRun) await writeMalformed(sql, { store: page.store.id, kind: 'order', now: page.now }, page.malformed);
}

function newestOfEach(records: readonly OrderRecord[]): Map<string, OrderRecord> {
  const newest = new Map<string, OrderRecord>();
  for (const record of records) {
    const other = newest.get(record.id);
    if (!other || other.updatedAt <= record.updatedAt) newest.set(record.id, record);
  }
  return newest;
}

/** What the database knows of a page: its orders by id, and which of its SKUs. */
async function readKnown(sql: Sql, { run, store }: OrderPage, ids: string[], orders: readonly OrderRecord[]) {
  const [row] = await sql<{ known: Known[] | null; skus: string[] | null }>(
    // Orders are looked up one after the other, however small or unknown to the planner the tables are.
    `select (select json_agg(k) from (
         select k.id, o.state, o.held_reason->>'kind' as kind, (extract(epoch from o.updated_at) * 1000)::float8 as "updatedAt",
           c.outcome as counted, c.currency, c.total::text
         from unnest($1::text[]) as k (id)
         left join lateral (select * from "order" where store_id = $2 and external_id = k.id limit 1) o on true
         left join lateral (select * from run_record where run_id = $3 and external_id = k.id limit 1) c on true
         where o.id is not null or c.run_id is not null
       ) k) as known,
       (select json_agg(sku) from (${knownSkus('$2', '$4')}) s) as skus`,
    [ids, store.id, run, skusOf(orders)],
  );
  return { known: new Map(row?.known?.map((one) => [one.id, one])), skus: new Set(row?.skus) };
}

/** OM knows an SKU when exactly one of the store's products has it as its own. */
const knownSkus = (store: string, skus: string) =>
  `select sku from product where store_id = ${store} and sku = any(${skus}::text[]) and archived_at is null and not sku_inherited
   group by sku having count(*) = 1`;

const skusOf = (orders: readonly Pick<OrderRecord, 'lines'>[]) => [
  ...new Set(orders.flatMap(({ lines }) => lines.flatMap(({ sku }) => (sku ? [sku] : [])))),
];

/** Which SKUs of these orders OM knows. */
export async function readSkus(sql: Sql, store: string, orders: readonly Pick<OrderRecord, 'lines'>[]): Promise<Set<string>> {
  const rows = await sql<{ sku: string }>(knownSkus('$1', '$2'), [store, skusOf(orders)]);
  return new Set(rows.map(({ sku }) => sku));
}

function decide(record: OrderRecord, { store }: OrderPage, skus: ReadonlySet<string>, known?: Known): Decided {
  const decision = transfer(record, store, (sku) => skus.has(sku));
  const stays = known?.state === 'held' && known.kind && (known.updatedAt ?? 0) > record.updatedAt.getTime();
  if (stays) return { record, transfer: decision, outcome: known.kind ?? 'status' };
  if (known?.state === 'imported') return { record, transfer: decision, outcome: known.counted === 'imported' ? 'imported' : 'existing' };
  return { record, transfer: decision, outcome: decision.state === 'imported' ? 'imported' : decision.reason.kind };
}

const countedBefore = (known?: Known): Outcome | undefined =>
  known?.counted ? { outcome: known.counted, currency: known.currency ?? undefined, total: known.total ?? undefined } : undefined;

/** An order that came in stays in, whatever its newer record would be decided; an older record changes nothing. A dry run only counts. */
async function write(sql: Sql, { run, store, dryRun, now }: OrderPage, decided: readonly Decided[], lines: string) {
  const rows = decided.map(dryRun ? countedOnly : columns);
  await sql(
    `with r as (
       select r.*, line::json as record
       from rows from (
         json_to_recordset($4::json) as (id text, number text, status text, currency text, total numeric, "paymentMethod" text,
           "placedAt" timestamptz, "updatedAt" timestamptz, state text, reason jsonb, outcome text),
         unnest(string_to_array($7, e'\\n'))
       ) as r (id, number, status, currency, total, "paymentMethod", "placedAt", "updatedAt", state, reason, outcome, line)
     ), counted as (
       insert into run_record (run_id, external_id, outcome, currency, total)
       select $5, id, outcome, currency, total from r
       on conflict (run_id, external_id) do update
       set outcome = excluded.outcome, currency = excluded.currency, total = excluded.total
     ), mended as (
       delete from malformed_record m using r where not $6 and m.store_id = $1 and m.kind = 'order' and m.key = r.id
     )
     insert into "order" as o (id, store_id, external_id, number, om_number, status, currency, total, payment_method, placed_at, updated_at,
       record, state, held_reason, imported_at, seen_at)
     select gen_random_uuid(), $1, r.id, number, case state when 'imported' then $2 || number end, status, currency, total, "paymentMethod",
       "placedAt", "updatedAt", record, state, reason, case state when 'imported' then $3::timestamptz end, $3
     from r where not $6
     on conflict (store_id, external_id) do update
     set number = excluded.number, status = excluded.status, currency = excluded.currency, total = excluded.total,
       payment_method = excluded.payment_method, placed_at = excluded.placed_at, updated_at = excluded.updated_at,
       record = excluded.record,
       state = case o.state when 'imported' then o.state else excluded.state end,
       held_reason = case o.state when 'imported' then o.held_reason else excluded.held_reason end,
       om_number = case o.state when 'imported' then o.om_number else excluded.om_number end,
       imported_at = case o.state when 'imported' then o.imported_at else excluded.imported_at end
     where o.updated_at <= excluded.updated_at
       and (o.record::text, o.state, o.held_reason) is distinct from
         (excluded.record::text, case o.state when 'imported' then o.state else excluded.state end,
          case o.state when 'imported' then o.held_reason else excluded.held_reason end)`,
    [store.id, store.orderPrefix, now, toJson(rows), run, dryRun, lines],
  );
}

/** The records go beside their columns and one a line, because Postgres takes them from a long JSON text only slowly. */
const asLines = async (records: readonly OrderRecord[]) => records.map(toJson).join('\n');

function columns({ record, transfer, outcome }: Decided) {
  const { id, number, status, currency, total, paymentMethod, placedAt, updatedAt } = record;
  return { id, number, status, currency, total, paymentMethod, placedAt, updatedAt, ...transfer, outcome };
}

const countedOnly = ({ record: { id, currency, total }, outcome }: Decided) => ({ id, currency, total, outcome });

const rememberMalformed = (sql: Sql, run: string, keys: readonly string[]) =>
  sql(
    `insert into run_record (run_id, external_id, outcome) select $1, unnest($2::text[]), 'malformed'
     on conflict (run_id, external_id) do update set outcome = excluded.outcome, currency = null, total = null`,
    [run, keys],
  );
