import type { Action, Card, Item, Progress, Tone } from '../../dialogs/card.ts';
import { cut } from '../../dialogs/words.ts';
import { type Html, html } from './html.ts';
import { rich } from './text.ts';

/** How much of each slot the page shows; the rest is cut with "…" or counted. */
export const limits = {
  title: 160,
  text: 6000,
  label: 120,
  command: 300,
  cell: 300,
  facts: 40,
  items: 100,
  rows: 200,
  columns: 12,
  steps: 30,
  actions: 12,
};

/** What every button needs to be accepted; `about` names the entry of a list that it belongs to. */
export type Press = { csrf: string; about?: string };

const words: Record<Tone, string> = { good: 'Good', warning: 'Attention', bad: 'Problem', neutral: '' };

// A tick, a triangle, a cross, a dot: the shapes differ as the colours do.
const shapes: Record<Tone, Html> = {
  good: html`<circle cx="10" cy="10" r="9"/><path d="m6 10.4 2.7 2.7L14 7.6"/>`,
  warning: html`<path class="fill" d="M10 2.2 19 18H1Z"/><path d="M10 8v4.4m0 2.6v.1"/>`,
  bad: html`<circle cx="10" cy="10" r="9"/><path d="m6.9 6.9 6.2 6.2m0-6.2-6.2 6.2"/>`,
  neutral: html`<circle cx="10" cy="10" r="9"/><path d="M6.8 10h6.4"/>`,
};

/** Colour, shape and word: a tone is never told by its colour alone. */
export const sign = (tone: Tone) => html`<svg class="sign of-${tone}" viewBox="0 0 20 20" aria-hidden="true">${shapes[tone]}</svg>`;
export const toneWord = (tone: Tone | undefined) => words[tone ?? 'neutral'];

export function cardView(card: Card, press: Press): Html {
  const { tone = 'neutral', text, progress, facts, items, table, steps, actions } = card;
  return html`<div class="card tone-${tone}">
    <header class="card-head"><h2>${rich(cut(card.title, limits.title))}</h2>${toneWord(tone) && badge(tone)}</header>
    ${text && html`<p class="text">${rich(cut(text, limits.text))}</p>`}
    ${progress && progressView(progress)}
    ${facts?.length ? factsView(facts) : ''}
    ${items?.length ? itemsView(items, press) : ''}
    ${table?.rows.length ? tableView(table, card.title) : ''}
    ${steps?.length ? stepsView(steps) : ''}
    ${actions?.length ? actionsView(actions, press) : ''}
  </div>`;
}

const badge = (tone: Tone) => html`<span class="badge">${sign(tone)}${toneWord(tone)}</span>`;

function progressView({ done, total, waiting }: Progress): Html {
  const share = total ? Math.min(100, Math.floor((done / total) * 100)) : undefined;
  const count = total === undefined ? number(done) : `${number(done)} of ${number(total)}`;
  return html`<div class="progress">
    <progress aria-label="Progress" max="100"${share !== undefined && html` value="${share}"`}>${count}</progress>
    <p class="count"><span>${count}</span>${share !== undefined && html`<span>${share} %</span>`}</p>
    ${waiting && html`<p class="waits">Waiting for ${rich(cut(waiting, limits.cell))}</p>`}
  </div>`;
}

const number = (value: number) => value.toLocaleString('en-GB');

/** Short values stand side by side, as numbers do; long ones each on a line. */
const factsView = (
  facts: NonNullable<Card['facts']>,
) => html`<dl class="facts${facts.some(([, value]) => value.length > 20) && ' lines'}">${facts
  .slice(0, limits.facts)
  .map(([label, value]) => html`<div><dt>${cut(label, limits.label)}</dt><dd>${rich(cut(value, limits.cell))}</dd></div>`)}</dl>
  ${more(facts.length - limits.facts)}`;

/** A list with signs; also what a form's notice shows of a check. */
export const itemsView = (
  items: readonly Item[],
  press: Press,
) => html`<ul class="items">${items.slice(0, limits.items).map((item) => itemView(item, press))}</ul>
  ${more(items.length - limits.items)}`;

