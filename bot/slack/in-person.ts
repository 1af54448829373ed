import type { MikroORM } from '@mikro-orm/postgresql';
import { Conversation } from '../../db/entities/conversation.ts';
import { questionOpen } from '../../dialogs/cards/question-open.ts';
import type { Screen } from '../../dialogs/conversation.ts';
import type { Enqueue } from '../../jobs/job.ts';
import { writeMessage } from '../write-message.ts';
import type { Places } from './places.ts';
import { askToDeliver } from './post.ts';

/** Tells the person of a conversation how it stands, in a direct message: nothing else of theirs is open. */
export const createInPerson =
  ({ orm, places, enqueue }: { orm: MikroORM; places: Places; enqueue: Enqueue }) =>
  async (id: string, screen: Screen): Promise<void> => {
    const em = orm.em.fork();
    const row = await em.findOne(Conversation, id);
    if (!row || screen.kind === 'waiting') return;
    const card = screen.kind === 'done' ? screen.card : questionOpen(screen.form, id);
    const channel = await places.directTo(row.workspace.id, row.userId, row.person);
    await writeMessage(em, { channel, key: `told:${id}`, author: 'bot', card, due: true });
    await askToDeliver(enqueue, channel);
  };
