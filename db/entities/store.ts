import { defineEntity, p } from '@mikro-orm/core';
import type { Platform } from '../../connectors/connector.ts';
import type { StatusRecord } from '../../connectors/records.ts';
import { newStoreSettings, type StoreSettings } from '../rules/settings.ts';
import { Channel } from './channel.ts';
import { id, list, moment, now } from './columns.ts';
import { Workspace } from './workspace.ts';

/** What the merchant owns; products and orders hang on it. */
const schema = defineEntity({
  name: 'Store',
  uniques: [{ properties: ['workspace', 'handle'] }, { properties: ['workspace', 'addressKey'] }],
  properties: {
    id: id(),
    workspace: () => p.manyToOne(Workspace),
    platform: p.text().$type<Platform>(),
    /** What one types to name it: lower case, no blanks ("demo-shop"). */
    handle: p.text(),
    name: p.text(),
    url: p.text(),
    /** The address without scheme, www, trailing slash and letter case: the same shop has the same one. */
    addressKey: p.text(),
    currency: p.string().length(3),
    /** IANA name, or an offset as "UTC+02:00". */
    timeZone: p.text(),
    /** Put before the store's order number; may be empty. */
    orderPrefix: p.text().default(''),
    /** The store's own statuses, as last read. */
    statuses: list<StatusRecord>(),
    settings: p
      .json()
      .$type<StoreSettings>()
      .onCreate(() => newStoreSettings),
    /** Goes up with every change of settings or prefix. */
    settingsVersion: p.integer().default(0),
    /** The conversation that saved the settings last. */
    settingsSavedIn: p.uuid().nullable(),
    /** When the payment instruments were last read. */
    paymentsReadAt: moment().nullable(),
    alertChannel: () => p.manyToOne(Channel),
    createdAt: now(),
  },
});

export class Store extends schema.class {}
schema.setClass(Store);
