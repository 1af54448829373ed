import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { PaymentMapping } from '../../db/entities/payment-mapping.ts';
import { Store } from '../../db/entities/store.ts';
import { methodHandle } from '../../db/rules/payment-names.ts';
import type { SettingsServices } from '../../dialogs/services/settings.ts';
import type { Asked } from './context.ts';
import { planCopy, type Writing } from './copy-plan.ts';
import { onceMore } from './once-more.ts';
import { writeRow } from './write-row.ts';
import { lockStores, putInForce, writeSettings } from './write-settings.ts';

type Copying = Parameters<SettingsServices['copySettings']>[0];

/** One store's settings and confirmed rows for another store. */
export const copyingOf = (asked: Asked): Pick<SettingsServices, 'copyPlan' | 'copySettings'> => ({
  async copyPlan({ from, to }) {
    const em = asked.orm.em.fork();
    const stores = await em.find(Store, { workspace: asked.who.workspace });
    const [one, other] = [stores.find(({ handle }) => handle === from), stores.find(({ handle }) => handle === to)];
    return one && other && (await planCopy(em, one, other)).plan;
  },

  async copySettings(given) {
    // A sync may meet a payment method at the same moment; then its row is found at the second look.
    const { store, ...copied } = await onceMore(() => asked.orm.em.fork().transactional((em) => copy(em, asked, given)));
    if (copied.state === 'copied') await putInForce(asked, store, given.turn);
    return copied;
  },
});

async function copy(em: EntityManager, { who, now }: Asked, { from, to, stamp, turn }: Copying) {
  const { id: store } = await em.findOneOrFail(Store, { workspace: who.workspace, handle: to }, { fields: ['id'] });
  // Rows before stores, as whoever saves a row does, so that two never wait for each other.
  const mappings = await em.find(PaymentMapping, { store }, { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } });
  const stores = await lockStores(em, who.workspace);
  const [source, target] = [named(stores, from), named(stores, to)];
  const { plan, writes, words } = await planCopy(em, source, target);
  if (target.settingsSavedIn === turn) return { state: 'copied' as const, plan, store };
  if (plan.stamp !== stamp) return { state: 'changed' as const, plan, store };
  const writing = { person: who.person, now: now(), turn };
  writeSettings(em, target, { settings: source.settings, orderPrefix: target.orderPrefix, ...writing });
  const taken = new Set(mappings.map(({ handle }) => handle));
  for (const one of writes) writeRow(em, one.mapping ?? newRow(em, target, one, taken), { store: target, row: one.row, words, ...writing });
  return { state: 'copied' as const, plan, store };
}

function newRow(em: EntityManager, store: Store, { method, title }: Writing, taken: Set<string>): PaymentMapping {
  const handle = methodHandle(method, taken);
  taken.add(handle);
  return em.create(PaymentMapping, { id: randomUUID(), store, method, handle, title, statuses: [], cod: false, version: 0 });
}

function named(stores: readonly Store[], handle: string): Store {
  const found = stores.find((one) => one.handle === handle);
  if (!found) throw new Error(`There is no store ${handle}.`);
  return found;
}
