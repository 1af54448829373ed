import type { Card } from '../../dialogs/card.ts';
import { cut, digits } from '../../dialogs/words.ts';
import { isFigures } from '../figures.ts';
import { actionView, type Press } from './buttons.ts';
import { type Html, html } from './html.ts';
import { limits, more } from './limits.ts';
import { rich } from './text.ts';

type Table = NonNullable<Card['table']>;
/** One column: its heading, and whether figures stand in it. */
type Column = { label: string; figures: boolean };

/** More columns than this become a small card for each row where there is no room. */
const narrow = 3;
/** More rows than this scroll by themselves. */
const high = 12;

/**
 * The first cell names its row, and the last one holds the row's button. The roles are written out, because a browser
 * forgets them where the rows are laid out as small cards.
 */
export function tableView({ columns, rows, actions = [] }: Table, title: string, press: Press): Html {
  const shown = columns.slice(0, limits.columns).map((label, at) => ({ label: cut(label, limits.label), figures: isFigures(rows, at) }));
  const opened = actions.some(Boolean);
  const wide = shown.length + Number(opened) > narrow;
  const row = (cells: string[], at: number) =>
    html`<tr role="row">${cells.slice(0, shown.length).map((text, column) => cellView(text, shown[column], column === 0))}${
      opened && actionCell(actions[at], cells[0] ?? '', press)
    }</tr>`;
  return html`<div class="table${wide && ' wide'}${rows.length > high && ' high'}" role="region" tabindex="0" aria-label="${cut(title, limits.title)}">
    <table role="table"><thead role="rowgroup"><tr role="row">${shown.map(headView)}${opened && html`<td class="row-action" role="cell"></td>`}</tr></thead>
    <tbody role="rowgroup">${rows.slice(0, limits.rows).map(row)}</tbody></table>
  </div>${rows.length > high && showAll(Math.min(rows.length, limits.rows))}${more(rows.length - limits.rows)}`;
}

/** On a phone a box that scrolls inside the page is hard to leave: there the first rows stand in the page, and the rest comes when asked for. */
const showAll = (count: number) =>
  html`<label class="button show-all"><input class="unseen" type="checkbox">Show all ${digits(count)} rows</label>`;

const headView = ({ label, figures }: Column) =>
  html`<th scope="col" role="columnheader"${figures && html` class="figures"`}>${label}</th>`;

/** Where there is no room, the heading stands before each cell. */
function cellView(text: string, { label, figures }: Column = { label: '', figures: false }, first: boolean): Html {
  const link = linkCell(text, label);
  if (first)
    return html`<th scope="row" role="rowheader"${whole.test(text) && html` class="whole"`}>${link ?? rich(cut(text, limits.cell))}</th>`;
  const content = link ?? (text && html`<span>${withAside(cut(text, limits.cell))}</span>`);
  const look = figures ? 'figures' : whole.test(text) && 'whole';
  return html`<td role="cell"${look && html` class="${look}"`}${!link && html` data-label="${label}"`}>${content}</td>`;
}

/** "12 (€1,234.50)", "Courier (proposed)": what stands in brackets at the end explains the rest. "Credit card (Stripe)" is one name. */
function withAside(text: string): Html {
  const [, told, aside] = /^(.+) (\([^()\p{Lu}][^()]*\))$/su.exec(text) ?? [];
  return told && aside ? html`${rich(told)} <span class="aside">${rich(aside)}</span>` : rich(text);
}

const actionCell = (action: NonNullable<Table['actions']>[number] | undefined, name: string, press: Press) =>
  html`<td class="row-action" role="cell">${action && actionView(action, { ...press, about: cut(name.replaceAll('*', ''), limits.label) })}</td>`;

/** An address alone in its cell is a link that is called as its column. */
const linkCell = (text: string, label: string) =>
  /^https?:\/\/\S+$/.test(text) ? html`<a href="${text}" target="_blank" rel="noopener noreferrer">${label}</a>` : undefined;

/** "23 Nov 2026, 14:05": read at one glance. */
const whole = /^\d{1,2} \p{L}{3,4} \d{4}, \d\d:\d\d$/u;
