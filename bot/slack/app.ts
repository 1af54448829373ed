import { createHmac } from 'node:crypto';
import { App, AuthorizationError, type AuthorizeResult, ExpressReceiver, LogLevel, type Receiver, SocketModeReceiver } from '@slack/bolt';
import { type NextFunction, type Request, type Response, Router } from 'express';
import { Conversation } from '../../db/entities/conversation.ts';
import type { Dialog } from '../../dialogs/dialog.ts';
import { inTime } from '../../jobs/in-time.ts';
import type { Logger } from '../../log.ts';
import { createConversations } from '../conversations.ts';
import type { PrivateLinks } from '../private/links.ts';
import type { Words } from '../words.ts';
import { quietLogger } from './client.ts';
import { listenToEvents } from './events.ts';
import { createHome } from './home.ts';
import { createInPerson } from './in-person.ts';
import { createProvider, installOptions } from './install.ts';
import { installPages, installPath } from './install-pages.ts';
import { createModals } from './modals.ts';
import { onPress } from './presses.ts';
import { AtWork, createReceipts } from './receipts.ts';
import type { Room } from './room.ts';
import type { Slack } from './slack.ts';
import { onCommand } from './slash.ts';
import { keepConnected } from './socket.ts';
import { onClose, onSubmit, onSuggest } from './submissions.ts';
import { createTalk } from './talk.ts';

export type Settings = {
  signingSecret?: string;
  /** Given, Slack is asked for a connection, and none has to reach us. */
  appToken?: string;
  clientId?: string;
  clientSecret?: string;
  apiUrl?: string;
  publicUrl?: string;
  /** `SECRET_KEY`, newest first; signs the way to an installation and back. */
  keys: readonly string[];
};

export type Parts<Services> = Words<Services> & {
  slack: Slack;
  settings: Settings;
  dialogs: Record<string, Dialog<Services>>;
  refuse: Parameters<typeof createConversations<Services>>[0]['refuse'];
  home: Parameters<typeof createHome<Services>>[0]['home'];
  links: PrivateLinks;
  log: Logger;
  /** How long a question waits for its answer, in ms; a day when not given. */
  keep?: number;
};

const day = 86_400_000;

/** Slack as a surface, by HTTP or Socket Mode: `routes` for the HTTP app. It works until `close`. */
export async function startSlack<Services>({
  slack,
  settings,
  links,
  dialogs,
  services,
  refuse,
  home,
  keep = day,
  ...parts
}: Parts<Services>) {
  const { orm, workspaces, people, places, surface, installs, enqueue } = slack;
  const log = parts.log.child({ chat: 'slack' });
  const busy = trackWork(log);
  let shown = (_id: string) => {};
  const showing = { show: surface.show, shown: (id: string) => shown(id) };
  const conversations = createConversations({ orm, chat: 'slack', surface: showing, dialogs, services, refuse, log, keep });
  const inPerson = createInPerson({ orm, places, enqueue });
  const tab = createHome({ orm, services, home, log });
  const ended = async (id: string) => {
    const row = await orm.em.fork().findOne(Conversation, id);
    if (row) await Promise.all([inPerson.over(row), tab.again(row.workspace.id, row.userId)]);
  };
  const modals = createModals({ orm, conversations, workspaces, links, inPerson, ended, busy: busy.track, log });
  shown = modals.shown;
  const room: Room = {
    ...{ orm, enqueue, workspaces, places, links, conversations, modals, inPerson, log, busy: busy.track },
    receipts: createReceipts(orm),
    talk: createTalk({ ...parts, services, conversations, isStranger: people.isStranger, log }),
    home: tab,
  };

  const routes = Router();
  const receiver = createReceiver(settings, slack, routes, log);
  const app = new App({
    ...{ receiver, authorize: authorizeBy(workspaces), logger: quietLogger(log), clientOptions: slack.clients.options },
    // Bolt's own memory of conversations: it would look there for each command.
    convoStore: false,
  });
  app.command(/.*/, onCommand(room));
  app.action({ type: 'block_actions', action_id: /.*/ }, onPress(room));
  app.view({ type: 'view_submission', callback_id: 'conversation' }, onSubmit(room));
  app.view({ type: 'view_closed', callback_id: /.*/ }, onClose(room));
  app.options({ type: 'block_suggestion', action_id: /.*/ }, onSuggest(room));
  listenToEvents(app, room, installs);
  app.error(async (error) => {
    // Slack is to send it again.
    if (isAtWork(error)) throw error;
    log.warn({ err: error }, 'Something that came from Slack could not be worked on.');
  });
  if (settings.clientId && settings.clientSecret && settings.publicUrl) installRoutes(routes, settings, slack, log);

  const own = await workspaces
    .ownTeam()
    ?.catch((error) => log.warn({ err: error }, 'Slack does not know the bot token, or does not answer.'));
  if (own) await installs.back(own.workspace);
  busy.track(installs.catchUp());
  const socket = receiver instanceof SocketModeReceiver ? keepConnected(receiver, log) : undefined;
  await socket?.tried;
  const resuming = conversations.start();
  const sweep = () => busy.track(modals.takeUp());
  sweep();
  const sweeping = setInterval(sweep, 5_000);
  return {
    routes,
    conversations,
    async close() {
      clearInterval(sweeping);
      await socket?.close();
      await Promise.all([resuming.stop(), busy.done()]);
      await inTime(modals.idle(), 3_000);
    },
  };
}

