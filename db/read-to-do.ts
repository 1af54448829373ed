import type { HeldKey } from './rules/run-result.ts';
import type { HeldReason } from './rules/transfer.ts';
import type { Sql } from './sql.ts';

/** Orders that wait, by `HeldKey`, and what the store calls the payment methods among them, by code. */
export type Held = { held: Record<string, number>; methods: Record<string, string> };

export type Waiting = { key: HeldKey; orders: number; reason: HeldReason | null };

/**
 * In SQL, what waits in the store `s`. The reason is looked up only where a payment method is to be named: to count, the index is enough.
 */
export const waiting = `(
  select coalesce(json_agg(json_build_object('key', key, 'orders', orders, 'reason', case when key like 'no row:%' then (
    select held_reason from "order" where store_id = s.id and state = 'held' and held_key = key limit 1) end)), '[]')
  from (select held_key as key, count(*)::int as orders from "order" where store_id = s.id and state = 'held' group by 1) k)`;

export function heldOf(waiting: readonly Waiting[]): Held {
  const methods = waiting.flatMap(({ reason }) => (reason?.kind === 'no row' ? [[reason.method, reason.title] as const] : []));
  return { held: Object.fromEntries(waiting.map(({ key, orders }) => [key, orders])), methods: Object.fromEntries(methods) };
}

/** What waits in each of these stores. */
export async function readHeld(sql: Sql, stores: readonly string[]): Promise<Map<string, Held>> {
  const rows = await sql<{ store: string; waiting: Waiting[] }>(
    `select s.id as store, ${waiting} as waiting from unnest($1::uuid[]) as s (id)`,
    [stores],
  );
  return new Map(rows.map(({ store, waiting }) => [store, heldOf(waiting)]));
}

const toMap = `
  select store_id as store, count(*)::int as instruments from payment_mapping p
  where store_id = any($1::uuid[]) and confirmed_at is null and (vanished_at is null or exists (
    select from "order" o where o.store_id = p.store_id and o.state = 'held' and o.held_reason ->> 'kind' = 'no row'
      and o.payment_method = p.method))
  group by 1`;

/** How many payment instruments of each store somebody has still to confirm; one that the store no longer has only while orders wait for it. */
export async function readToMap(sql: Sql, stores: readonly string[]): Promise<Map<string, number>> {
  const rows = await sql<{ store: string; instruments: number }>(toMap, [stores]);
  return new Map(rows.map(({ store, instruments }) => [store, instruments]));
}
