import type { Card, Item, Tone } from '../../dialogs/card.ts';
import type { Screen } from '../../dialogs/conversation.ts';
import type { Field } from '../../dialogs/fields.ts';
import type { Chat } from '../chat-client.ts';

type Question = Extract<Screen, { kind: 'form' }>;

const width = 78;
const mostRows = 6;
const signs: Record<Tone, string> = { neutral: '·', good: '✓', warning: '!', bad: '✗' };

/** A card as lines of plain text, for a terminal. */
export function cardLines(card: Card): string[] {
  const inner = [
    ...wrap(card.tone && card.tone !== 'neutral' ? `${signs[card.tone]} ${card.title}` : card.title),
    ...(card.text ? wrap(card.text) : []),
    ...(card.progress ? [bar(card.progress.done, card.progress.total), ...(card.progress.waiting ? [card.progress.waiting] : [])] : []),
    ...columns(card.facts ?? []),
    ...(card.items ?? []).flatMap(itemLines),
    ...(card.table ? tableLines(card.table) : []),
    ...(card.steps ?? []).map((step, index) => `${index + 1}. ${step}`),
    ...(card.actions?.length ? [card.actions.map(({ label }) => `[ ${label} ]`).join(' ')] : []),
  ];
  return boxed(inner);
}

/** A form as lines of plain text: its click path and its questions, with what stands in them. */
export function formLines({ form, given }: Question): string[] {
  const inner = [
    form.title,
    ...(form.text ? wrap(form.text) : []),
    ...(form.notice ? [...wrap(`${signs[form.notice.tone]} ${form.notice.text}`), ...(form.notice.items ?? []).flatMap(itemLines)] : []),
    ...(form.steps ?? []).flatMap((step, index) => wrap(`${index + 1}. ${step}`)),
    ...Object.entries(form.fields).flatMap(([name, field]) => wrap(`${asked(field.label)} ${answerLine(field, given[name])}`)),
    `[ ${form.submit ?? 'Next'} ]`,
  ];
  return boxed(inner);
}

/** What the person typed or pressed. */
export const saidLines = (text: string): string[] => ['', `You   ${text}`];

function itemLines({ tone, label, text, actions = [] }: Item): string[] {
  const buttons = actions.map((action) => ` [ ${action.label} ]`).join('');
  return wrap(`${signs[tone]} ${label}${text ? ` – ${text}` : ''}${buttons}`);
}

/** A question needs no colon. */
export const asked = (label: string) => (label.endsWith('?') ? label : `${label}:`);

function answerLine({ kind, options = [] }: Field, value: unknown): string {
  const chosen = Array.isArray(value) ? value : [value];
  const [on, off] = kind === 'choices' ? ['[x]', '[ ]'] : ['(•)', '( )'];
  const listed = options.length <= 8 ? options : options.filter((option) => chosen.includes(option.value));
  if (listed.length === 0) return typeof value === 'string' && value ? value : '____';
  return listed.map((option) => `${chosen.includes(option.value) ? on : off} ${option.label}`).join('  ');
}

/** Columns side by side; where they do not fit, each row by itself with its headings. Addresses are links on the page. */
function tableLines({ columns: headings, rows, actions = [] }: NonNullable<Card['table']>): string[] {
  const side = columns([headings, ...rows]);
  if (!actions.some(Boolean) && side.every((line) => line.length <= width - 8)) return side;
  const lines = rows.slice(0, mostRows).flatMap(([first = '', ...cells], at) => {
    const told = cells.flatMap((cell, column) => (cell && !/^https?:/.test(cell) ? [`${headings[column + 1]}: ${cell}`] : []));
    const button = actions[at] ? `  [ ${actions[at].label} ]` : '';
    return [`– ${first}${button}`, ...wrap(told.join(' · ')).map((line) => `    ${line}`)];
  });
  return rows.length > mostRows ? [...lines, `… and ${rows.length - mostRows} more`] : lines;
}

function bar(done: number, total?: number): string {
  if (!total) return `${done} so far`;
  const filled = Math.round((Math.min(done, total) / total) * 30);
  return `${'█'.repeat(filled)}${'░'.repeat(30 - filled)} ${done} of ${total}`;
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function wrap(text: string): string[] {
  const lines = [''];
  for (const word of text.replaceAll('*', '').split(/\s+/)) {
    const last = lines.at(-1) ?? '';
    if (last.length + word.length + 1 > width - 8) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines;
}

const boxed = (lines: string[]) => lines.map((line, index) => `${index === 0 ? 'Bot   ' : '      '}│ ${line}`);

/** Prints what is said as it is said: each message when it comes, and again when it was edited. Progress is one line. */
export function followStream(chat: Chat, print: (line: string) => void) {
  const printed = new Map<string, string>();
  let since: string | undefined;

  async function look() {
    since ??= await chat.latest();
    for (const { id, author, text, card, conversation } of await chat.stream(since)) {
      const question = conversation ? await chat.screen(conversation) : undefined;
      const lines =
        author === 'person' ? saidLines(text ?? '') : card ? cardLines(card) : question?.kind === 'form' ? formLines(question) : [];
      const now = lines.join('\n');
      if (now !== printed.get(id)) lines.forEach(print);
      printed.set(id, now);
    }
  }

  let round = look();
  const timer = setInterval(() => {
    round = round.then(look);
  }, 100);
  const catchUp = () => {
    round = round.then(look);
    return round;
  };
  return {
    print,
    /** Prints all that stands there by now. */
    catchUp,
    async stop() {
      clearInterval(timer);
      await catchUp();
    },
  };
}

export type Follower = ReturnType<typeof followStream>;
