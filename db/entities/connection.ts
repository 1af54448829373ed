import { defineEntity, p } from '@mikro-orm/core';
import type { Access, Right } from '../../connectors/connector.ts';
import { encrypted } from '../encrypted.ts';
import type { Health, HealthReason } from '../rules/health.ts';
import { id, list, moment, now } from './columns.ts';
import { Store } from './store.ts';

/** How we reach a store; one per store, and the only holder of its credentials and health. */
const schema = defineEntity({
  name: 'Connection',
  properties: {
    id: id(),
    store: () => p.oneToOne(Store).owner(),
    credentials: encrypted<Record<string, string>>(),
    access: p.json().$type<Access>(),
    /** The merchant accepted that keys and orders travel readable, because the store has no https. */
    plainHttp: p.boolean().default(false),
    version: p.text().nullable(),
    /** What the last check was refused. */
    refused: list<Right>(),
    health: p.text().$type<Health>().default('green'),
    healthReason: p.json().$type<HealthReason>().nullable(),
    healthSince: now(),
    /** The merchant was not yet told that it turned red or green then. */
    alertDue: p.boolean().default(false),
    /** Who brought the last turn about, where it was a person. */
    turnedBy: p.text().nullable(),
    /** The alert that is not solved yet: its channel's id and its message's key. */
    alert: p.json().$type<{ channel: string; key: string }>().nullable(),
    /** Failures in a row. */
    failures: p.integer().default(0),
    /** Who switched it off; then it is red and its jobs stop. */
    disabledBy: p.text().nullable(),
    checkedAt: moment().nullable(),
    /** When the first, and the last whole product sync ended. */
    firstSyncedAt: moment().nullable(),
    productsSyncedAt: moment().nullable(),
    /** Orders changed before this moment are known. */
    ordersSyncedAt: moment().nullable(),
  },
});

export class Connection extends schema.class {}
schema.setClass(Connection);
