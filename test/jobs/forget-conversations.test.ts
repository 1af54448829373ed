import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { Conversation } from '../../db/entities/conversation.ts';
import { Message } from '../../db/entities/message.ts';
import { PrivateLink } from '../../db/entities/private-link.ts';
import { Receipt } from '../../db/entities/receipt.ts';
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

it('forgets the links to private pages that are too old, those of a forgotten dialog, and what messengers sent more than a day ago', async () => {
  const here = await stage('Postgres');
  const em = here.orm.em.fork();
  const { workspace, channel } = await makeStore(em);
  const talk = (expiresAt: Date) => {
    const id = randomUUID();
    const state = { id, dialog: 'connect-store', step: 0, known: {}, errors: {} };
    return em.create(Conversation, { id, workspace, channel, person: 'Ana', dialog: 'connect-store', state, expiresAt });
  };
  const [open, left] = [talk(minutes(60)), talk(minutes(-31))];
  em.create(PrivateLink, { digest: 'fresh', conversation: open, version: 1, expiresAt: minutes(9) });
  em.create(PrivateLink, { digest: 'just too late', conversation: open, version: 1, expiresAt: minutes(-29), usedAt: minutes(-35) });
  em.create(PrivateLink, { digest: 'old', conversation: open, version: 1, expiresAt: minutes(-31) });
  em.create(PrivateLink, { digest: 'of a forgotten dialog', conversation: left, version: 1, expiresAt: minutes(9) });
  const day = 24 * 60;
  em.create(Receipt, { key: 'today', at: minutes(1 - day), doneAt: minutes(1 - day) });
  em.create(Receipt, { key: 'yesterday', at: minutes(-day - 1), doneAt: minutes(-day - 1) });
  em.create(Receipt, { key: 'yesterday, and never answered', at: minutes(-day - 1) });
  await em.flush();

  await here.queue.enqueue(forgetConversations, {});
  await here.run([forgetConversations]);

  const links = await here.orm.em.fork().find(PrivateLink, {}, { orderBy: { digest: 'asc' } });
  expect(links.map(({ digest }) => digest)).toEqual(['fresh', 'just too late']);
  expect((await here.orm.em.fork().find(Receipt, {})).map(({ key }) => key)).toEqual(['today']);
  await here.end();
});
