import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { MikroORM } from '@mikro-orm/postgresql';
import express, { type NextFunction, type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { greeting } from '../../dialogs/cards/greeting.ts';
import type { Dialog } from '../../dialogs/dialog.ts';
import type { Logger } from '../../log.ts';
import { createConversations } from '../conversations.ts';
import type { Words } from '../words.ts';
import { conversationKey, writeMessage } from '../write-message.ts';
import { readAnswers } from './forms.ts';
import { html } from './html.ts';
import { createLive } from './live.ts';
import { createMessages, type Shown } from './messages.ts';
import { againPage, chatPage, earlier, errorPage, loginPage } from './page.ts';
import { webChat, webSurface } from './post.ts';
import { createAttempts, createSessions, type Session } from './session.ts';
import { createTalk } from './talk.ts';

export type Parts<Services> = Words<Services> & {
  orm: MikroORM;
  /** The database's address, for the connection that hears of new messages. */
  databaseUrl: string;
  dialogs: Record<string, Dialog<Services>>;
  /** `SECRET_KEY`, newest first; signs the cookie. */
  keys: readonly string[];
  /** `WEB_CHAT_TOKEN` and `PUBLIC_URL`, where they are set. */
  token?: string;
  publicUrl?: string;
  log: Logger;
  /** How long a question waits for its answer, in ms; a day when not given. */
  keep?: number;
};

const day = 86_400_000;

/** The web chat: `routes` for the HTTP app, `who` its one workspace and channel. It works until `close`. */
export async function startWeb<Services>(parts: Parts<Services>) {
  const { orm, databaseUrl, dialogs, services, log, keep = day } = parts;
  const who = await webChat(orm);
  await writeMessage(orm.em.fork(), { channel: who.channel, key: 'greeting', author: 'bot', card: greeting(), revision: 1 });
  const conversations = createConversations({ orm, chat: 'web', surface: webSurface(orm), dialogs, services, log, keep });
  const messages = createMessages({ orm, conversations, channel: who.channel });
  const live = createLive({ url: databaseUrl, messages, log });
  const say = createTalk({ ...parts, who, conversations });
  const sessions = createSessions({ keys: parts.keys, token: parts.token, secure: parts.publicUrl?.startsWith('https:') ?? false });
  const resuming = conversations.start();
  await live.ready;
  const busy = trackWork();

  const routes = Router();
  const form = express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 300 });
  const visitor = onlyVisitors(sessions);
  const posted = [form, visitor, onlyOurForms(sessions)];
  routes.get('/', (_request, response) => response.redirect('/chat'));
  routes.use('/chat/assets', assets());
  routes.use('/chat', (_request, response, next) => {
    response.set('cache-control', 'no-store');
    next();
  });
  routes.post('/chat/login', form, login(sessions, log));

  routes.get(
    '/chat',
    visitor,
    busy.track(async (request, response) => {
      const { csrf } = visit(response);
      const before = /^\d{1,18}$/.exec(String(request.query.before))?.[0];
      const { messages: shown, more } = await messages.page(before);
      if (isHtmx(request)) return void response.send(html`${earlier(shown, more)}${shown.map(({ view }) => view({ csrf }))}`.markup);
      const since = Math.max(0, ...shown.map(({ updatedAt }) => updatedAt.getTime()));
      response.send(chatPage({ csrf, messages: shown, more, since, draftKey: randomUUID() }));
    }),
  );

  routes.get('/chat/events', visitor, (request, response) => {
    const since = Number(request.headers['last-event-id'] ?? request.query.since);
    live.open(response, { csrf: visit(response).csrf, since: Number.isSafeInteger(since) ? since : Date.now() });
  });

  routes.post(
    '/chat/messages',
    ...posted,
    busy.track(async (request, response) => {
      const { text, label, key = randomUUID() } = saidBody.parse(request.body);
      const keys = text === '' ? [] : await say({ text, label, key });
      await show(request, response, await messages.byKeys(keys));
    }),
  );

  routes.post(
    '/chat/conversations/:id',
    ...posted,
    busy.track(async (request, response) => {
      const { version, go } = answerBody.parse(request.body);
      const { id } = z.object({ id: z.uuid() }).parse(request.params);
      if (go === 'cancel') await conversations.cancel(who, id);
      else await conversations.answer(id, version, readAnswers(request.body));
      await show(request, response, await messages.byKeys([conversationKey(id)]));
    }),
  );

  return {
    routes,
    who,
    async close() {
      await Promise.all([resuming.stop(), live.close(), busy.done()]);
    },
  };
}

