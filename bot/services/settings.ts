import type { EntityManager } from '@mikro-orm/postgresql';
import { Store } from '../../db/entities/store.ts';
import { clash } from '../../dialogs/order-prefix.ts';
import type { SettingsServices, SettingsState } from '../../dialogs/services/settings.ts';
import type { Asked } from './context.ts';
import { copyingOf } from './copy-settings.ts';
import { lockStores, modeWarnings, presentRows, putInForce, settingsSince, writeSettings } from './write-settings.ts';

/** How the orders of a store are transferred. */
export function settingsOf(asked: Asked): SettingsServices {
  const { orm, who, now } = asked;
  const find = (em: EntityManager, handle: string) => em.findOne(Store, { workspace: who.workspace, handle });

  return {
    async settings(handle) {
      const em = orm.em.fork();
      const store = await find(em, handle);
      return store ? stateOf(em, store) : undefined;
    },

    async prefixClash({ store, orderPrefix }) {
      const all = await orm.em.fork().find(Store, { workspace: who.workspace }, { orderBy: { createdAt: 'asc' } });
      const other = clash(orderPrefix, without(all, store));
      return other && nameOf(other);
    },

    async settingsOvertaken({ store: handle, version }) {
      const em = orm.em.fork();
      const store = await find(em, handle);
      if (!store || store.settingsVersion === version) return undefined;
      const { settings, orderPrefix, settingsVersion } = store;
      return { version: settingsVersion, by: await settingsSince(em, store, version, now()), now: { settings, orderPrefix } };
    },

    async saveSettings({ store: handle, settings, orderPrefix, version, turn }) {
      const saved = await orm.em.fork().transactional(async (em) => {
        const all = await lockStores(em, who.workspace);
        const store = named(all, handle);
        if (store.settingsSavedIn === turn) return { state: 'saved' as const };
        if (store.settingsVersion !== version) return { state: 'changed' as const, by: await settingsSince(em, store, version, now()) };
        const other = orderPrefix === store.orderPrefix ? undefined : clash(orderPrefix, without(all, handle));
        if (other) return { state: 'clash' as const, other: nameOf(other) };
        writeSettings(em, store, { settings, orderPrefix, person: who.person, now: now(), turn });
        return { state: 'saved' as const };
      });
      if (saved.state !== 'saved') return saved;
      const em = orm.em.fork();
      const store = await em.findOneOrFail(Store, { workspace: who.workspace, handle });
      await putInForce(asked, store.id, turn);
      return { state: 'saved', now: await stateOf(em, store) };
    },

    ...copyingOf(asked),
  };
}

async function stateOf(em: EntityManager, store: Store): Promise<SettingsState> {
  const { settings, orderPrefix, settingsVersion: version, timeZone } = store;
  const rows = await presentRows(em, store.id);
  return {
    store: { ...nameOf(store), timeZone },
    ...{ settings, orderPrefix, version },
    codTitles: modeWarnings(rows, 'always').flatMap((warning) => ('titles' in warning ? warning.titles : [])),
    warnings: modeWarnings(rows, settings.payment),
  };
}

function named(stores: readonly Store[], handle: string): Store {
  const found = stores.find((one) => one.handle === handle);
  if (!found) throw new Error(`There is no store ${handle}.`);
  return found;
}

const without = (stores: readonly Store[], handle: string) => stores.filter((one) => one.handle !== handle);
const nameOf = ({ name, handle }: Store) => ({ name, handle });
