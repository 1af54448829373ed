import { z } from 'zod';
import { Conversation } from '../db/entities/conversation.ts';
import { job } from './job.ts';

const afterExpiry = 30 * 60_000;
const atOnce = 200;

/** Forgets, every hour, the dialogs that nobody came back to: they may hold secrets. What was said stays. */
export const forgetConversations = job({
  name: 'forget-conversations',
  data: z.object({}),
  queue: 'alerts',
  attempts: 3,
  async run(_, { em, log, now, signal }) {
    const before = new Date(now().getTime() - afterExpiry);
    const old = { expiresAt: { $lt: before }, $or: [{ workingUntil: null }, { workingUntil: { $lt: now() } }] };
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
