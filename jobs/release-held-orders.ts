import { z } from 'zod';
import { Store } from '../db/entities/store.ts';
import { readBroughtIn } from '../db/read-released.ts';
import { redecideHeld } from '../db/redecide-held.ts';
import { inTransaction } from '../db/sql.ts';
import { writeChange } from '../db/write-change.ts';
import { ordersReleased } from '../dialogs/cards/orders-released.ts';
import { job } from './job.ts';
import { postCard } from './post-card.ts';

/** Why orders may no longer have to wait; `titles` are those of the instruments whose rows were confirmed. */
const cause = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rows'), titles: z.array(z.string()) }),
  z.object({ kind: z.literal('settings') }),
  z.object({ kind: z.literal('products') }),
]);

/** Decides the orders again that wait, and says once how many came in. `release` names this occasion; `channel` is told instead of the store's own. */
export const releaseHeldOrders = job({
  name: 'release-held-orders',
  data: z.object({ store: z.uuid(), release: z.uuid(), cause, channel: z.string().optional(), person: z.string().optional() }),
  queue: 'sync',
  attempts: 8,
  async run({ store: id, release, cause, channel, person }, { em, enqueue, now, signal, log }) {
    const store = await em.fork().findOne(Store, id);
    if (!store) return;
    const by = { job: 'release-held-orders', ...(person && { person }) };
    await redecideHeld(em, { store: id, release, by, now: now(), signal });
    const released = await inTransaction(em, async (sql) => {
      const { titles, ...counted } = await readBroughtIn(sql, id, release);
      const after = { orders: counted.orders, ...counted.sums };
      const subject = cause.kind === 'rows' ? titles.join(', ') : cause.kind;
      if (counted.orders > 0)
        await writeChange(sql, { store: id, kind: 'release', subject, after, key: `release:${release}`, at: now(), ...by });
      // Of two rows confirmed at once, one release lets the orders of both in.
      return { ...counted, cause: cause.kind === 'rows' ? { ...cause, titles } : cause };
    });
    if (released.orders === 0) return;
    log.info({ released: released.orders }, 'Orders came in that had waited.');
    const card = ordersReleased({ store: { name: store.name, handle: store.handle }, released, cause: released.cause });
    const key = `release:${release}`;
    await enqueue(postCard, { channel: channel ?? store.alertChannel.id, key, revision: 1, card }, { id: `post-card:${key}` });
  },
});
