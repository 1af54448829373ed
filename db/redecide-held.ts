import type { EntityManager } from '@mikro-orm/postgresql';
import type { StatusRecord } from '../connectors/records.ts';
import { type DecidedOrder, transfer } from './rules/transfer.ts';
import { inTransaction, type Sql, toJson } from './sql.ts';
import { readSkus } from './write-orders.ts';

type Options = { store: { id: string; orderPrefix: string; statuses: readonly StatusRecord[] }; now: Date; signal: AbortSignal };
type Row = { id: string; record: DecidedOrder };

const pageSize = 200;

/** Decides the orders again that wait for an SKU, page by page. Returns how many came in. */
export async function redecideHeld(em: EntityManager, { store, now, signal }: Options): Promise<number> {
  let imported = 0;
  for (let after: string | undefined, more = true; more; ) {
    signal.throwIfAborted();
    const page = await inTransaction(em, (sql) => redecidePage(sql, store, now, after), { alone: store.id });
    imported += page.imported;
    after = page.last;
    more = page.last !== undefined;
  }
  return imported;
}

async function redecidePage(sql: Sql, store: Options['store'], now: Date, after?: string): Promise<{ imported: number; last?: string }> {
  const rows = await sql<Row>(
    `select id, record from "order" where store_id = $1 and state = 'held' and held_reason->>'kind' = 'unknown SKU' and ($2::uuid is null or id > $2)
     order by id limit $3`,
    [store.id, after, pageSize],
  );
  const skus = await readSkus(
    sql,
    store.id,
    rows.map(({ record }) => record),
  );
  const decided = rows.map(({ id, record }) => ({ id, ...transfer(record, store, (sku) => skus.has(sku)) }));
  await sql(
    `update "order" o set state = r.state, held_reason = r.reason,
       om_number = case r.state when 'imported' then $2 || o.number end, imported_at = case r.state when 'imported' then $3::timestamptz end
     from jsonb_to_recordset($1::jsonb) as r (id uuid, state text, reason jsonb)
     where o.id = r.id and (o.state, o.held_reason) is distinct from (r.state, r.reason)`,
    [toJson(decided), store.orderPrefix, now],
  );
  return {
    imported: decided.filter(({ state }) => state === 'imported').length,
    last: rows.length === pageSize ? rows.at(-1)?.id : undefined,
  };
}
