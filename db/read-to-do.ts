import type { EntityManager } from '@mikro-orm/postgresql';
import { heldKey } from './rules/run-result.ts';
import type { HeldReason } from './rules/transfer.ts';

/** Orders that wait, by `HeldKey`, and what the store calls the payment methods among them, by code. */
export type Held = { held: Record<string, number>; methods: Record<string, string> };

/** What waits in each of these stores. */
export async function readHeld(em: EntityManager, stores: readonly string[]): Promise<Map<string, Held>> {
  const found = new Map(stores.map((store): [string, Held] => [store, { held: {}, methods: {} }]));
  if (stores.length === 0) return found;
  const rows: { store: string; reason: HeldReason; orders: number }[] = await em.execute(
    // What only one order has of its reason (products, amounts) would set it apart from the others.
    `select store_id as store, held_reason - 'lines' - 'skus' - 'difference' as reason, count(*)::int as orders from "order"
     where store_id in (?) and state = 'held' group by 1, 2`,
    [stores],
  );
  for (const { store, reason, orders } of rows) {
    const { held, methods } = found.get(store) ?? { held: {}, methods: {} };
    const key = heldKey(reason);
    held[key] = (held[key] ?? 0) + orders;
    if (reason.kind === 'no row') methods[reason.method] = reason.title;
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
