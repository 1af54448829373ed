import type { EntityManager } from '@mikro-orm/postgresql';
import { sum } from './rules/money.ts';
import type { SeenOrders } from './rules/payments.ts';

/** So many days count as "lately". */
export const seenDays = 60;
export const seenSince = (now: Date): Date => new Date(now.getTime() - seenDays * 86_400_000);

export const nothingSeen: SeenOrders = { orders: 0, sums: {}, statuses: {}, free: 0, paidInStore: 0, deliveries: {} };

type Group = {
  method: string;
  status: string;
  currency: string;
  delivery: string | null;
  orders: number;
  total: string;
  free: number;
  paid: number;
};

/** What the orders of the last 60 days tell of each payment method, by the store's code; it does not matter whether they came in. */
export async function readSeen(em: EntityManager, store: string, now: Date): Promise<Map<string, SeenOrders>> {
  const groups: Group[] = await em.execute(
    // All states are named for the index, which has them before the time.
    `select payment_method as method, status, currency, record -> 'shipping' -> 0 ->> 'title' as delivery, count(*)::int as orders,
       sum(total)::text as total, (count(*) filter (where total = 0))::int as free,
       count(record ->> 'paidAt')::int as paid
     from "order" where store_id = ? and state in ('imported', 'held', 'seen') and placed_at >= ? group by 1, 2, 3, 4`,
    [store, seenSince(now)],
  );
  const seen = new Map<string, SeenOrders>();
  for (const group of groups) seen.set(group.method, added(seen.get(group.method) ?? nothingSeen, group));
  return seen;
}

const added = (seen: SeenOrders, { status, currency, delivery, orders, total, free, paid }: Group): SeenOrders => ({
  orders: seen.orders + orders,
  sums: { ...seen.sums, [currency]: sum([seen.sums[currency] ?? '0', total]) },
  statuses: plus(seen.statuses, status, orders),
  free: seen.free + free,
  paidInStore: seen.paidInStore + paid,
  deliveries: delivery ? plus(seen.deliveries, delivery, orders) : seen.deliveries,
});

const plus = (counts: Record<string, number>, name: string, more: number) => ({ ...counts, [name]: (counts[name] ?? 0) + more });
