import { cut } from '../../dialogs/words.ts';
import { type Piece, pieces, shortAddress } from '../marks.ts';
import { type Html, html } from './html.ts';

/** Plain text with *bold*, and with addresses that can be followed. */
export const rich = (text: string): Html => html`${pieces(text).map(pieceView)}`;

function pieceView({ kind, text }: Piece): Html {
  if (kind === 'bold') return html`<strong>${text}</strong>`;
  return kind === 'link' ? link(text) : html`${text}`;
}

const link = (url: string) => html`<a href="${url}" target="_blank" rel="noopener noreferrer">${cut(shortAddress(url), 48)}</a>`;
