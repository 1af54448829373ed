import { defineEntity, p } from '@mikro-orm/core';
import { amount, id, moment } from './columns.ts';
import { Store } from './store.ts';

/** One sellable variant. Only those with an SKU of their own are transferred; the others are kept to be told. */
const schema = defineEntity({
  name: 'Product',
  uniques: [{ properties: ['store', 'externalId'] }],
  indexes: [{ properties: ['store', 'sku'] }],
  properties: {
    id: id(),
    store: () => p.manyToOne(Store),
    externalId: p.text(),
    parentId: p.text().nullable(),
    sku: p.text().nullable(),
    skuInherited: p.boolean().default(false),
    title: p.text(),
    variant: p.text().nullable(),
    price: amount().nullable(),
    stock: amount().nullable(),
    barcode: p.text().nullable(),
    active: p.boolean(),
    editUrl: p.text().nullable(),
    updatedAt: moment(),
    /** When the newest run began that saw it; a whole run archives what no run saw since its own beginning. */
    seenAt: moment(),
    archivedAt: moment().nullable(),
  },
});

export class Product extends schema.class {}
schema.setClass(Product);
