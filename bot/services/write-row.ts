import type { EntityManager } from '@mikro-orm/postgresql';
import { Change } from '../../db/entities/change.ts';
import { DeliveryType } from '../../db/entities/delivery-type.ts';
import type { PaymentMapping } from '../../db/entities/payment-mapping.ts';
import { PaymentType } from '../../db/entities/payment-type.ts';
import type { Store } from '../../db/entities/store.ts';
import { readTypes } from '../../db/type-lists.ts';
import { type RowWords, rowInWords } from '../../dialogs/payment-row.ts';
import type { Overtaken, RowValues } from '../../dialogs/services/payments.ts';
import { asOne, differences } from './differences.ts';

type Writing = { store: Store; row: RowValues; words: RowWords; person: string; now: Date; turn: string };

/** Sets and confirms a row, with its line in the history. `mapping` is locked by the transaction of `em`. */
export function writeRow(em: EntityManager, mapping: PaymentMapping, { store, row, words, person, now, turn }: Writing): void {
  const { statuses, cod, paymentType, deliveryType } = row;
  const { before, after } = differences(mapping.confirmedAt ? rowInWords(rowSet(mapping), words) : {}, rowInWords(row, words));
  // Saved as it was: nobody else's work is overtaken by that.
  if (Object.keys(after).length === 0) return void em.assign(mapping, { savedIn: turn });
  em.assign(mapping, {
    ...{ statuses, cod, confirmedAt: now, confirmedBy: person, savedIn: turn, version: mapping.version + 1 },
    paymentType: paymentType ? em.getReference(PaymentType, paymentType) : null,
    deliveryType: deliveryType ? em.getReference(DeliveryType, deliveryType) : null,
  });
  const key = `${rowKey(mapping)}${mapping.version}`;
  em.create(Change, { workspace: store.workspace, store, kind: 'row', subject: mapping.title, before, after, person, key, at: now });
}

/** What was changed since a version, by whom it was changed last: from what it was then to what it is now. */
export async function changedSince(em: EntityManager, mapping: PaymentMapping, version: number, now: Date): Promise<Overtaken> {
  const lines = await em.find(
    Change,
    { store: mapping.store, kind: 'row', key: { $like: `${rowKey(mapping)}%` } },
    { orderBy: { id: 'desc' }, limit: mapping.version - version },
  );
  return asOne(lines, now);
}

/** How a row is told in words. */
export const rowWords = async (em: EntityManager, { workspace, statuses }: Store): Promise<RowWords> => ({
  statuses,
  paymentTypes: await readTypes(em, workspace.id, 'payment'),
  deliveryTypes: await readTypes(em, workspace.id, 'delivery'),
});

/** A row as it is set. */
export const rowSet = ({ statuses, cod, paymentType, deliveryType }: PaymentMapping): RowValues => ({
  ...{ statuses, cod },
  ...(paymentType && { paymentType: paymentType.id }),
  ...(deliveryType && { deliveryType: deliveryType.id }),
});

const rowKey = ({ id }: PaymentMapping) => `row:${id}:`;
