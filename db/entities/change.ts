import { defineEntity, p } from '@mikro-orm/core';
import type { ChangeKind, ChangeValues } from '../rules/history.ts';
import { now } from './columns.ts';
import { Store } from './store.ts';
import { Workspace } from './workspace.ts';

/** One line of the history: who changed what. Kept for good. */
const schema = defineEntity({
  name: 'Change',
  indexes: [{ properties: ['store', 'id'] }, { properties: ['workspace', 'id'] }],
  uniques: [{ properties: ['key'] }],
  properties: {
    id: p.bigint('string').primary().autoincrement(),
    workspace: () => p.manyToOne(Workspace),
    /** Absent for what belongs to all stores. */
    store: () => p.manyToOne(Store).nullable(),
    kind: p.text().$type<ChangeKind>(),
    /** What exactly: the title of an instrument, the name of a type, "import of 14 days". */
    subject: p.text(),
    /** Only what differs. */
    before: p
      .json()
      .$type<ChangeValues>()
      .default('{}')
      .onCreate(() => ({})),
    after: p
      .json()
      .$type<ChangeValues>()
      .default('{}')
      .onCreate(() => ({})),
    /** Who did it, or which job. */
    person: p.text().nullable(),
    job: p.text().nullable(),
    /** The same change written twice is one. */
    key: p.text(),
    at: now(),
  },
});

export class Change extends schema.class {}
schema.setClass(Change);
