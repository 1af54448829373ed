import type { Malformed } from '../connectors/connector.ts';
import type { OrderRecord } from '../connectors/records.ts';
import { type Deciding, decidingSql, ensureRows, rowsOf, stampOf, transferSettings } from './payment-rows.ts';
import type { By } from './rules/history.ts';
import type { MethodName } from './rules/payment-names.ts';
import { count, countMalformed, isWayIn, nameHeld, type Outcome, outcomeOf, type RunResult, unnameHeld } from './rules/run-result.ts';
import { type HeldReason, type PaymentRows, type Transfer, transfer } from './rules/transfer.ts';
import { type Sql, toJson } from './sql.ts';
import { knownSkus, skusOf } from './store-skus.ts';
import { malformedKey, writeMalformed } from './write-malformed.ts';

/** For which run and store a page of orders is decided and written, and at whose wish. `dryRun` keeps nothing but the counts. */
export type OrderPage = {
  run: string;
  store: string;
  by: By;
  dryRun: boolean;
  now: Date;
  records: readonly OrderRecord[];
  malformed: readonly Malformed[];
};

/** What is known of one order of the page before it is written. */
type Known = {
  id: string;
  state: 'imported' | 'held' | 'seen' | null;
  reason: HeldReason | null;
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
  const [{ known, skus, deciding }, written] = await Promise.all([looking, page.dryRun ? '' : asLines([...records.values()])]);
  const mended = page.dryRun ? 0 : await keepSkus(sql, page.store, records, known);
  const lines = mended > 0 ? await asLines([...records.values()]) : written;
  const rows = rowsOf(deciding);
  const decide = decider(deciding, rows, skus);
  const decided = [...records.values()].map((record) => decide(record, known.get(record.id)));

  if (page.dryRun) result.stamp ??= stampOf(deciding);
  for (const one of decided) countOrder(result, one, countedBefore(known.get(one.record.id)));
  for (const [key, one] of malformed) countMalformed(result, one, countedBefore(known.get(key)));
  nameMethods(result, decided);

  if (!page.dryRun) await ensureRows(sql, page.store, unseenMethods(page.records, rows), page.now);
  if (decided.length > 0) await write(sql, page, deciding, decided, lines);
  if (malformed.size > 0) await rememberMalformed(sql, page.run, [...malformed.keys()]);
  if (malformed.size > 0 && !page.dryRun) await writeMalformed(sql, { store: page.store, kind: 'order', now: page.now }, page.malformed);
}

export function newestOfEach(records: readonly OrderRecord[]): Map<string, OrderRecord> {
  const newest = new Map<string, OrderRecord>();
  for (const record of records) {
    const other = newest.get(record.id);
    if (!other || other.updatedAt <= record.updatedAt) newest.set(record.id, record);
  }
  return newest;
}

/** The payment methods of these orders that have no row yet, each once. */
export function unseenMethods(records: readonly OrderRecord[], rows: PaymentRows): MethodName[] {
  const unseen = new Map<string, MethodName>();
  for (const { paymentMethod: code, paymentMethodTitle: title } of records) if (!rows.has(code)) unseen.set(code, { code, title });
  return [...unseen.values()];
}

function countOrder(result: RunResult, { record: { number, currency, total }, transfer, outcome }: Decided, before?: Outcome): void {
  count(result, { outcome, currency, total }, before);
  const waits = transfer.state === 'held' && outcome !== 'existing' && !isWayIn(outcome);
  if (waits) nameHeld(result, { number, reason: transfer.reason }, before);
  else if (before) unnameHeld(result, number, before);
}

function nameMethods({ methods }: RunResult, decided: readonly Decided[]): void {
  for (const { transfer } of decided)
    if (transfer.state === 'held' && transfer.reason.kind === 'no row') methods[transfer.reason.method] = transfer.reason.title;
}

