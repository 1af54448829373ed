/** A piece of one of our texts: *bold*, an address that can be followed, or neither. */
export type Piece = { kind: 'text' | 'bold' | 'link'; text: string };

const marks = /\*([^*\n]+)\*|\bhttps?:\/\/[^\s<>"'*]+[^\s<>"'*.,;:!?)\]]/g;

/** Our texts are plain, with *bold* the only mark. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const { 0: whole, 1: bold, index } of text.matchAll(marks)) {
    if (index > end) found.push({ kind: 'text', text: text.slice(end, index) });
    found.push(bold === undefined ? { kind: 'link', text: whole } : { kind: 'bold', text: bold });
    end = index + whole.length;
  }
  return end < text.length ? [...found, { kind: 'text', text: text.slice(end) }] : found;
}

/** An address as it is shown: without what is the same of all. */
export const shortAddress = (url: string): string => url.replace(/^https?:\/\//, '');
