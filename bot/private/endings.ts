import type { State } from './links.ts';

/** Why there is no question on the page. */
export type Ending = Exclude<State, 'open'> | 'sent' | 'unknown' | 'preview' | 'not ours' | 'no chat';

/** What its page says, with the next step, and the status of the response. */
type Words = { status: number; title: string; text: string };

const newLink = (chat: string) => `Go back to ${chat} and press *Get a new link*.`;
const goesOn = (chat: string) => `Go back to ${chat}: it goes on there by itself.`;

export const endings: Record<Ending, (chat: string) => Words> = {
  sent: (chat) => ({ status: 200, title: 'Thank you', text: `${goesOn(chat)} You can close this page.` }),
  preview: () => ({ status: 200, title: 'A private page of OM Bot', text: 'Please open the link in your browser.' }),
  used: (chat) => ({
    status: 410,
    title: 'This was sent already',
    text: `Each link can be used once. ${goesOn(chat)} Should it ask again, take the new link there.`,
  }),
  expired: (chat) => ({
    status: 410,
    title: 'This link is too old',
    text: `A link works for 10 minutes, so that nobody else can use it later. Nothing was sent. ${newLink(chat)}`,
  }),
  'opened elsewhere': (chat) => ({
    status: 410,
    title: 'This link was opened already',
    text: `Only the browser that opened it first can use it. If that was you, go on there. If not, or if this browser keeps no cookies: ${lower(newLink(chat))}`,
  }),
  closed: (chat) => ({
    status: 410,
    title: 'This question is closed',
    text: `It was answered, cancelled or put away meanwhile. Nothing was sent from here. Go back to ${chat} to see how it ended, or to start again.`,
  }),
  'being done': (chat) => ({
    status: 410,
    title: 'This question was answered already',
    text: `OM Bot is working on the answer. Nothing was sent from here. ${goesOn(chat)}`,
  }),
  'asked again': (chat) => ({
    status: 410,
    title: 'This was asked again meanwhile',
    text: `This link belongs to an older question. Nothing was sent. Go back to ${chat} and take the newest link there.`,
  }),
  unknown: (chat) => ({
    status: 404,
    title: 'This link does not work',
    text: `It may be incomplete, or too old. ${newLink(chat)}`,
  }),
  'not ours': (chat) => ({
    status: 403,
    title: 'This page is out of date',
    text: `Nothing was sent. Please go back and load the page again. If that does not help: ${lower(newLink(chat))}`,
  }),
  'no chat': (chat) => ({
    status: 503,
    title: `OM Bot is not connected to ${chat} at the moment`,
    text: 'Nothing was sent. Please try again in a minute by loading this page again.',
  }),
};

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
