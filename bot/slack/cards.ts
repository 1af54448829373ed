import type { KnownBlock } from '@slack/types';
import type { Card, Progress, Tone } from '../../dialogs/card.ts';
import { cut } from '../../dialogs/words.ts';
import { progressWords, toneWord } from '../card-words.ts';
import { bold, context, header, lengthOf, mrkdwn, packed, section, sections } from './blocks.ts';
import { button, buttonRows } from './buttons.ts';
import { itemParts, itemText, signs } from './items.ts';
import { limits } from './limits.ts';
import { onePage, type Part, type Room } from './pages.ts';
import { rowText, tableParts } from './tables.ts';
import { fitted, toNotice } from './text.ts';

/**
 * Which page of a card; `source` is what its page buttons carry, so that the card can be found again. `prefix` keeps the ids of its buttons
 * apart from those of another card beside it.
 */
export type More = { page?: number; source: string; prefix?: string };

/** A card as a message. Lists that are empty are named too: in an edit, what is not named would stay. */
export type SlackMessage = {
  text: string;
  blocks?: KnownBlock[];
  attachments?: { color: string; fallback: string; blocks: KnownBlock[] }[];
};

const colors = { good: '#2e8b57', warning: '#e0a100', bad: '#c8372d' };

/**
 * The title, then all else, in a coloured attachment where the card has a tone. Because there are blocks before it, `text` shows
 * only where blocks do not: in notifications, and read aloud.
 */
export function cardMessage(card: Card, more?: More): SlackMessage {
  const { tone = 'neutral' } = card;
  const head = [header(card.title)];
  const rest = body(card, 'message', less(message, head), more);
  const text = cardText(card);
  if (tone === 'neutral') return { text, blocks: [...head, ...rest], attachments: [] };
  return {
    text,
    blocks: head,
    attachments: [{ color: colors[tone], fallback: fitted(card.title, limits.header, toNotice), blocks: rest }],
  };
}

/** What is left of a card whose title and text are told already, as in a streamed answer. */
export const cardRest = ({ text: _, ...card }: Card, more?: More): KnownBlock[] => body(card, 'message', message, more);

const message: Room = { blocks: limits.messageBlocks, characters: limits.characters.message };

/** A card in a modal or on the home tab, in at most so many blocks (8 or more): page by page, and without the table block. */
export function cardBlocks(card: Card, room: number, more?: More): KnownBlock[] {
  const head = [header(card.title)];
  return [...head, ...viewBody(card, room - head.length, more)];
}

/** The same without its title. */
export const viewBody = (card: Card, room: number, more?: Partial<More>): KnownBlock[] =>
  body(card, 'view', { blocks: room, characters: limits.characters.view }, { page: 0, ...more });

/** The tone and the buttons stand on every page. */
function body(card: Card, surface: 'message' | 'view', room: Room, more: Partial<More> = {}): KnownBlock[] {
  const { tone = 'neutral', actions = [] } = card;
  const { prefix = '' } = more;
  const toned = tone === 'neutral' ? [] : [context(toneLine(tone))];
  const [first, ...others] = buttonRows(actions.map((action, at) => button(action, `${prefix}${at}`)));
  const last = first ? [first] : [];
  const parts = [...slots(card, surface, prefix), ...others.map((row) => ({ blocks: [row], count: row.elements.length }))];
  return [...toned, ...onePage(parts, less(room, [...toned, ...last]), more), ...last];
}

const less = ({ blocks, characters }: Room, taken: KnownBlock[]): Room => ({
  blocks: blocks - taken.length,
  characters: characters - lengthOf(taken),
});

/** "⚠️ *Attention*" */
const toneLine = (tone: Tone): string => `${signs[tone]} ${bold(toneWord(tone))}`;

/** The slots of a card in their order. */
function slots({ text, progress, facts, items, table, steps }: Card, surface: 'message' | 'view', prefix: string): Part[] {
  return [
    ...(text ? sections(text).map(alone) : []),
    ...(progress ? [{ blocks: progressBlocks(progress), count: 0 }] : []),
    ...(facts?.length ? factParts(facts) : []),
    ...(items?.length ? itemParts(items, prefix) : []),
    ...(table?.rows.length ? tableParts(table, surface, prefix) : []),
    ...(steps?.length ? stepParts(steps) : []),
  ];
}

export const alone = (block: KnownBlock): Part => ({ blocks: [block], count: 0 });

const bar = 20;

function progressBlocks(progress: Progress): KnownBlock[] {
  const { count, share } = progressWords(progress);
  const full = Math.round(((share ?? 0) / 100) * bar);
  const drawn = share === undefined ? '' : `${'▰'.repeat(full)}${'▱'.repeat(bar - full)}  ${share} %\n`;
  const waits = progress.waiting ? [context(`⏳ Waiting for ${cut(progress.waiting, limits.cell)}`)] : [];
  return drawn || count ? [section(`${drawn}${count}`), ...waits] : waits;
}

/** Short values stand side by side, as numbers do; longer ones each on a line. */
function factParts(facts: NonNullable<Card['facts']>): Part[] {
  if (facts.some(([label, value]) => Math.max(label.length, value.length) > 45))
    return packed(facts.map(([label, value]) => factText(label, value, ' '))).map(({ section, count }) => ({ blocks: [section], count }));
  const parts: Part[] = [];
  for (let at = 0; at < facts.length; at += limits.fields) {
    const some = facts.slice(at, at + limits.fields);
    const fields = some.map(([label, value]) => mrkdwn(factText(label, value, '\n'), limits.field));
    parts.push({ blocks: [{ type: 'section', fields }], count: some.length });
  }
  return parts;
}

const factText = (label: string, value: string, between: string) => (label ? `${bold(`${label}:`)}${between}${value}` : value);

/** A click path, numbered. */
export const stepParts = (steps: readonly string[]): Part[] =>
  packed(steps.map((step, at) => `${at + 1}. ${step}`)).map(({ section, count }) => ({ blocks: [section], count }));

/** The whole card as text. */
function cardText({ title, tone, text, progress, facts = [], items = [], table, steps = [] }: Card): string {
  const word = toneWord(tone);
  const lines = [
    word ? `${signs[tone ?? 'neutral']} ${word}: ${title}` : title,
    text,
    progress && [progressWords(progress).count, progress.waiting && `Waiting for ${progress.waiting}`].filter(Boolean).join(' · '),
    ...facts.map(([label, value]) => `${label}: ${value}`),
    ...items.map(itemText),
    ...(table?.rows ?? []).map((row) => rowText({ columns: table?.columns ?? [] }, row)),
    ...steps.map((step, at) => `${at + 1}. ${step}`),
  ];
  return fitted(lines.filter(Boolean).join('\n'), limits.notice, toNotice);
}
