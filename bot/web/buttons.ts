import type { Action } from '../../dialogs/card.ts';
import { cut } from '../../dialogs/words.ts';
import { type Html, html } from './html.ts';
import { limits } from './limits.ts';
import { rich } from './text.ts';

/** What every button needs to be accepted; `about` names the entry of a list that it belongs to. */
export type Press = { csrf: string; about?: string };

/** A sign that can be pressed: green switches off, red switches on. */
export const signButton = (action: Action, sign: Html, press: Press) =>
  action.confirm ? question(action, sign, 'sign-button', press) : pressForm(action, sign, press, 'sign-button');

export const actionsView = (actions: readonly Action[], press: Press) =>
  html`<div class="actions">${actions.slice(0, limits.actions).map((action) => actionView(action, press))}</div>`;

/** A button posts its command; one with a question first opens that question in place. */
export function actionView(action: Action, press: Press): Html {
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
