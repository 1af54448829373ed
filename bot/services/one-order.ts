import type { EntityManager } from '@mikro-orm/postgresql';
import { Connection } from '../../db/entities/connection.ts';
import { Order } from '../../db/entities/order.ts';
import { findOrders } from '../../db/find-order.ts';
import { ensureRows } from '../../db/payment-rows.ts';
import type { HeldReason } from '../../db/rules/transfer.ts';
import { inTransaction } from '../../db/sql.ts';
import type { Asked } from './context.ts';

/** A store with all that one question about an order needs; nothing where there is no such store. */
export async function openStore({ orm, who }: Asked, handle: string) {
  const em = orm.em.fork();
  const connection = await em.findOne(Connection, { store: { workspace: who.workspace, handle } }, { populate: ['store'] });
  return connection ? { em, connection, store: connection.store } : undefined;
}

/** The order of this store that is called so. */
export async function storedOrder(em: EntityManager, store: string, number: string): Promise<Order | undefined> {
  const [found] = await inTransaction(em, (sql) => findOrders(sql, [store], number));
  return found && (await em.findOneOrFail(Order, found.id, { populate: ['paymentType', 'deliveryType'] }));
}

/** A method that the store was just found to have gets its row, as with every reading: so it can be mapped at once. Until then it decides nothing. */
export async function meetMethod(em: EntityManager, store: string, reason: HeldReason, now: Date): Promise<void> {
  if (reason.kind !== 'no row') return;
  const { method: code, title } = reason;
  await inTransaction(em, (sql) => ensureRows(sql, store, [{ code, title }], now), { alone: store });
}
