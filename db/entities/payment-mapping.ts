import { defineEntity, p } from '@mikro-orm/core';
import { id, list, moment, now } from './columns.ts';
import { DeliveryType } from './delivery-type.ts';
import { PaymentType } from './payment-type.ts';
import { Store } from './store.ts';

/** A payment instrument of a store, and the row that says how its orders are transferred. It decides nothing until it is confirmed. */
const schema = defineEntity({
  name: 'PaymentMapping',
  uniques: [{ properties: ['store', 'method'] }, { properties: ['store', 'handle'] }],
  checks: [{ name: 'payment_mapping_cod_unpaid', expression: 'not (cod and payment_type_id is not null)' }],
  properties: {
    id: id(),
    store: () => p.manyToOne(Store),
    /** The store's code; empty for orders that needed no payment. */
    method: p.text(),
    /** What one types to name it ("cod"). */
    handle: p.text(),
    title: p.text(),
    /** The store's codes. */
    statuses: list<string>(),
    cod: p.boolean().default(false),
    /** Without one its orders are not paid. */
    paymentType: () => p.manyToOne(PaymentType).nullable(),
    deliveryType: () => p.manyToOne(DeliveryType).nullable(),
    confirmedAt: moment().nullable(),
    confirmedBy: p.text().nullable(),
    /** Somebody typed it in; it need not be in the store's list. */
    byHand: p.boolean().default(false),
    /** When the last reading no longer found it, neither in the store's list nor in its orders. */
    vanishedAt: moment().nullable(),
    /** When its waiting orders were told of, once. */
    announcedAt: moment().nullable(),
    /** Goes up with every change of a person: who saves an older one is asked. */
    version: p.integer().default(0),
    /** The conversation that saved it last, so that its ending may run twice. */
    savedIn: p.uuid().nullable(),
    createdAt: now(),
  },
});

export class PaymentMapping extends schema.class {}
schema.setClass(PaymentMapping);
