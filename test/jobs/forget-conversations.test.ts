import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { Conversation } from '../../db/entities/conversation.ts';
import { Message } from '../../db/entities/message.ts';
import { forgetConversations } from '../../jobs/forget-conversations.ts';
import { makeStore } from '../db/make-store.ts';
import { stage } from './stage.ts';

const minutes = (count: number) => new Date(Date.now() + count * 60_000);

it('forgets the dialogs that nobody came back to, however many, and keeps what was said', async () => {
  const here = await stage('Postgres');
  const em = here.orm.em.fork();
  const { workspace, channel } = await makeStore(em);
  const make = (expiresAt: Date, workingUntil: Date | null = null) => {
    const id = randomUUID();
    const state = { id, dialog: 'connect-store', step: 0, known: { credentials: { consumerSecret: 'cs_secret' } }, errors: {} };
    return em.create(Conversation, { id, workspace, channel, person: 'you', dialog: 'connect-store', state, expiresAt, workingUntil });
  };
  const old = Array.from({ length: 450 }, () => make(minutes(-31)));
  const kept = [make(minutes(10)), make(minutes(-29)), make(minutes(-31), minutes(1))];
  for (const [at, conversation] of [old[0], kept[0]].entries())
    em.create(Message, { channel, key: `m${at}`, author: 'bot', card: { title: 'Connect a store' }, conversation, revision: '1' });
  await em.flush();

  await here.queue.enqueue(forgetConversations, {});
  await here.run([forgetConversations]);

  const left = await here.orm.em.fork().find(Conversation, {});
  expect(new Set(left.map(({ id }) => id))).toEqual(new Set(kept.map(({ id }) => id)));
  const messages = await here.orm.em.fork().find(Message, { channel }, { orderBy: { key: 'asc' } });
  expect(messages.map(({ conversation, card }) => [conversation?.id ?? null, card?.title])).toEqual([
    [null, 'Connect a store'],
    [kept[0]?.id, 'Connect a store'],
  ]);
  await here.end();
});
