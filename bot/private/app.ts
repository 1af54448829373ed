import express, { type Request, type Response, Router } from 'express';
import type { Chat } from '../../db/entities/workspace.ts';
import type { Conversations } from '../conversations.ts';
import { assets, trackWork } from '../web/app.ts';
import { type Question, readAnswers } from '../web/forms.ts';
import { readCookie, same } from '../web/session.ts';
import type { Ending } from './endings.ts';
import { cookieOf, csrfOf, type Link, type PrivateLinks, privatePath } from './links.ts';
import { endingPage, questionPage } from './page.ts';

type Speaking = Pick<Conversations<never>, 'screen' | 'answer'>;

type Parts = {
  links: PrivateLinks;
  /** Those of a chat; undefined where it does not run in this process. */
  conversations: (chat: Chat) => Speaking | undefined;
  /** Whether people come by https. */
  secure: boolean;
};

const addresses = new RegExp(`^${privatePath}([\\w-]{43})$`);

/** Programs that look at a link that stands in a message, to show what is behind it. (Cubot makes phones.) */
const robots = /(?<!cu)bot\b|crawl|spider|uripreview|bingpreview|facebookexternalhit|slack-imgproxy|whatsapp\/|embedly|iframely/i;

/** The private pages, where secrets are typed. `close` waits for the requests that are being answered. */
export function startPrivate({ links, conversations, secure }: Parts) {
  const busy = trackWork();
  const find = (request: Request) => links.find(request.params[0] ?? '', (digest) => readCookie(request.headers.cookie, cookieOf(digest)));

  /** The first browser that comes is given the key; none comes in without. */
  async function open(request: Request, response: Response) {
    if (robots.test(request.headers['user-agent'] ?? '')) return end(response, 'preview');
    const link = await find(request);
    if (link?.state !== 'open') return end(response, link?.state ?? 'unknown', link);
    const speaking = conversations(link.chat);
    if (!speaking) return end(response, 'no chat', link);
    const question = await asked(speaking, link);
    if (!question) return end(response, 'asked again', link);
    const key = link.key ?? (await links.open(link));
    if (!key) return end(response, 'opened elsewhere', link);
    if (!link.key) response.append('set-cookie', cookie(link, key, secure));
    response.send(questionPage({ ...link, question, csrf: csrfOf(key) }));
  }

  /** The same form sent twice is answered once: by then the conversation has another version. */
  async function send(request: Request, response: Response) {
    const link = await find(request);
    if (!link) return end(response, 'unknown');
    const { key, state, conversation, version } = link;
    if (key && state === 'used') return end(response, 'sent', link);
    if (state !== 'open') return end(response, state, link);
    if (!key || !same(String(request.body?.csrf), csrfOf(key))) return end(response, 'not ours', link);
    const speaking = conversations(link.chat);
    if (!speaking) return end(response, 'no chat', link);
    await links.use(link);
    await speaking.answer(conversation, version, readAnswers(request.body));
    const question = await asked(speaking, link);
    if (!question) return end(response, 'sent', link);
    await links.giveBack(link);
    response.status(422).send(questionPage({ ...link, question, csrf: csrfOf(key) }));
  }

  const routes = Router();
  routes.use('/chat/assets', assets());
  routes.use('/private', (_request, response, next) => {
    response.set({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow' });
    next();
  });
  routes.head(addresses, (_request, response) => void response.end());
  routes.get(addresses, busy.track(open));
  routes.post(addresses, express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 300 }), busy.track(send));
  routes.use('/private', (_request, response) => end(response, 'unknown'));
  return { routes, close: busy.done };
}

/** The question that a link leads to, unless the conversation has left it. */
async function asked(speaking: Speaking, { conversation, version }: Link): Promise<Question | undefined> {
  const found = await speaking.screen(conversation);
  return found?.version === version && found.screen.kind === 'form' ? found.screen : undefined;
}

function end(response: Response, ending: Ending, link?: Link) {
  const { status, page } = endingPage(ending, link?.chat);
  response.status(status).send(page);
}

/** Lax: the link is followed from a messenger's page. */
const cookie = ({ digest, msLeft }: Link, key: string, secure: boolean) =>
  `${cookieOf(digest)}=${key}; Path=/private; Max-Age=${Math.ceil(msLeft / 1000)}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
