import { defineEntity, p } from '@mikro-orm/core';
import { id, moment, now } from './columns.ts';
import { Workspace } from './workspace.ts';

/** How an order is delivered, in the workspace's own list. A retired one stays on old orders. */
const schema = defineEntity({
  name: 'DeliveryType',
  uniques: [
    {
      name: 'delivery_type_name_unique',
      expression: 'create unique index delivery_type_name_unique on delivery_type (workspace_id, lower(name))',
    },
  ],
  properties: {
    id: id(),
    workspace: () => p.manyToOne(Workspace),
    name: p.text(),
    /** What proposals know it by ("courier"), whatever it is called; only those that were there at the start have one. */
    key: p.text().nullable(),
    retiredAt: moment().nullable(),
    createdAt: now(),
  },
});

export class DeliveryType extends schema.class {}
schema.setClass(DeliveryType);