/** What the database knows of a page: its orders by id, which of its SKUs, and how the store's orders are decided. */
async function readKnown(sql: Sql, { run, store }: OrderPage, ids: string[], orders: readonly OrderRecord[]) {
  const [row] = await sql<{ known: Known[] | null; skus: string[] | null; deciding: Deciding | null }>(
    // Orders are looked up one after the other, however small or unknown to the planner the tables are.
    `select (select json_agg(k) from (
         select k.id, o.state, o.held_reason as reason, (extract(epoch from o.updated_at) * 1000)::float8 as "updatedAt",
           c.outcome as counted, c.currency, c.total::text
         from unnest($1::text[]) as k (id)
         left join lateral (select * from "order" where store_id = $2 and external_id = k.id limit 1) o on true
         left join lateral (select * from run_record where run_id = $3 and external_id = k.id limit 1) c on true
         where o.id is not null or c.run_id is not null
       ) k) as known,
       (select json_agg(sku) from (${knownSkus('$2', '$4')}) s) as skus,
       ${decidingSql('$2')} as deciding`,
    [ids, store, run, skusOf(orders)],
  );
  if (!row?.deciding) throw new Error(`There is no store ${store}.`);
  return { known: new Map(row.known?.map((one) => [one.id, one])), skus: new Set(row.skus), deciding: row.deciding };
}

/** A store forgets the SKUs of an order's lines with its products; an order that came in keeps them. Returns how many it mended. */
async function keepSkus(sql: Sql, store: string, records: Map<string, OrderRecord>, known: ReadonlyMap<string, Known>): Promise<number> {
  const bare = [...records.values()].filter(({ id, lines }) => known.get(id)?.state === 'imported' && lines.some(({ sku }) => !sku));
  if (bare.length === 0) return 0;
  const rows = await sql<{ id: string; lines: OrderRecord['lines'] }>(
    `select external_id as id, record -> 'lines' as lines from "order" where store_id = $1 and external_id = any($2::text[])`,
    [store, bare.map(({ id }) => id)],
  );
  const before = new Map(rows.map(({ id, lines }) => [id, new Map(lines.map((line) => [line.id, line.sku]))]));
  for (const record of bare) {
    const lines = record.lines.map((line) => ({ ...line, sku: line.sku || before.get(record.id)?.get(line.id) }));
    records.set(record.id, { ...record, lines });
  }
  return bare.length;
}

/** An order that came in is decided no more; one that waits by a newer record waits as before. */
function decider(deciding: Deciding, rows: PaymentRows, skus: ReadonlySet<string>) {
  const settings = transferSettings(deciding);
  const knows = (sku: string) => skus.has(sku);
  return (record: OrderRecord, known?: Known): Decided => {
    const older = known?.state === 'held' && (known.updatedAt ?? 0) > record.updatedAt.getTime() ? known.reason : null;
    const decision: Transfer = older ? { state: 'held', reason: older } : transfer(record, settings, rows, knows);
    const wasIn = known?.state === 'imported';
    return { record, transfer: decision, outcome: wasIn ? (isWayIn(known.counted) ? known.counted : 'existing') : outcomeOf(decision) };
  };
}

const countedBefore = (known?: Known): Outcome | undefined =>
  known?.counted ? { outcome: known.counted, currency: known.currency ?? undefined, total: known.total ?? undefined } : undefined;

/** An order that came in stays as it was decided; an older record changes nothing. A dry run only counts. */
async function write(sql: Sql, page: OrderPage, { orderPrefix, settings }: Deciding, decided: readonly Decided[], lines: string) {
  const { run, store, dryRun, now, by } = page;
  const rows = decided.map(dryRun ? countedOnly : columns);
  const { orderDescriptions, productDescriptions, buyerContact, payment } = settings;
  await sql(writing, [
    ...[store, orderPrefix, now, toJson(rows), run, dryRun, lines],
    toJson({ at: now, by }),
    toJson({ orderDescriptions, productDescriptions, buyerContact, payment }),
    // The same of every order that comes in, so it is not made for each.
    toJson([{ at: now, by, what: 'imported' }]),
  ]);
}

/** What is decided once; of an order that came in it stays as it is. */
const decision = [
  'state',
  'held_reason',
  'om_number',
  'imported_at',
  'imported_in',
  'paid',
  'payment_type_id',
  'delivery_type_id',
  'cod_amount',
];
const once = [...decision, 'om_status', 'applied'].map(
  (column) => `${column} = case o.state when 'imported' then o.${column} else excluded.${column} end`,
);

