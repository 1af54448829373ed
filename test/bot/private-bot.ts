import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MikroORM } from '@mikro-orm/postgresql';
import { pino } from 'pino';
import { type Conversations, createConversations } from '../../bot/conversations.ts';
import { createHttpApp } from '../../bot/http.ts';
import { startPrivate } from '../../bot/private/app.ts';
import { createPrivateLinks } from '../../bot/private/links.ts';
import type { Who } from '../../bot/surface.ts';
import { Channel } from '../../db/entities/channel.ts';
import { type Chat, Workspace } from '../../db/entities/workspace.ts';
import type { Screen } from '../../dialogs/conversation.ts';
import type { Dialog } from '../../dialogs/dialog.ts';
import type { Shop } from './chat.ts';
import * as said from './dialogs.ts';

type Speaking = Pick<Conversations<Shop>, 'screen' | 'answer'>;

type Options = {
  orm: MikroORM;
  chat?: Chat;
  shop?: Shop;
  dialogs?: Record<string, Dialog<Shop>>;
  /** What answers in place of the conversations, for a part that is out of order. */
  instead?: (conversations: Conversations<Shop>) => Speaking | undefined;
  https?: boolean;
};

/** Private pages as they are served for a messenger whose own side nobody plays. The clock can be put ahead. */
export async function openPrivate({ orm, chat = 'slack', shop = { check: async () => 'fine' }, https = false, ...options }: Options) {
  const lines: string[] = [];
  const shown: Screen[] = [];
  const clock = { ahead: 0 };
  const now = () => Date.now() + clock.ahead;
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const who = await makeWho(orm, chat);
  const conversations = createConversations({
    orm,
    chat,
    surface: { show: async (_em, _standing, screen) => void shown.push(screen) },
    dialogs: options.dialogs ?? said.dialogs,
    services: () => shop,
    log,
    keep: 86_400_000,
    hurry: 50,
    now,
  });
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}`;
  const links = createPrivateLinks({ orm, publicUrl: https ? 'https://bot.example.com' : address, now });
  const speaking = options.instead ? options.instead(conversations) : conversations;
  const pages = startPrivate({ links, conversations: (one) => (one === chat ? speaking : undefined), secure: https });
  server.on('request', createHttpApp({ ready: {}, routes: [pages.routes], host: '127.0.0.1', publicUrl: address, log }));
  return {
    address,
    clock,
    conversations,
    links,
    who,
    /** What the messenger was told to show. */
    shown,
    /** All that was logged. */
    log: () => lines.join(''),
    /** Begins a dialog and makes a link to its first question. */
    async ask(dialog: Dialog<Shop>) {
      const { id, last } = await conversations.begin(dialog, {}, who, dialog.name);
      await last;
      return { id, path: await this.link(id, 1) };
    },
    /** The path of a new link, as the server that listens here knows it. */
    async link(conversation: string, version: number) {
      const { url = '' } = (await links.make(conversation, version)) ?? {};
      return new URL(url).pathname;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await pages.close();
    },
  };
}

export type PrivateBot = Awaited<ReturnType<typeof openPrivate>>;

async function makeWho(orm: MikroORM, chat: Chat): Promise<Who> {
  const em = orm.em.fork();
  const workspace = await em.upsert(Workspace, { chat, externalId: 'T1', name: 'Shoes' });
  const channel = await em.upsert(Channel, { workspace, key: 'D1', name: 'Ana' });
  return { workspace: workspace.id, channel: channel.id, person: 'Ana', userId: 'U1' };
}
