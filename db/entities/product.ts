import { defineEntity, p } from '@mikro-orm/core';
import { id } from './columns.ts';
import { Store } from './store.ts';

/** One sellable variant. Only those with an SKU of their own are transferred; the others are kept to be told. */
const schema = defineEntity({
  name: 'Product',
  uniques: [{ properties: ['store', 'externalId'] }],
  indexes: [{ properties: ['store', 'sku'] }],
  properties: {
    id: id(),
    store: () => p.manyToOne(Store),
    externalId: p.string(),
    parentId: p.string().nullable(),
    sku: p.string().nullable(),
    skuInherited: p.boolean().default(false),
    title: p.text(),
    variant: p.text().nullable(),
    price: p.decimal().precision(19).scale(4).$type<string>().nullable(),
    stock: p.decimal().precision(19).scale(4).$type<string>().nullable(),
    barcode: p.string().nullable(),
    active: p.boolean(),
    editUrl: p.text().nullable(),
    updatedAt: p.datetime(),
    /** The sync run that saw it last; a whole run archives what it did not see. */
    seenBy: p.uuid().nullable(),
    archivedAt: p.datetime().nullable(),
  },
});

export class Product extends schema.class {}
schema.setClass(Product);
