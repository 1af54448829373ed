import type { ContextBlock, HeaderBlock, KnownBlock, MrkdwnElement, PlainTextElement, SectionBlock } from '@slack/types';
import { cut } from '../../dialogs/words.ts';
import { limits } from './limits.ts';
import { fitted, split, toMrkdwn, toPlain } from './text.ts';

/** One of our texts with its marks. Without `verbatim` Slack would look for names of people and channels in it. */
export const mrkdwn = (text: string, most = limits.section): MrkdwnElement => ({
  type: 'mrkdwn',
  text: fitted(text, most, toMrkdwn),
  verbatim: true,
});

/** One of our texts where Slack shows no marks. */
export const plainText = (text: string, most: number): PlainTextElement => ({
  type: 'plain_text',
  text: fitted(text, most, toPlain),
  emoji: true,
});

export const header = (title: string): HeaderBlock => ({ type: 'header', text: plainText(title, limits.header) });
export const context = (text: string): ContextBlock => ({ type: 'context', elements: [mrkdwn(text)] });
export const section = (text: string): SectionBlock => ({ type: 'section', text: mrkdwn(text), expand: true });

/** A longer text: as many sections as it takes, up to what one can still read. */
export const sections = (text: string): SectionBlock[] => split(cut(text, limits.text), limits.section, toMrkdwn).map(section);

/** Lines together in as few sections as they fit in, so that a list reads as one; at most so many lines in each. */
export function packed(lines: readonly string[], most = 10): { section: SectionBlock; count: number }[] {
  const groups: string[][] = [];
  for (const line of lines.map((one) => fitted(one, limits.section, toMrkdwn))) {
    const last = groups.at(-1);
    if (last && last.length < most && [...last, line].join('\n').length <= limits.section) last.push(line);
    else groups.push([line]);
  }
  return groups.map((group) => ({
    section: { type: 'section', text: { type: 'mrkdwn', text: group.join('\n'), verbatim: true }, expand: true },
    count: group.length,
  }));
}

/** In words, a bold label that holds no bold of its own. */
export const bold = (label: string): string => (label.trim() ? `*${label.replace(/[*\n]+/g, ' ').trim()}*` : '');

/** About what Slack counts for blocks: the characters in them, and something for each. */
export const lengthOf = (blocks: readonly KnownBlock[]): number => blocks.length * limits.characters.perBlock + charactersIn(blocks);

/** All that is written in a payload, and what its buttons stand for. */
export function charactersIn(payload: object): number {
  let characters = 0;
  for (const [key, value] of Object.entries(payload)) {
    if (typeof value === 'object' && value !== null) characters += charactersIn(value);
    else if ((key === 'text' || key === 'value') && typeof value === 'string') characters += value.length;
  }
  return characters;
}
