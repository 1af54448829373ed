import type { PaymentMethodRecord, StatusRecord } from '../connectors/records.ts';
import { ensureRows } from './payment-rows.ts';
import type { MethodName } from './rules/payment-names.ts';
import type { MethodList } from './rules/run-result.ts';
import { type Sql, toJson } from './sql.ts';

/** What a reading found out. Without a list there is only what the orders tell; without statuses the ones that were known stay. */
export type Reading = {
  store: string;
  /** Orders placed since then count. */
  since: Date;
  now: Date;
  state: MethodList['state'];
  list: readonly PaymentMethodRecord[];
  statuses?: readonly StatusRecord[];
};

/** Gives each method that the store lists, or that its orders have, a row. What was set stays; what is gone is marked. */
export async function writeInstruments(sql: Sql, reading: Reading): Promise<MethodList> {
  const { store, since, now, state, list, statuses } = reading;
  // In the order of their ids, as everybody who locks several of them does.
  await sql('select id from payment_mapping where store_id = $1 order by id for no key update', [store]);
  const met = await readMet(sql, store, since);
  const has = (code: string) => met.some((method) => method.code === code);
  const off = list.filter(({ code, enabled }) => !enabled && !has(code));
  const listed = list.filter((method) => !off.includes(method));
  await ensureRows(sql, store, [...listed, ...met.filter(({ code }) => !listed.some((method) => method.code === code))], now);
  await sql(renaming, [store, toJson(list)]);
  await markGone(sql, reading, [...list.map(({ code }) => code), ...met.map(({ code }) => code)]);
  // What is older was only looked at, and tells nothing any more.
  await sql(`delete from "order" where store_id = $1 and state = 'seen' and placed_at < $2`, [store, since]);
  await sql('update store set payments_read_at = $2, statuses = coalesce($3, statuses) where id = $1', [
    ...[store, now],
    statuses && statuses.length > 0 ? toJson(statuses) : null,
  ]);
  return { state, off: await unknownOf(sql, store, off) };
}

/** The methods of the orders of these days, as the newest one names each. */
const readMet = (sql: Sql, store: string, since: Date): Promise<MethodName[]> =>
  sql<MethodName>(
    `select distinct on (payment_method) payment_method as code, coalesce(record ->> 'paymentMethodTitle', '') as title
     from "order" where store_id = $1 and state in ('imported', 'held', 'seen') and placed_at >= $2
     order by payment_method, placed_at desc`,
    [store, since],
  );

/** What a person typed in keeps the name that it was given. */
const renaming = `update payment_mapping p set title = l.title from json_to_recordset($2::json) as l (code text, title text)
  where p.store_id = $1 and p.method = l.code and not p.by_hand and l.title <> '' and p.title <> l.title`;

/** A list that may not be read tells nothing of what is gone. */
async function markGone(sql: Sql, { store, now, state }: Reading, found: string[]): Promise<void> {
  await sql(
    `update payment_mapping set vanished_at = null where store_id = $1 and vanished_at is not null and (by_hand or method = any($2::text[]))`,
    [store, found],
  );
  if (state === 'refused') return;
  await sql(
    `update payment_mapping set vanished_at = $3
     where store_id = $1 and vanished_at is null and not by_hand and not method = any($2::text[])`,
    [store, found, now],
  );
}

/** The titles of those that have no row. */
async function unknownOf(sql: Sql, store: string, methods: readonly PaymentMethodRecord[]): Promise<string[]> {
  const rows = await sql<{ method: string }>('select method from payment_mapping where store_id = $1', [store]);
  return methods.filter(({ code }) => !rows.some(({ method }) => method === code)).map(({ code, title }) => title || code);
}
