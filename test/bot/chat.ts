import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MikroORM } from '@mikro-orm/postgresql';
import { pino } from 'pino';
import { createHttpApp } from '../../bot/http.ts';
import { startWeb } from '../../bot/web/app.ts';
import { webSurface } from '../../bot/web/post.ts';
import type { Reply } from '../../bot/words.ts';
import type { Dialog } from '../../dialogs/dialog.ts';
import { testKey } from '../database.ts';
import * as said from './dialogs.ts';

/** What the dialogs of these tests may ask: something slow that a test lets go on when it likes. */
export type Shop = { check: (address: string) => Promise<'fine' | 'no answer'> };

type Options = {
  orm: MikroORM;
  url: string;
  shop?: Shop;
  port?: number;
  token?: string;
  publicUrl?: string;
  host?: string;
  ready?: Record<string, () => Promise<unknown>>;
  command?: (text: string) => Promise<Reply<Shop>>;
};

/** The web chat as it is served, over real HTTP, with the sample dialogs of these tests. */
export async function openChat({
  orm,
  url,
  shop = { check: async () => 'fine' },
  port = 0,
  token,
  publicUrl,
  host = '127.0.0.1',
  ...options
}: Options) {
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
  const dialogs: Record<string, Dialog<Shop>> = said.dialogs;
  const command = options.command ?? said.command;
  const web = await startWeb({
    orm,
    databaseUrl: url,
    command,
    dialogs,
    hidePastedKeys: hideKeys,
    services: () => shop,
    keys: [testKey],
    token,
    publicUrl,
    log,
  });
  const app = createHttpApp({ ready: options.ready ?? {}, routes: [web.routes], host, publicUrl, log });
  const server = createServer(app).listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: open } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${open}`,
    port: open,
    who: web.who,
    post: webSurface(orm).post,
    /** All that was logged. */
    log: () => lines.join(''),
    async close() {
      server.close();
      server.closeAllConnections();
      await web.close();
    },
  };
}

const hideKeys = (text: string) => text.replace(/\bck_\w+/g, '[hidden key]');
