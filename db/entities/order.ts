import { defineEntity, p } from '@mikro-orm/core';
import type { OrderRecord } from '../../connectors/records.ts';
import type { OrderEvent } from '../rules/history.ts';
import type { Applied } from '../rules/om-order.ts';
import type { OmStatus } from '../rules/settings.ts';
import type { HeldReason } from '../rules/transfer.ts';
import { amount, id, list, moment, now } from './columns.ts';
import { DeliveryType } from './delivery-type.ts';
import { PaymentType } from './payment-type.ts';
import { Store } from './store.ts';

/** `heldKey` of the reason, as Postgres makes it. */
const heldKey = `
CASE (held_reason ->> 'kind'::text)
    WHEN 'no row'::text THEN ('no row:'::text || (held_reason ->> 'method'::text))
    WHEN 'status'::text THEN ('status:'::text || (held_reason ->> 'status'::text))
    ELSE (held_reason ->> 'kind'::text)
END`;

/** What came in, or waits. The decision made when it came in stays; only held orders are decided again. */
const schema = defineEntity({
  name: 'Order',
  tableName: 'order',
  uniques: [{ properties: ['store', 'externalId'] }],
  indexes: [
    { properties: ['store', 'state', 'placedAt'] },
    { properties: ['store', 'number'] },
    {
      name: 'order_held_index',
      expression: `create index "order_held_index" on "order" ("store_id", "placed_at", "held_key") where "state" = 'held'`,
    },
  ],
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
    /** `seen` was only looked at when payment instruments were read: it comes in when it is imported. */
    state: p.text().$type<'imported' | 'held' | 'seen'>(),
    heldReason: p.json().$type<HeldReason>().nullable(),
    /** The same in one word, to count by (`HeldKey`). */
    heldKey: p.text().nullable().generated(`(${heldKey}) stored`),
    importedAt: moment().nullable(),
    /** The run, or the release, that brought it in. */
    importedIn: p.uuid().nullable(),
    /** The decision made when it came in; absent while it waits. */
    paid: p.boolean().nullable(),
    // Types are never deleted; checking them for each order would only slow imports down.
    paymentType: () => p.manyToOne(PaymentType).nullable().createForeignKeyConstraint(false),
    deliveryType: () => p.manyToOne(DeliveryType).nullable().createForeignKeyConstraint(false),
    /** What the carrier collects; absent unless it is cash on delivery and not paid. */
    codAmount: amount().nullable(),
    omStatus: p.text().$type<OmStatus>().nullable(),
    /** By which settings the store's record became an order here. */
    applied: p.json().$type<Applied>().nullable(),
    history: list<OrderEvent>(),
    seenAt: now(),
  },
});

export class Order extends schema.class {}
schema.setClass(Order);
