import { defineEntity, p } from '@mikro-orm/core';
import type { OrderRecord } from '../../connectors/records.ts';
import type { HeldReason } from '../rules/transfer.ts';
import { amount, id, moment, now } from './columns.ts';
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
    externalId: p.text(),
    /** The store's number. */
    number: p.text(),
    /** Ours: prefix and number; set when it comes in. */
    omNumber: p.text().nullable(),
    /** The store's code. */
    status: p.text(),
    currency: p.string().length(3),
    total: amount(),
    paymentMethod: p.text(),
    placedAt: moment(),
    updatedAt: moment(),
    /** The whole record as read, with buyer, lines and notes; times are text. Not jsonb: nobody searches in it, and json is written faster. */
    record: p.json().$type<OrderRecord>().columnType('json'),
    state: p.text().$type<'imported' | 'held'>(),
    heldReason: p.json().$type<HeldReason>().nullable(),
    importedAt: moment().nullable(),
    seenAt: now(),
  },
});

export class Order extends schema.class {}
schema.setClass(Order);
