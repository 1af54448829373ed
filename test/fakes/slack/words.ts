import { isRecord, type Json, record, records, string } from './json.ts';

/** What is read of a block, an element or an attachment, in the order in which it is seen. */
const readable = [
  'pretext',
  'author_name',
  'title',
  'subtitle',
  'label',
  'text',
  'body',
  'fields',
  'caption',
  'description',
  'details',
  'output',
  'hint',
  'elements',
  'element',
  'accessory',
  'actions',
  'positive_button',
  'negative_button',
  'placeholder',
  'options',
  'option_groups',
  'alt_text',
  'blocks',
  'child_blocks',
  'tasks',
  'rows',
  'footer',
];

/** All words that a person reads in blocks or attachments, in order. */
export const wordsOf = (content: unknown): string => wordList(content).filter(Boolean).join('\n');

function wordList(content: unknown): string[] {
  if (Array.isArray(content)) return content.flatMap(wordList);
  if (!isRecord(content)) return [];
  const part = content;
  const { type } = part;
  if (type === 'mrkdwn' || type === 'markdown') return [plainWords(string(part.text))];
  if (type === 'plain_text') return [string(part.text)];
  if (type === 'raw_text' || type === 'raw_number') return [string(part.text ?? part.value)];
  if (string(type).startsWith('rich_text') && type !== 'rich_text_input') return [richWords(part)];
  return readable.flatMap((slot) => {
    const value = part[slot];
    return typeof value === 'string' ? [plainWords(value)] : wordList(value);
  });
}

function richWords(part: Json): string {
  const { type } = part;
  if (type === 'text') return string(part.text);
  if (type === 'link') return string(part.text) || string(part.url);
  if (type === 'emoji') return `:${string(part.name)}:`;
  if (type === 'user') return `@${string(part.user_id)}`;
  if (type === 'channel') return `#${string(part.channel_id)}`;
  const between = type === 'rich_text' || type === 'rich_text_list' ? '\n' : '';
  return records(part.elements).map(richWords).join(between);
}

const marks = [/(?<![\p{L}\p{N}])([*_~])(?=\S)([^\n]*?\S)\1(?![\p{L}\p{N}])/gu, /(`)([^`\n]+)`/g];
const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** Slack's markup as it is read: links by their words, no stars, no escapes. */
export function plainWords(text: string): string {
  const linked = text.replace(
    /<([^<>|]*)(?:\|([^<>]*))?>/g,
    (_, target: string, label?: string) => label || target.replace(/^!(subteam\^)?/, '@'),
  );
  const unmarked = marks.reduce(
    (words, mark) => {
      let before = words;
      for (let after = before.replace(mark, '$2'); after !== before; after = before.replace(mark, '$2')) before = after;
      return before;
    },
    linked.replaceAll('**', '*'),
  );
  return unmarked.replace(/&(amp|lt|gt);/g, (entity) => entities[entity] ?? entity);
}

export type Button = {
  label: string;
  action_id: string;
  value: string;
  url: string;
  /** The question that is asked first, in words. */
  confirm: string;
  /** The block_id of its block. */
  block: string;
  style: string;
};

/** Every button of blocks, attachments or a view; an entry of an overflow menu is one too. */
export function buttonsOf(content: unknown, block = ''): Button[] {
  if (Array.isArray(content)) return content.flatMap((one) => buttonsOf(one, block));
  if (!isRecord(content)) return [];
  const part = content;
  const here = string(part.block_id) || block;
  const button = (of: Json, value: Json): Button => ({
    label: string(record(value.text).text),
    action_id: string(of.action_id),
    value: string(value.value),
    url: string(value.url),
    confirm: wordsOf([record(of.confirm).title, record(of.confirm).text]),
    block: here,
    style: string(of.style),
  });
  if (part.type === 'button') return [button(part, part)];
  if (part.type === 'overflow') return records(part.options).map((option) => button(part, option));
  return ['elements', 'accessory', 'actions', 'blocks', 'child_blocks'].flatMap((slot) => buttonsOf(part[slot], here));
}
