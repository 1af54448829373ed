import { defineEntity, p } from '@mikro-orm/core';
import type { RunResult } from '../rules/run-result.ts';
import { Channel } from './channel.ts';
import { id, moment, now } from './columns.ts';
import { Store } from './store.ts';

/** One pull of a store, so that it can go on after a crash and be told. Its window does not move while it runs. */
const schema = defineEntity({
  name: 'SyncRun',
  indexes: [{ properties: ['store', 'kind', 'startedAt'] }],
  // Two at once would only read the same things twice.
  uniques: [{ name: 'sync_run_running_unique', properties: ['store', 'kind'], where: "state = 'running'" }],
  properties: {
    id: id(),
    store: () => p.manyToOne(Store),
    kind: p.text().$type<'products' | 'orders' | 'import' | 'payments'>(),
    dryRun: p.boolean().default(false),
    /** Of an import: how many days back. */
    days: p.integer().nullable(),
    since: moment().nullable(),
    until: moment().nullable(),
    cursor: p.text().nullable(),
    /** What it brought so far; saved with each page and its cursor. */
    result: p.json().$type<RunResult>(),
    state: p.text().$type<'running' | 'done' | 'failed'>().default('running'),
    /** Why it failed, in words for the merchant. */
    error: p.text().nullable(),
    /** Where its progress is told, and who asked; absent for the runs of a schedule, which tell nothing. */
    channel: () => p.manyToOne(Channel).nullable(),
    startedBy: p.text().nullable(),
    startedAt: now(),
    finishedAt: moment().nullable(),
  },
});

export class SyncRun extends schema.class {}
schema.setClass(SyncRun);
