import type { MikroORM } from '@mikro-orm/postgresql';
import { Channel } from '../db/entities/channel.ts';
import type { Chat } from '../db/entities/workspace.ts';
import type { Post } from '../jobs/job.ts';
import type { Surface } from './surface.ts';

/** Posts to whichever surface the channel belongs to. Throws where that surface is not there. */
export function createPost({ orm, surfaces }: { orm: MikroORM; surfaces: Partial<Record<Chat, Pick<Surface, 'post'>>> }): Post {
  // A channel never changes its chat.
  const chats = new Map<string, Chat>();
  const chatOf = async (id: string) => {
    const channel = await orm.em.fork().findOneOrFail(Channel, id, { populate: ['workspace'] });
    return channel.workspace.chat;
  };
  return async (message) => {
    const chat = chats.get(message.channel) ?? (await chatOf(message.channel));
    chats.set(message.channel, chat);
    const surface = surfaces[chat];
    if (!surface) throw new Error(`The channel ${message.channel} belongs to ${chat}, which is not set up here`);
    await surface.post(message);
  };
}
