import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { Conversation } from '../../db/entities/conversation.ts';
import { toJson } from '../../db/sql.ts';
import type { Card } from '../../dialogs/card.ts';
import { continueCommand, questionClosed, questionOpen } from '../../dialogs/cards/question-open.ts';
import type { Screen } from '../../dialogs/conversation.ts';
import type { Enqueue } from '../../jobs/job.ts';
import type { Who } from '../surface.ts';
import { writeMessage } from '../write-message.ts';
import type { Places } from './places.ts';
import { askToDeliver } from './post.ts';

/** What was told in person of a question that is closed by now: its button would lead nowhere. */
const close = `
  update message set card = ?::jsonb || jsonb_build_object('title', card->>'title'), due = true, revision = revision + 1, updated_at = clock_timestamp()
  where channel_id = ? and key like ? and key <> ? and card->'actions'->0->>'command' = ? returning id`;

/** Tells somebody something in a direct message: nothing else of theirs is open. */
export function createInPerson({ orm, places, enqueue }: { orm: MikroORM; places: Places; enqueue: Enqueue }) {
  async function card(workspace: string, person: Pick<Who, 'userId' | 'person'>, card: Card, key: string): Promise<void> {
    const channel = await places.directTo(workspace, person.userId, person.person);
    await writeMessage(orm.em.fork(), { channel, key, author: 'bot', card, due: true });
    await askToDeliver(enqueue, channel);
  }

  /** Takes the buttons off what was told before; what was told last under this key stays. */
  async function closeEarlier({ id, workspace, userId, person }: Conversation, key = ''): Promise<void> {
    const channel = await places.directTo(workspace.id, userId, person);
    const values = [toJson(questionClosed), channel, `told:${id}:%`, key, continueCommand(id)];
    const closed = await orm.em.fork().execute<{ id: string }[]>(close, values);
    if (closed.length) await askToDeliver(enqueue, channel);
  }

  return {
    /** A card in place of one that could not be shown where it was asked for. */
    card: (who: Who, one: Card) => card(who.workspace, who, one, `told:${randomUUID()}`),

    /** How a conversation stands, with a button that leads back. */
    async outcome(id: string, version: number, screen: Screen): Promise<void> {
      const row = await orm.em.fork().findOne(Conversation, id);
      if (!row || screen.kind === 'waiting') return;
      const key = `told:${id}:${version}`;
      await card(row.workspace.id, row, screen.kind === 'done' ? screen.card : questionOpen(screen.form, id), key);
      await closeEarlier(row, key);
    },

    /** It was told elsewhere how the conversation ended. */
    over: (conversation: Conversation) => closeEarlier(conversation),
  };
}

export type InPerson = ReturnType<typeof createInPerson>;
