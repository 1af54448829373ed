import { randomUUID } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Change } from '../../db/entities/change.ts';
import type { Connection } from '../../db/entities/connection.ts';
import type { ChangeValues } from '../../db/rules/history.ts';
import type { Asked } from './context.ts';

type Done = { what: 'connected' | 'reconnected' | 'disabled' | 'enabled'; before?: ChangeValues; after: ChangeValues; turn?: string };

/** The history's line for what a person did to a connection; the same `turn` writes it once. The connection is locked by the transaction of `em`. */
export async function connectionLine(em: EntityManager, { who, now }: Asked, { store }: Connection, done: Done): Promise<void> {
  const { what, before = {}, after, turn = randomUUID() } = done;
  const key = `connection:${store.id}:${what}:${turn}`;
  if (await em.findOne(Change, { key })) return;
  const line = { kind: 'connection', subject: what, before, after, person: who.person, key, at: now() } as const;
  em.create(Change, { workspace: who.workspace, store, ...line });
}
