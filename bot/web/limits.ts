import { digits } from '../../dialogs/words.ts';
import { html } from './html.ts';

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

/** What is left out is counted. */
export const more = (count: number) => count > 0 && html`<p class="more">… and ${digits(count)} more</p>`;
