import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { StatusRecord } from '../../connectors/records.ts';
import { Channel } from '../../db/entities/channel.ts';
import { Connection } from '../../db/entities/connection.ts';
import { Store } from '../../db/entities/store.ts';
import { Workspace } from '../../db/entities/workspace.ts';
import { newStoreSettings, type StoreSettings } from '../../db/rules/settings.ts';

export const statuses: StatusRecord[] = [
  { code: 'pending', title: 'Pending payment', meaning: 'pending' },
  { code: 'processing', title: 'Processing', meaning: 'processing' },
  { code: 'on-hold', title: 'On hold', meaning: 'other' },
  { code: 'completed', title: 'Completed', meaning: 'completed' },
  { code: 'cancelled', title: 'Cancelled', meaning: 'cancelled' },
];

/** A workspace with one channel and one connected store in it. */
export async function makeStore(
  em: EntityManager,
  given: { credentials?: Record<string, string>; orderPrefix?: string; firstSyncedAt?: Date; settings?: Partial<StoreSettings> } = {},
): Promise<{ workspace: Workspace; channel: Channel; store: Store; connection: Connection }> {
  const handle = `shop-${randomUUID().slice(0, 8)}`;
  const workspace = em.create(Workspace, { chat: 'web', externalId: handle, name: 'Test' });
  const channel = em.create(Channel, { workspace, key: 'main', name: 'Main' });
  const store = em.create(Store, {
    workspace,
    platform: 'woocommerce',
    handle,
    name: 'Demo shop',
    url: `https://${handle}.example`,
    addressKey: `${handle}.example`,
    currency: 'EUR',
    timeZone: 'Europe/Ljubljana',
    orderPrefix: given.orderPrefix ?? '',
    // Where a test is not about payments, its orders need no rows.
    settings: { ...newStoreSettings, payment: 'never', ...given.settings },
    statuses,
    alertChannel: channel,
  });
  const connection = em.create(Connection, {
    store,
    credentials: given.credentials ?? { url: `https://${handle}.example`, consumerKey: 'ck_1', consumerSecret: 'cs_1' },
    access: {},
    firstSyncedAt: given.firstSyncedAt,
  });
  await em.flush();
  return { workspace, channel, store, connection };
}