function itemView({ tone, label, text, actions, press: pressed }: Item, { csrf }: Press): Html {
  const about = cut(label.replaceAll('*', ''), limits.label);
  return html`<li class="item tone-${tone}">
  ${pressed ? signButton(pressed, tone, { csrf, about }) : sign(tone)}<div class="item-body">
    <p class="item-label">${toneWord(tone) && html`<span class="unseen">${toneWord(tone)}: </span>`}${rich(cut(label, limits.cell))}</p>
    ${text && html`<p class="item-text">${rich(cut(text, limits.text))}</p>`}
  </div>
  ${actions?.length ? actionsView(actions, { csrf, about }) : ''}
</li>`;
}

/** A sign that can be pressed: green switches off, red switches on. */
const signButton = (action: Action, tone: Tone, press: Press) =>
  action.confirm ? question(action, sign(tone), 'sign-button', press) : pressForm(action, sign(tone), press, 'sign-button');

function tableView({ columns, rows }: NonNullable<Card['table']>, title: string): Html {
  const shown = columns.slice(0, limits.columns);
  const cell = (text: string, at: number) => html`<td>${linkCell(text, shown[at]) ?? rich(cut(text, limits.cell))}</td>`;
  return html`<div class="table" role="region" tabindex="0" aria-label="${cut(title, limits.title)}">
    <table><thead><tr>${shown.map((column) => html`<th scope="col">${cut(column, limits.label)}</th>`)}</tr></thead>
    <tbody>${rows.slice(0, limits.rows).map((row) => html`<tr>${row.slice(0, shown.length).map(cell)}</tr>`)}</tbody></table>
  </div>${more(rows.length - limits.rows)}`;
}

/** An address alone in its cell is a link that is called as its column. */
const linkCell = (text: string, column = '') =>
  /^https?:\/\/\S+$/.test(text)
    ? html`<a href="${text}" target="_blank" rel="noopener noreferrer">${cut(column, limits.label)}</a>`
    : undefined;

export const stepsView = (steps: readonly string[]) =>
  html`<ol class="steps">${steps.slice(0, limits.steps).map((step) => html`<li>${rich(cut(step, limits.text))}</li>`)}</ol>${more(steps.length - limits.steps)}`;

const more = (count: number) => count > 0 && html`<p class="more">… and ${number(count)} more</p>`;

const actionsView = (actions: readonly Action[], press: Press) =>
  html`<div class="actions">${actions.slice(0, limits.actions).map((action) => actionView(action, press))}</div>`;

/** A button posts its command; one with a question first opens that question in place. */
function actionView(action: Action, press: Press): Html {
  const label = cut(action.label, limits.label);
  return action.confirm ? question(action, html`${label}`, lookOf(action), press) : pressForm(action, html`${label}`, press);
}

const question = (
  action: Action,
  content: Html,
  look: string,
  press: Press,
) => html`<details class="ask"><summary class="${look}"${named(action, press)}>${content}</summary>
  <div class="ask-box" role="group"${named(action, press)}><p>${rich(cut(action.confirm ?? '', limits.text))}</p>
    <div class="actions">${pressForm(action, html`Yes, ${lowerFirst(cut(action.label, limits.label))}`, press)}<button type="button" class="button plain" data-close>No</button></div>
  </div>
</details>`;

const pressForm = (
  action: Action,
  content: Html,
  press: Press,
  look = lookOf(action),
) => html`<form class="press" method="post" action="/chat/messages" hx-post="/chat/messages" hx-swap="none">
  <input type="hidden" name="csrf" value="${press.csrf}"><input type="hidden" name="text" value="${action.command.slice(0, limits.command)}"><input type="hidden" name="label" value="${wholeLabel(action, press, ' · ')}">
  <button class="${look}"${look === 'sign-button' && named(action, press)}>${content}${look !== 'sign-button' && press.about && html`<span class="unseen"> ${press.about}</span>`}</button>
</form>`;

const lookOf = ({ style }: Action) => `button ${style ?? 'plain'}`;
const wholeLabel = ({ label }: Action, { about }: Press, between: string) =>
  cut(about ? `${label}${between}${about}` : label, limits.label);
const named = (action: Action, press: Press) =>
  html` title="${wholeLabel(action, press, ' ')}" aria-label="${wholeLabel(action, press, ' ')}"`;
const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
