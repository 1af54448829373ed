import { defineEntity, p } from '@mikro-orm/core';
import { moment, now } from './columns.ts';

/** One delivery of a messenger (an event, a pressed button), so that the same one sent again is answered once. Forgotten after a day. */
const schema = defineEntity({
  name: 'Receipt',
  indexes: [{ properties: ['at'] }],
  properties: {
    /** The messenger's own id of it. */
    key: p.text().primary(),
    at: now(),
    /** Absent while it is worked on; who stops answering leaves it to the next delivery. */
    doneAt: moment().nullable(),
  },
});

export class Receipt extends schema.class {}
schema.setClass(Receipt);