const writing = `with r as (
    select r.*, line::json as record, state = 'imported' as "comesIn"
    from rows from (
      json_to_recordset($4::json) as (id text, number text, status text, currency text, total numeric, "paymentMethod" text,
        "placedAt" timestamptz, "updatedAt" timestamptz, outcome text, state text, reason jsonb, paid boolean, "paymentType" uuid,
        "deliveryType" uuid, "codAmount" numeric, "omStatus" text),
      unnest(string_to_array($7, e'\\n'))
    ) as r (id, number, status, currency, total, "paymentMethod", "placedAt", "updatedAt", outcome, state, reason, paid, "paymentType",
      "deliveryType", "codAmount", "omStatus", line)
  ), counted as (
    insert into run_record (run_id, external_id, outcome, currency, total)
    select $5, id, outcome, currency, total from r
    on conflict (run_id, external_id) do update
    set outcome = excluded.outcome, currency = excluded.currency, total = excluded.total
  ), mended as (
    delete from malformed_record m using r where not $6 and m.store_id = $1 and m.kind = 'order' and m.key = r.id
  )
  insert into "order" as o (id, store_id, external_id, number, status, currency, total, payment_method, placed_at, updated_at, record, seen_at,
    state, held_reason, om_number, imported_at, imported_in, paid, payment_type_id, delivery_type_id, cod_amount, om_status, applied, history)
  select gen_random_uuid(), $1, r.id, number, status, currency, total, "paymentMethod", "placedAt", "updatedAt", record, $3, state, reason,
    case when "comesIn" then $2 || number end, case when "comesIn" then $3::timestamptz end, case when "comesIn" then $5::uuid end, paid,
    "paymentType", "deliveryType", "codAmount", "omStatus", case when "comesIn" then $9::jsonb end,
    case when "comesIn" then $10::jsonb else jsonb_build_array($8::jsonb || jsonb_build_object('what', state, 'reason', reason)) end
  from r where not $6
  on conflict (store_id, external_id) do update
  set number = excluded.number, status = excluded.status, currency = excluded.currency, total = excluded.total,
    payment_method = excluded.payment_method, placed_at = excluded.placed_at, updated_at = excluded.updated_at, record = excluded.record,
    ${once.join(', ')},
    history = case
      when o.state = 'imported' then o.history
        || case when o.status = excluded.status then '[]'::jsonb
          else jsonb_build_array($8::jsonb || jsonb_build_object('what', 'status', 'status', excluded.status, 'from', o.status)) end
        || case when o.total = excluded.total then '[]'::jsonb
          else jsonb_build_array($8::jsonb || jsonb_build_object('what', 'total', 'total', excluded.total::text, 'from', o.total::text)) end
      when (o.state, o.held_reason) is not distinct from (excluded.state, excluded.held_reason) then o.history
      else o.history || excluded.history end
  where (o.updated_at <= excluded.updated_at or o.state = 'seen')
    and (o.record::text, o.state, o.held_reason) is distinct from
      (excluded.record::text, case o.state when 'imported' then o.state else excluded.state end,
       case o.state when 'imported' then o.held_reason else excluded.held_reason end)`;

/** The records go beside their columns and one a line, because Postgres takes them from a long JSON text only slowly. */
const asLines = async (records: readonly OrderRecord[]) => records.map(toJson).join('\n');

function columns({ record, transfer, outcome }: Decided) {
  const { id, number, status, currency, total, paymentMethod, placedAt, updatedAt } = record;
  return { id, number, status, currency, total, paymentMethod, placedAt, updatedAt, outcome, ...transfer };
}

const countedOnly = ({ record: { id, currency, total }, outcome }: Decided) => ({ id, currency, total, outcome });

const rememberMalformed = (sql: Sql, run: string, keys: readonly string[]) =>
  sql(
    `insert into run_record (run_id, external_id, outcome) select $1, unnest($2::text[]), 'malformed'
     on conflict (run_id, external_id) do update set outcome = excluded.outcome, currency = null, total = null`,
    [run, keys],
  );
