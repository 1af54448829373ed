import type { MikroORM } from '@mikro-orm/postgresql';
import { Channel } from '../../db/entities/channel.ts';
import { Workspace } from '../../db/entities/workspace.ts';
import type { Surface, Who } from '../surface.ts';
import { conversationKey, writeMessage } from '../write-message.ts';

/** The web chat as a surface. Its conversations stand in the stream as one message that is edited. */
export const webSurface = (orm: MikroORM): Required<Pick<Surface, 'post' | 'show'>> => ({
  async post({ channel, key, revision, card, thread }) {
    await writeMessage(orm.em.fork(), { channel, key, author: 'bot', revision, card, thread });
  },
  async show(em, { id, channel }, screen) {
    const content = screen.kind === 'done' ? { card: screen.card } : { conversation: id };
    await writeMessage(em, { channel, key: conversationKey(id), author: 'bot', ...content });
  },
});

/** The one workspace and channel of the local web chat; made by whichever process comes first. */
export async function webChat(orm: MikroORM): Promise<Who> {
  const em = orm.em.fork();
  const workspace = await em.upsert(Workspace, { chat: 'web', externalId: 'local', name: 'Web chat' }, { onConflictAction: 'ignore' });
  const channel = await em.upsert(Channel, { workspace, key: 'main', name: 'Web chat' }, { onConflictAction: 'ignore' });
  return { workspace: workspace.id, channel: channel.id, person: 'you', userId: 'you' };
}