/** Work that goes on after Slack has its answer: the database must not be closed under it. */
function trackWork(log: Logger) {
  const works = new Set<Promise<unknown>>();
  return {
    track(work: Promise<unknown>) {
      const watched = work
        .catch((error) => log.warn({ err: error }, 'Something asked in Slack could not be done.'))
        .finally(() => works.delete(watched));
      works.add(watched);
    },
    done: () => inTime(Promise.all(works), 5_000),
  };
}

const authorizeBy =
  (workspaces: Slack['workspaces']) =>
  async ({ teamId = '' }: { teamId?: string }): Promise<AuthorizeResult> => {
    const team = await workspaces.byTeam(teamId);
    if (!team) throw new AuthorizationError('This workspace has not installed OM Bot.', new Error(teamId));
    return { botToken: team.client.token, botUserId: team.botUserId, teamId };
  };

function createReceiver({ signingSecret, appToken }: Settings, { clients }: Slack, routes: Router, log: Logger): Receiver {
  const logger = quietLogger(log);
  if (appToken) {
    const own = { autoReconnectEnabled: false, processEventErrorHandler: async () => false };
    return new SocketModeReceiver({
      appToken,
      logger,
      logLevel: LogLevel.ERROR,
      ...own,
      installerOptions: { clientOptions: clients.options },
    });
  }
  routes.post('/slack/events', notFromTheFuture);
  // Slack gets its answer when a listener ends, so that what was not done is sent again.
  return new ExpressReceiver({
    signingSecret: signingSecret ?? '',
    logger,
    router: routes,
    endpoints: '/slack/events',
    processBeforeResponse: true,
    processEventErrorHandler: async ({ error, response }) => {
      // What Slack would never send makes Bolt itself stumble.
      if (!response.headersSent) response.writeHead(isAtWork(error) ? 503 : 400).end();
      return false;
    },
  });
}

const isAtWork = (error: Error & { original?: Error }) => error instanceof AtWork || error.original instanceof AtWork;

/** Bolt refuses what is older than five minutes, and takes what is dated ahead: that could be sent again for as long. */
function notFromTheFuture(request: Request, response: Response, next: NextFunction) {
  const sent = Number(request.headers['x-slack-request-timestamp']);
  if (sent > Date.now() / 1000 + 300) return void response.status(401).end();
  next();
}

function installRoutes(routes: Router, settings: Settings, { installs, clients }: Slack, log: Logger) {
  const { clientId = '', clientSecret = '', publicUrl = '', apiUrl, keys } = settings;
  const stateSecret = createHmac('sha256', keys[0] ?? '')
    .update('slack installation')
    .digest('hex');
  const provider = createProvider({ clientId, clientSecret, stateSecret, apiUrl, clients, log }, installs.store);
  routes.get(installPath, (request, response) => provider.handleInstallPath(request, response, {}, installOptions(publicUrl)));
  routes.get('/slack/oauth_redirect', (request, response) => provider.handleCallback(request, response, installPages(log)));
}
