import type { Card, Item, Progress, Tone } from '../../dialogs/card.ts';
import { cut } from '../../dialogs/words.ts';
import { progressWords, toneWord } from '../card-words.ts';
import { actionsView, type Press, signButton } from './buttons.ts';
import { type Html, html } from './html.ts';
import { limits, more } from './limits.ts';
import { tableView } from './tables.ts';
import { rich } from './text.ts';

// A tick, a triangle, a cross, a dot: the shapes differ as the colours do.
const shapes: Record<Tone, Html> = {
  good: html`<circle cx="10" cy="10" r="9"/><path d="m6 10.4 2.7 2.7L14 7.6"/>`,
  warning: html`<path class="fill" d="M10 2.2 19 18H1Z"/><path d="M10 8v4.4m0 2.6v.1"/>`,
  bad: html`<circle cx="10" cy="10" r="9"/><path d="m6.9 6.9 6.2 6.2m0-6.2-6.2 6.2"/>`,
  neutral: html`<circle cx="10" cy="10" r="4"/>`,
};

/** Colour, shape and word: a tone is never told by its colour alone. */
export const sign = (tone: Tone) => html`<svg class="sign of-${tone}" viewBox="0 0 20 20" aria-hidden="true">${shapes[tone]}</svg>`;

export function cardView(card: Card, press: Press): Html {
  const { tone = 'neutral', text, progress, facts, items, table, steps, actions } = card;
  return html`<div class="card tone-${tone}">
    <header class="card-head"><h2>${rich(cut(card.title, limits.title))}</h2>${toneWord(tone) && badge(tone)}</header>
    ${text && html`<p class="text">${rich(cut(text, limits.text))}</p>`}
    ${progress && progressView(progress)}
    ${facts?.length ? factsView(facts) : ''}
    ${items?.length ? itemsView(items, press) : ''}
    ${table?.rows.length ? tableView(table, card.title, press) : ''}
    ${steps?.length ? stepsView(steps) : ''}
    ${actions?.length ? actionsView(actions, press) : ''}
  </div>`;
}

const badge = (tone: Tone) => html`<span class="badge">${sign(tone)}${toneWord(tone)}</span>`;

function progressView(progress: Progress): Html {
  const { waiting } = progress;
  const { count, share } = progressWords(progress);
  return html`<div class="progress">
    <progress aria-label="Progress" max="100"${share !== undefined && html` value="${share}"`}>${count}</progress>
    ${count && html`<p class="count"><span>${count}</span>${share !== undefined && html`<span>${share} %</span>`}</p>`}
    ${waiting && html`<p class="waits">Waiting for ${rich(cut(waiting, limits.cell))}</p>`}
  </div>`;
}

/** Short values stand side by side, as numbers do; long ones each on a line, beside their label unless they are sentences. */
const factsView = (facts: NonNullable<Card['facts']>) => html`<dl class="facts${factsLook(facts)}">${facts
  .slice(0, limits.facts)
  .map(([label, value]) => html`<div><dt>${cut(label, limits.label)}</dt><dd>${rich(cut(value, limits.cell))}</dd></div>`)}</dl>
  ${more(facts.length - limits.facts)}`;

function factsLook(facts: NonNullable<Card['facts']>): string {
  const longest = Math.max(...facts.map(([, value]) => value.length));
  if (longest <= 20) return '';
  return longest <= 45 ? ' lines brief' : ' lines';
}

/** A list with signs; also what a form's notice shows of a check. Where no entry is good or bad, signs would say nothing. */
export function itemsView(items: readonly Item[], press: Press): Html {
  const signed = items.some((item) => item.tone !== 'neutral' || item.press);
  return html`<ul class="items${!signed && ' plain'}">${items.slice(0, limits.items).map((item) => itemView(item, press, signed))}</ul>
  ${more(items.length - limits.items)}`;
}

function itemView({ tone, label, text, actions, press: pressed }: Item, { csrf }: Press, signed: boolean): Html {
  const about = cut(label.replaceAll('*', ''), limits.label);
  return html`<li class="item tone-${tone}">
  ${pressed ? signButton(pressed, sign(tone), { csrf, about }) : signed && sign(tone)}<div class="item-body">
    <p class="item-label">${toneWord(tone) && html`<span class="unseen">${toneWord(tone)}: </span>`}${rich(cut(label, limits.cell))}</p>
    ${text && html`<p class="item-text">${rich(cut(text, limits.text))}</p>`}
  </div>
  ${actions?.length ? actionsView(actions, { csrf, about }) : ''}
</li>`;
}

export const stepsView = (steps: readonly string[]) =>
  html`<ol class="steps">${steps.slice(0, limits.steps).map((step) => html`<li>${rich(cut(step, limits.text))}</li>`)}</ol>${more(steps.length - limits.steps)}`;
