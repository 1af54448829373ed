import type { EntityManager } from '@mikro-orm/postgresql';
import type { HeldKey } from './rules/run-result.ts';
import type { HeldReason } from './rules/transfer.ts';
import { oneByOne } from './sql.ts';

/** Orders that wait, by `HeldKey`, and what the store calls the payment methods among them, by code. */
export type Held = { held: Record<string, number>; methods: Record<string, string> };

// The reason is looked up only where a payment method is to be named: to count them, the index is enough.
const held = `
  select store, key, orders, case when key like 'no row:%' then (
    select held_reason from "order" where store_id = c.store and state = 'held' and held_key = c.key limit 1) end as reason
  from (select store_id as store, held_key as key, count(*)::int as orders from "order"
    where store_id = any($1::uuid[]) and state = 'held' group by 1, 2) c`;

/** What waits in each of these stores. */
export async function readHeld(em: EntityManager, stores: readonly string[]): Promise<Map<string, Held>> {
  const found = new Map(stores.map((store): [string, Held] => [store, { held: {}, methods: {} }]));
  const rows = await oneByOne(em)<{ store: string; key: HeldKey; orders: number; reason: HeldReason | null }>(held, [stores]);
  for (const { store, key, orders, reason } of rows) {
    const { held, methods } = found.get(store) ?? { held: {}, methods: {} };
    held[key] = orders;
    if (reason?.kind === 'no row') methods[reason.method] = reason.title;
  }
  return found;
}

/** How many payment instruments of each store somebody has still to confirm; one that the store no longer has only while orders wait for it. */
export async function readToMap(em: EntityManager, stores: readonly string[]): Promise<Map<string, number>> {
  if (stores.length === 0) return new Map();
  const rows: { store: string; instruments: number }[] = await em.execute(
    `select store_id as store, count(*)::int as instruments from payment_mapping p
     where store_id in (?) and confirmed_at is null and (vanished_at is null or exists (
       select from "order" o where o.store_id = p.store_id and o.state = 'held' and o.held_reason ->> 'kind' = 'no row'
         and o.payment_method = p.method))
     group by 1`,
    [stores],
  );
  return new Map(rows.map(({ store, instruments }) => [store, instruments]));
}
