import { defineEntity, p } from '@mikro-orm/core';
import { id, now } from './columns.ts';
import { Store } from './store.ts';

/** A record of a store that we could not read: kept as it came, with the reason. `key` is its id, or a hash of it. */
const schema = defineEntity({
  name: 'MalformedRecord',
  uniques: [{ properties: ['store', 'kind', 'key'] }],
  properties: {
    id: id(),
    store: () => p.manyToOne(Store),
    kind: p.text().$type<'product' | 'order'>(),
    key: p.text(),
    number: p.text().nullable(),
    reason: p.text(),
    raw: p.json(),
    seenAt: now(),
  },
});

export class MalformedRecord extends schema.class {}
schema.setClass(MalformedRecord);
