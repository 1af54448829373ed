import { cut } from '../../dialogs/words.ts';
import { type Content, type Html, html } from './html.ts';

const marks = /\*([^*\n]+)\*|\bhttps?:\/\/[^\s<>"'*]+[^\s<>"'*.,;:!?)\]]/g;

/** Plain text with *bold*, and with addresses that can be followed. */
export function rich(text: string): Html {
  const content: Content[] = [];
  let end = 0;
  for (const match of text.matchAll(marks)) {
    content.push(text.slice(end, match.index), match[1] === undefined ? link(match[0]) : html`<strong>${match[1]}</strong>`);
    end = match.index + match[0].length;
  }
  return html`${[...content, text.slice(end)]}`;
}

const link = (url: string) =>
  html`<a href="${url}" target="_blank" rel="noopener noreferrer">${cut(url.replace(/^https?:\/\//, ''), 48)}</a>`;
