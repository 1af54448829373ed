import { z } from 'zod';
import { Conversation } from '../db/entities/conversation.ts';
import { PrivateLink } from '../db/entities/private-link.ts';
import { Receipt } from '../db/entities/receipt.ts';
import { job } from './job.ts';

const afterExpiry = 30 * 60_000;
const day = 86_400_000;
const atOnce = 200;

/**
 * Forgets, every hour, the dialogs that nobody came back to: they may hold secrets. What was said stays. With them go the links to private
 * pages that are too old to be used (whoever comes a little late still reads why), and the receipts of what no messenger sends again.
 */
export const forgetConversations = job({
  name: 'forget-conversations',
  data: z.object({}),
  queue: 'alerts',
  attempts: 3,
  async run(_, { em, log, now, signal }) {
    const before = (ms: number) => ({ $lt: new Date(now().getTime() - ms) });
    await em.fork().nativeDelete(PrivateLink, { expiresAt: before(afterExpiry) });
    await em.fork().nativeDelete(Receipt, { at: before(day) });
    const old = { expiresAt: before(afterExpiry), $or: [{ workingUntil: null }, { workingUntil: { $lt: now() } }] };
    let forgotten = 0;
    for (let some = atOnce; some === atOnce; ) {
      signal.throwIfAborted();
      const found = await em.fork().find(Conversation, old, { fields: ['id'], limit: atOnce });
      some = found.length;
      forgotten += await em.fork().nativeDelete(Conversation, { ...old, id: found.map(({ id }) => id) });
    }
    if (forgotten > 0) log.info({ forgotten }, 'Old conversations are forgotten.');
  },
});