type Answer = (request: Request, response: Response) => Promise<void>;

/** Knows the requests that are being answered: the database must not be closed under them. */
export function trackWork() {
  const works = new Set<Promise<void>>();
  return {
    track: (answer: Answer) => (request: Request, response: Response) => {
      const work = answer(request, response).finally(() => works.delete(work));
      works.add(work);
      return work;
    },
    done: () => Promise.race([Promise.allSettled(works), pause(5_000, undefined, { ref: false })]),
  };
}

const saidBody = z.object({
  text: z
    .string()
    .trim()
    .transform((text) => text.slice(0, 1000)),
  label: z.string().max(200).optional(),
  key: z
    .string()
    .regex(/^[\w-]{8,64}$/)
    .optional(),
});
const answerBody = z.object({ version: z.coerce.number().int(), go: z.string().optional() });

const isHtmx = (request: Request) => request.headers['hx-request'] === 'true';

/** The page puts the messages in place by itself; without scripts the browser is sent back to them. */
async function show(request: Request, response: Response, shown: Shown[]) {
  if (!isHtmx(request)) return response.redirect(303, `/chat#m${shown.at(-1)?.id ?? ''}`);
  const { csrf } = visit(response);
  response.send(html`${shown.map(({ view }) => view({ csrf }))}`.markup);
}

type Sessions = ReturnType<typeof createSessions>;

/** Who visits, as `onlyVisitors` found out. */
function visit(response: Response): Session {
  return response.locals.session;
}

/** Lets in who has entered, or anybody where no token is needed. */
function onlyVisitors(sessions: Sessions) {
  return (request: Request, response: Response, next: NextFunction) => {
    const known = sessions.read(request);
    const page = request.method === 'GET' && request.path === '/chat';
    if (known && (known.entered || !sessions.needsToken)) {
      response.locals.session = known;
      return next();
    }
    if (!page) return void response.status(403).send(errorPage('This page is out of date', 'Please load it again.'));
    // Coming from another site, the browser holds the cookie back; a new one would end the visit in the other tabs.
    if (!known && request.headers['sec-fetch-site'] === 'cross-site') return void response.send(againPage());
    const session = known ?? sessions.issue(response, false);
    if (sessions.needsToken) return void response.status(401).send(loginPage(session.csrf));
    response.locals.session = session;
    next();
  };
}

function onlyOurForms(sessions: Sessions) {
  return (request: Request, response: Response, next: NextFunction) => {
    if (sessions.accepts(visit(response), request.body?.csrf)) return next();
    response.status(403).send(errorPage('This page is out of date', 'Nothing was done. Please load it again.'));
  };
}

function login(sessions: Sessions, log: Logger) {
  const attempts = createAttempts();
  return (request: Request, response: Response) => {
    const from = request.ip ?? '';
    const session = sessions.read(request);
    if (!session || !sessions.accepts(session, request.body?.csrf)) return response.redirect(303, '/chat');
    const again = (status: number, words: string) => void response.status(status).send(loginPage(session.csrf, words));
    if (attempts.blocked(from)) return again(429, 'Too many attempts. Please wait a minute.');
    if (!sessions.isToken(request.body.token)) {
      attempts.failed(from);
      log.warn({ from }, 'a wrong access token was given');
      return again(403, 'This is not the access token. Please check it and try again.');
    }
    sessions.issue(response, true);
    response.redirect(303, '/chat');
  };
}

/** Styles, scripts and the icon of all our pages; the browser asks each time whether they changed. */
export function assets(): Router {
  const router = Router();
  const here = import.meta.dirname;
  const packaged = (name: string) => dirname(fileURLToPath(import.meta.resolve(name)));
  const options = {
    cacheControl: false,
    setHeaders: (response: { setHeader: (name: string, value: string) => void }) => response.setHeader('cache-control', 'no-cache'),
  };
  router.get('/htmx.min.js', (_request, response) => response.sendFile(join(packaged('htmx.org'), 'htmx.min.js'), options));
  router.get('/sse.min.js', (_request, response) => response.sendFile(join(packaged('htmx-ext-sse'), 'sse.min.js'), options));
  router.use(express.static(join(here, 'public'), { index: false, ...options }));
  return router;
}
