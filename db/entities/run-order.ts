import { defineEntity, p } from '@mikro-orm/core';
import { amount } from './columns.ts';
import { SyncRun } from './sync-run.ts';

/** What a running run made of one order, so that an order the store shows twice is counted once. Gone when the run ends. */
const schema = defineEntity({
  name: 'RunOrder',
  properties: {
    run: () => p.manyToOne(SyncRun).primary().deleteRule('cascade'),
    externalId: p.text().primary(),
    /** "imported", "existing", or the kind of reason why it is held. */
    outcome: p.text(),
    currency: p.text(),
    total: amount(),
  },
});

export class RunOrder extends schema.class {}
schema.setClass(RunOrder);
