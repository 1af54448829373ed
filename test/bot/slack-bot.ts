import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { createHttpApp } from '../../bot/http.ts';
import { startPrivate } from '../../bot/private/app.ts';
import { createPrivateLinks } from '../../bot/private/links.ts';
import { startSlack as startSurface } from '../../bot/slack/app.ts';
import { createSlack } from '../../bot/slack/slack.ts';
import type { Reply } from '../../bot/words.ts';
import { createHttp } from '../../connectors/http.ts';
import { connectors } from '../../connectors/index.ts';
import { Channel } from '../../db/entities/channel.ts';
import type { Card } from '../../dialogs/card.ts';
import type { Dialog } from '../../dialogs/dialog.ts';
import { deliverMessages } from '../../jobs/deliver-messages.ts';
import { openQueue } from '../../jobs/queue.ts';
import { startWorker } from '../../jobs/worker.ts';
import { type testDatabase, testKey } from '../database.ts';
import type { Slack } from '../fakes/slack.ts';
import { quick } from '../jobs/stage.ts';
import type { Shop } from './chat.ts';
import * as said from './dialogs.ts';

type Options = {
  /** The Slack it speaks to. */
  slack: Pick<Slack, 'apiUrl' | 'app'> & { requestUrl: string; team: () => { token: string } };
  shop?: Shop;
  command?: (text: string) => Promise<Reply<Shop>>;
  /** Besides the sample dialogs. */
  dialogs?: Record<string, Dialog<Shop>>;
  /** Cards of the home tab. */
  home?: () => Card[];
  refuse?: (userId: string) => Promise<Card | undefined>;
  mode?: 'http' | 'socket';
  /** By OAuth instead of a bot token. */
  install?: boolean;
  pace?: { edit: number; post: number };
  /** Without it, nobody is led to a private page. */
  publicUrl?: false;
};

/** The Slack surface as it is served, over real HTTP and with a real queue, speaking the sample dialogs of these tests to a Slack of ours. */
export async function openSlack({ orm, url }: Pick<Awaited<ReturnType<typeof testDatabase>>, 'orm' | 'url'>, options: Options) {
  const { slack: double, shop = { check: async () => 'fine' as const }, mode = 'http', install = false } = options;
  const lines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}`;
  const publicUrl = options.publicUrl === false ? undefined : address;

  const queue = openQueue({ databaseUrl: url, log });
  const token = install ? undefined : double.team().token;
  const slack = createSlack({ ...queue, orm, token, apiUrl: double.apiUrl, log, pace: options.pace ?? { edit: 0, post: 0 } });
  const http = createHttp({ allowPrivate: true });
  const worker = startWorker({
    ...{ queue, orm, connectors, http, log, jobs: [deliverMessages], tuning: quick },
    post: slack.surface.post,
    deliver: slack.deliver,
  });
  const links = createPrivateLinks({ orm, publicUrl });
  const dialogs: Record<string, Dialog<Shop>> = { ...said.dialogs, ...options.dialogs };
  const started = await startSurface({
    ...{ slack, links, dialogs, log },
    command: options.command ?? said.command,
    hidePastedKeys: (text: string) => text.replace(/\bck_\w+/g, '[hidden key]'),
    services: () => shop,
    refuse: async ({ userId }) => options.refuse?.(userId),
    home: async () => options.home?.() ?? [said.stores],
    settings: {
      signingSecret: double.app.signingSecret,
      ...(mode === 'socket' && { appToken: double.app.appToken }),
      ...(install && { clientId: double.app.clientId, clientSecret: double.app.clientSecret }),
      apiUrl: double.apiUrl,
      publicUrl: address,
      keys: [testKey],
    },
  });
  const pages = startPrivate({ links, conversations: (chat) => (chat === 'slack' ? started.conversations : undefined), secure: false });
  server.on('request', createHttpApp({ ready: {}, routes: [started.routes, pages.routes], host: '127.0.0.1', publicUrl: address, log }));
  double.requestUrl = mode === 'http' ? `${address}/slack/events` : '';

  return {
    address,
    slack,
    enqueue: queue.enqueue,
    conversations: started.conversations,
    /** All that was logged. */
    log: () => lines.join(''),
    /** The id of a channel's row. */
    async channel(key: string, team = 'T1') {
      const workspace = (await slack.workspaces.byTeam(team))?.workspace ?? '';
      return (await orm.em.fork().upsert(Channel, { workspace, key, name: `#${key}` }, { onConflictAction: 'ignore' })).id;
    },
    /** Whether everything that was to be sent is sent. */
    async isSent() {
      const [row] = await orm.em
        .fork()
        .execute<{ due: number }[]>(`select count(*)::int as due from message where due and key not like 'conversation:%'`);
      return row?.due === 0;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await Promise.all([started.close(), pages.close(), worker.close()]);
      await queue.close();
    },
  };
}

export type SlackBot = Awaited<ReturnType<typeof openSlack>>;
