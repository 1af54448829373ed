import { cut } from '../../dialogs/words.ts';
import { type Piece, pieces, shortAddress } from '../marks.ts';

/** Slack has no way to write its marks as they are; before a mark this invisible sign (a soft hyphen) keeps it from being read as one. */
const calm = '\u00AD';
/** An invisible space: a mark counts only at the edge of a word. */
const edge = '\u200B';
const invisible = new RegExp(`[${calm}${edge}]`, 'g');

/** One of our texts in Slack's own marks: bold and addresses; all else, strangers' texts among it, is shown as it is written. */
export function toMrkdwn(text: string): string {
  const all = pieces(text);
  const one = ({ kind, text }: Piece, at: number) => {
    if (kind === 'link') return `<${escaped(text).replaceAll('|', '%7C')}|${asWritten(cut(shortAddress(text), 48))}>`;
    if (kind === 'text' || !text.trim()) return asWritten(kind === 'text' ? text : `*${text}*`);
    return besides(`*${asWritten(text.trim())}*`, all[at - 1]?.text.at(-1), all[at + 1]?.text[0]);
  };
  return all.map(one).join('');
}

/** The same without marks, for what shows none: buttons, titles, options. */
export const toPlain = (text: string): string => withoutEmoji(unmarked(text));

/** What is read in a notification or read aloud: Slack reads its marks there too. */
export const toNotice = (text: string): string => asWritten(unmarked(text));

/** The same for a streamed answer, which is Markdown. */
export const toMarkdown = (text: string): string =>
  pieces(text)
    .map(({ kind, text }) => {
      if (kind === 'link') return `[${inMarkdown(cut(shortAddress(text), 48))}](${text.replace(/[()\\]/g, encodeURIComponent)})`;
      return kind === 'bold' && text.trim() ? `**${inMarkdown(text.trim())}**` : inMarkdown(kind === 'bold' ? `*${text}*` : text);
    })
    .join('');

/** What a person typed, as they see it: Slack tells people, channels and addresses in its own way. */
export const fromSlack = (text: string): string =>
  withoutInvisible(
    text
      .replace(/<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>/g, (_, sign: string, target: string, label = '') => meant(sign, target, label))
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&'),
  );

/** What was copied from a message of ours holds signs that nobody typed. */
export const withoutInvisible = (text: string): string => text.replace(invisible, '');

/** A message without the name of whom it is for, as Slack sends it. */
export const withoutMention = (text: string, userId = ''): string => text.replace(new RegExp(`<@${userId}(\\|[^<>]*)?>`, 'g'), '').trim();

function meant(sign: string, target: string, label: string): string {
  // By its id a person is found, whatever they are called today.
  if (sign === '@') return `@${target}`;
  if (sign === '#') return `#${label || target}`;
  if (sign === '!') return label || `@${target.replace(/\^.*/, '')}`;
  if (/^(mailto|tel):/.test(target)) return label || target.replace(/^\w+:/, '');
  // Who typed "shop.example" did not mean to do without https.
  return target === `http://${label}` ? label : target;
}

/** A text rendered so that it has at most so many characters; what is left out is told by "…". Never empty, which Slack refuses. */
export function fitted(text: string, most: number, render: (text: string) => string): string {
  // Of a very long text only the beginning is looked at.
  const begun = text.length > 4 * most ? `${text.slice(0, 4 * most)}…` : text;
  let shown = render(begun);
  for (let longest = Math.min(most, begun.length); shown.length > most; ) {
    shown = render(withoutHalf(cut(begun, longest)));
    longest = Math.min(longest - 1, Math.floor((longest * most) / shown.length));
  }
  return shown.trim() ? shown : '–';
}

/** Without the beginning of something bold whose end was cut off. */
const withoutHalf = (text: string) => {
  const line = text.slice(text.lastIndexOf('\n') + 1);
  return line.split('*').length % 2 ? text : text.replace(/\*(?=[^*]*$)/, '');
};

/** The text in pieces that each have at most so many characters when rendered, parted at lines or words. */
export function split(text: string, most: number, render: (text: string) => string): string[] {
  if (render(text).length <= most) return [text];
  let size = Math.min(most, text.length);
  while (render(text.slice(0, size)).length > most) size = Math.floor(size * 0.9);
  const gap = ['\n', ' '].map((sign) => text.lastIndexOf(sign, size)).find((at) => at > size / 2);
  // A sign of two units stays whole.
  const end = gap ?? (/[\uD800-\uDBFF]/.test(text[size - 1] ?? '') ? size - 1 : size);
  const rest = text.slice(end).trimStart();
  return [text.slice(0, end), ...(rest ? split(rest, most, render) : [])];
}

const unmarked = (text: string) =>
  pieces(text)
    .map((piece) => piece.text)
    .join('');

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** ":smile:" stays a word; a time of day, "12:30:45", is none. */
const withoutEmoji = (text: string) => text.replace(/:(?!\d\d:)(?=[\p{L}\p{N}_+'-]+:)/gu, `:${calm}`);

/** A mark inside a word is none, except the one for code; a ">" quotes at the beginning of a line. */
const asWritten = (text: string) =>
  withoutEmoji(escaped(text))
    .replace(/[*_~](?<![\p{L}\p{N}].)|`/gu, `${calm}$&`)
    .replace(/^\s*(?=&gt;)/gm, `$&${calm}`);

/** Beside a letter a mark would not count. */
const besides = (bold: string, before = ' ', after = ' ') =>
  `${/[\s(["'/-]/.test(before) ? '' : edge}${bold}${/[\s.,;:!?)\]"'/-]/.test(after) ? '' : edge}`;

const inMarkdown = (text: string) =>
  withoutEmoji(
    escaped(text.replace(/[\\`*_~[\]#|]/g, '\\$&')).replace(/^(\s*)([-+]|\d+(?=[.)]))/gm, (_, space, sign) => `${space}${listSign(sign)}`),
  );

/** A line that begins with "1." or "-" is not meant as a list. */
const listSign = (sign: string) => (/\d/.test(sign) ? `${sign}\\` : `\\${sign}`);
