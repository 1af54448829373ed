import { defineEntity, p } from '@mikro-orm/core';
import { amount } from './columns.ts';
import { SyncRun } from './sync-run.ts';

/** What a running run made of one record, so that a record the store shows twice is counted once. Gone when the run ends. */
const schema = defineEntity({
  name: 'RunRecord',
  properties: {
    run: () => p.manyToOne(SyncRun).primary().deleteRule('cascade'),
    externalId: p.text().primary(),
    /** How it came in (`WayIn`), why it waits (`HeldKey`), or "existing", "malformed", "seen". */
    outcome: p.text(),
    currency: p.text().nullable(),
    total: amount().nullable(),
  },
});

export class RunRecord extends schema.class {}
schema.setClass(RunRecord);
