import { defineEntity, p } from '@mikro-orm/core';
import type { OrderRecord } from '../../connectors/records.ts';
import type { HeldReason } from '../rules/transfer.ts';
import { id, now } from './columns.ts';
import { Store } from './store.ts';

/** What came in, or waits. The decision made when it came in stays; only held orders are decided again. */
const schema = defineEntity({
  name: 'Order',
  tableName: 'order',
  uniques: [{ properties: ['store', 'externalId'] }],
  indexes: [{ properties: ['store', 'state', 'placedAt'] }],
  properties: {
    id: id(),
    store: () => p.manyToOne(Store),
    externalId: p.string(),
    /** The store's number. */
    number: p.string(),
    /** Ours: prefix and number; set when it comes in. */
    omNumber: p.string().nullable(),
    /** The store's code. */
    status: p.string(),
    currency: p.string().length(3),
    total: p.decimal().precision(19).scale(4).$type<string>(),
    paymentMethod: p.string(),
    placedAt: p.datetime(),
    updatedAt: p.datetime(),
    /** The whole record as read, with buyer, lines and notes. */
    record: p.json().$type<OrderRecord>(),
    state: p.string().$type<'imported' | 'held'>(),
    heldReason: p.json().$type<HeldReason>().nullable(),
    importedAt: p.datetime().nullable(),
    seenAt: now(),
  },
});

export class Order extends schema.class {}
schema.setClass(Order);
