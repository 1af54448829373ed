import type { KnownBlock, RichTextBlock, RichTextElement, TableBlock } from '@slack/types';
import type { Card } from '../../dialogs/card.ts';
import { cut } from '../../dialogs/words.ts';
import { isFigures } from '../figures.ts';
import { pieces } from '../marks.ts';
import { bold, charactersIn, context, mrkdwn, packed } from './blocks.ts';
import { button } from './buttons.ts';
import { limits } from './limits.ts';
import type { Part } from './pages.ts';
import { toPlain } from './text.ts';

type Table = NonNullable<Card['table']>;
type Cell = TableBlock['rows'][number][number];

/** Rows that have buttons each stand by themselves, with the button beside them. A table as such may stand in messages only. */
export function tableParts(table: Table, surface: 'message' | 'view', prefix = ''): Part[] {
  const opened = table.actions?.some(Boolean);
  if (!opened && surface === 'message' && table.columns.length <= limits.table.columns) return blockParts(table);
  return [...headPart(table), ...(opened ? rowParts(table, prefix) : lineParts(table))];
}

/** What the rows do not say by themselves: what each of them is, and which columns are empty in all of them. */
function headPart({ columns, rows }: Table): Part[] {
  const labels = columns.filter((label, at) => label && (at === 0 || rows.every((row) => !row[at])));
  return labels.length ? [{ blocks: [context(labels.map((label) => cut(label, limits.cell)).join(' · '))], count: 0 }] : [];
}

/** One row as text: the first cell names it, and the headings stand before the others. */
export function rowText({ columns }: Pick<Table, 'columns'>, row: readonly string[], after = ' · ', between = ' · '): string {
  const [name = '', ...cells] = row.map((cell) => cut(cell, limits.cell));
  const told = cells.flatMap((cell, at) => (cell ? [`${columns[at + 1] ?? ''}: ${cell}`] : []));
  return [bold(name) || '–', ...(told.length ? [told.join(between)] : [])].join(after);
}

/** The same for a row that stands by itself: what fits in one line stands in one, else each cell has its own. */
const rowAlone = (table: Table, row: readonly string[]) => {
  const short = rowText(table, row, '\n');
  return short.length <= limits.rowLine ? short : rowText(table, row, '\n', '\n');
};

const rowParts = (table: Table, prefix: string): Part[] =>
  table.rows.map((row, at) => {
    const action = table.actions?.[at];
    const accessory = action ? { accessory: button(action, `${prefix}row:${at}`, row[0]) } : {};
    const block: KnownBlock = { type: 'section', text: mrkdwn(rowAlone(table, row)), ...accessory };
    return { blocks: [block], count: 1 };
  });

/** In few blocks: the rows one under the other. */
const lineParts = (table: Table): Part[] =>
  packed(table.rows.map((row) => rowText(table, row))).map(({ section, count }) => ({ blocks: [section], count }));

/** As many tables as it takes; each page has one of them. */
function blockParts({ columns, rows }: Table): Part[] {
  const column_settings = columns.map((_, at) => (isFigures(rows, at) ? { align: 'right' as const } : { is_wrapped: true }));
  const head = columns.map((label) => cellOf(label));
  const make = (shown: Cell[][]): Part => ({
    blocks: [{ type: 'table', column_settings, rows: [head, ...shown] }],
    count: shown.length,
    table: true,
  });
  const tables: Cell[][][] = [];
  let free = 0;
  for (const row of rows) {
    const cells = columns.map((label, at) => cellOf(row[at] ?? '', label));
    const length = charactersIn(cells);
    const last = tables.at(-1);
    if (last && last.length < limits.table.rows - 1 && length <= free) last.push(cells);
    else {
      tables.push([cells]);
      free = limits.table.characters;
    }
    free -= length;
  }
  return tables.map(make);
}

/** Plain text as it is; with bold or an address in it, so that these are shown. An address alone is called as its column. */
function cellOf(cell: string, column = ''): Cell {
  const text = cut(cell, limits.cell);
  const found = pieces(text);
  // Slack refuses an empty cell.
  if (found.every(({ kind }) => kind === 'text')) return { type: 'raw_text', text: toPlain(text) || ' ' };
  const elements = found.map(({ kind, text }): RichTextElement => {
    if (kind === 'link') return { type: 'link', url: text, text: toPlain((found.length === 1 && column) || text) };
    return { type: 'text', text: toPlain(text), ...(kind === 'bold' && { style: { bold: true } }) };
  });
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] } satisfies RichTextBlock;
}
