import type { EntityManager } from '@mikro-orm/postgresql';
import { Change } from '../../db/entities/change.ts';
import { Channel } from '../../db/entities/channel.ts';
import { Connection } from '../../db/entities/connection.ts';
import { Message } from '../../db/entities/message.ts';
import { Store } from '../../db/entities/store.ts';
import { alertsComeHere } from '../../dialogs/cards/alerts-moved.ts';
import type { AlertServices } from '../../dialogs/services/alerts.ts';
import { tellDueTurn } from '../../jobs/record-health.ts';
import type { Asked } from './context.ts';
import { lockStores } from './write-settings.ts';

type Moving = { stores: Store[]; channel: Channel; turn: string };

/** Where a store's alerts go. Whatever is told of a store without being asked reads its alert channel when it is told. */
export const alertsOf = (asked: Asked): AlertServices => ({
  async alertPlaces() {
    const { orm, who, reach } = asked;
    const stores = await storesIn(orm.em.fork(), who.workspace);
    const places = stores.map(({ name, handle, alertChannel }) => ({
      store: { name, handle },
      channel: alertChannel.name,
      here: alertChannel.id === who.channel,
    }));
    return { oneChannel: !reach, places };
  },

  async alertsHere({ stores: handles, turn }) {
    const { orm, who, reach } = asked;
    if (!reach) return { state: 'only channel' };
    const em = orm.em.fork();
    const channel = await em.findOneOrFail(Channel, who.channel);
    const stores = (await storesIn(em, who.workspace)).filter(({ handle }) => handles.includes(handle));
    const told = { channel: channel.name, stores: stores.map(({ name, handle }) => ({ name, handle })) };
    const key = `alerts-here:${turn}`;
    const before = await em.count(Message, { channel, key });
    const reached = before > 0 ? 'posted' : await reach(channel.id, { key, card: alertsComeHere(told.stores) });
    if (reached === 'not in channel') return { state: 'not in channel', ...told };
    await move(asked, { stores, channel, turn });
    return { state: 'here', ...told };
  },
});

const storesIn = (em: EntityManager, workspace: string) =>
  em.find(Store, { workspace }, { populate: ['alertChannel'], orderBy: { createdAt: 'asc', id: 'asc' } });

async function move(asked: Asked, { stores, channel, turn }: Moving): Promise<void> {
  const { orm, who, now } = asked;
  // What is due was to go to the channel before, and perhaps went there already.
  const due = await orm.em.fork().find(Connection, { store: { $in: stores }, alertDue: true }, { fields: ['id'] });
  for (const { id } of due) await tellDueTurn({ ...asked, em: orm.em.fork() }, id);
  const ids = stores.map(({ id }) => id);
  await orm.em.fork().transactional(async (em) => {
    const all = await lockStores(em, who.workspace);
    for (const store of all.filter(({ id, alertChannel }) => ids.includes(id) && alertChannel.id !== channel.id)) {
      const key = `alerts:${store.id}:${turn}`;
      // Done before, and moved on since then.
      if (await em.findOne(Change, { key })) continue;
      const before = await em.findOneOrFail(Channel, store.alertChannel.id);
      store.alertChannel = em.getReference(Channel, channel.id);
      em.create(Change, {
        ...{ workspace: who.workspace, store, kind: 'settings', subject: 'Alert channel', person: who.person, key, at: now() },
        ...{ before: { channel: before.name }, after: { channel: channel.name } },
      });
    }
  });
}
