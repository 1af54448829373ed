import { z } from 'zod';
import { type Connector, type Platform, type Right, rights, type StoreCheck } from '../../connectors/connector.ts';
import { type ConnectorError, NetworkError } from '../../connectors/errors.ts';
import { connectors } from '../../connectors/index.ts';
import type { StatusRecord } from '../../connectors/records.ts';

/** A store without a server: its checks end as the test says. */
export type ScriptedStore = {
  /** What is refused, and why. */
  refused: Partial<Record<Right, ConnectorError>>;
  statuses?: StatusRecord[];
  /** Called at each check, with the key it was asked with. */
  onCheck?: (key: string) => Promise<void> | void;
};

/** A connector whose stores all do what `store` says at that moment. */
export function scripted(store: ScriptedStore): Record<Platform, Connector> {
  const woocommerce: Connector<'url' | 'consumerKey'> = {
    platform: 'woocommerce',
    name: 'Scripted',
    help: [],
    credentials: { url: { label: 'Address', schema: z.string() }, consumerKey: { label: 'Key', schema: z.string() } },
    open: ({ consumerKey }, { signal }) => ({
      async check() {
        await store.onCheck?.(consumerKey);
        return checkOf(signal?.aborted ? { reach: new NetworkError('aborted') } : store.refused);
      },
      async orderStatuses() {
        if (!store.statuses) throw new NetworkError('no statuses');
        return store.statuses;
      },
      async *products() {},
      async *orders() {},
      findOrder: async () => undefined,
    }),
  };
  return { ...connectors, woocommerce };
}

function checkOf(refused: ScriptedStore['refused']): StoreCheck {
  const facts = { name: 'Shop', url: 'https://shop.example', currency: 'EUR', timeZone: 'UTC', version: '10.5.2', notices: [] };
  return {
    rights: rights.map((right) => (refused[right] ? { right, state: 'refused', problem: refused[right] } : { right, state: 'allowed' })),
    store: refused.reach ? undefined : { ...facts, access: { authentication: 'header' } },
  };
}
