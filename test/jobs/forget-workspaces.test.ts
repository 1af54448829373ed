import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Change } from '../../db/entities/change.ts';
import { Connection } from '../../db/entities/connection.ts';
import { Conversation } from '../../db/entities/conversation.ts';
import { Message } from '../../db/entities/message.ts';
import { PrivateLink } from '../../db/entities/private-link.ts';
import { Store } from '../../db/entities/store.ts';
import { Workspace } from '../../db/entities/workspace.ts';
import { forgetWorkspaces } from '../../jobs/forget-workspaces.ts';
import { makeStore } from '../db/make-store.ts';
import { stage } from './stage.ts';

const now = new Date('2026-11-25T12:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

let here: Awaited<ReturnType<typeof stage>>;
beforeAll(async () => {
  here = await stage('Postgres', { now: () => now });
});
afterAll(() => here.end());

/** A workspace with something in every table that hangs on it. */
async function workspaceRemoved(uninstalledAt: Date | null) {
  const em = here.orm.em.fork();
  const { workspace, channel, store } = await makeStore(em);
  workspace.uninstalledAt = uninstalledAt;
  const state = { id: randomUUID(), dialog: 'connect-store', step: 0, known: {}, errors: {} };
  const conversation = em.create(Conversation, {
    id: state.id,
    workspace,
    channel,
    person: 'Ana',
    dialog: 'connect-store',
    state,
    expiresAt: now,
  });
  em.create(PrivateLink, { digest: randomUUID(), conversation, version: 1, expiresAt: now });
  em.create(Message, { channel, key: 'one', author: 'bot', revision: '1', conversation });
  em.create(Change, { workspace, store, kind: 'connection', subject: 'connected', key: randomUUID() });
  await em.flush();
  return workspace.id;
}

const count = (workspace: string) => here.orm.em.fork().count(Workspace, workspace);

it('forgets all of a workspace that was left 30 days ago, and nothing of the others', async () => {
  const [gone, lately, used] = [await workspaceRemoved(daysAgo(31)), await workspaceRemoved(daysAgo(29)), await workspaceRemoved(null)];
  await here.queue.enqueue(forgetWorkspaces, {});
  await here.run([forgetWorkspaces]);
  expect([await count(gone), await count(lately), await count(used)]).toEqual([0, 1, 1]);
  const em = here.orm.em.fork();
  const left = [em.count(Store), em.count(Connection), em.count(Conversation), em.count(PrivateLink), em.count(Message), em.count(Change)];
  expect(await Promise.all(left)).toEqual([2, 2, 2, 2, 2, 2]);
});
