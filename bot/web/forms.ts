import type { Screen } from '../../dialogs/conversation.ts';
import type { Notice } from '../../dialogs/dialog.ts';
import type { Field, Option } from '../../dialogs/fields.ts';
import { cut } from '../../dialogs/words.ts';
import { toneWord } from '../card-words.ts';
import type { Press } from './buttons.ts';
import { cardView, itemsView, sign, stepsView } from './cards.ts';
import { type Html, html } from './html.ts';
import { limits } from './limits.ts';
import { rich } from './text.ts';

/** Options up to this many are shown all at once, more in a list that opens. */
const atOnce = 7;
/** Options whose labels are all this long at most stand side by side. */
const widths = [
  { longest: 22, look: ' short' },
  { longest: 40, look: ' middling' },
];

/** What a conversation shows in the stream: its question, that one has to wait, or how it ended. */
export function screenView(id: string, version: number, screen: Screen, press: Press): Html {
  if (screen.kind === 'done') return cardView(screen.card, press);
  if (screen.kind === 'waiting')
    return html`<div class="card waiting" role="status"><span class="spinner" aria-hidden="true"></span><p>${rich(screen.text)}</p></div>`;
  return formView(id, version, screen, press);
}

export type Question = Extract<Screen, { kind: 'form' }>;

/** What is told stands before the form: it may hold buttons of its own, and a form cannot stand in another. */
function formView(id: string, version: number, question: Question, press: Press): Html {
  const action = `/chat/conversations/${id}`;
  return html`<div class="card">
    <header class="card-head"><h2 id="${id}-title">${titleView(question)}</h2></header>
    ${toldView(question, press)}
    <form class="form" method="post" action="${action}" hx-post="${action}" hx-swap="none" novalidate autocomplete="off" aria-labelledby="${id}-title" data-draft="${id}-${version}">
      ${fieldsView(id, question)}
      <input type="hidden" name="csrf" value="${press.csrf}"><input type="hidden" name="version" value="${version}">
      <div class="actions"><button class="button primary" name="go" value="on">${submitLabel(question)}</button><button class="button plain" name="go" value="cancel">Cancel</button></div>
    </form>
  </div>`;
}

export const titleView = ({ form }: Question) => rich(cut(form.title, limits.title));
export const submitLabel = ({ form }: Question) => form.submit ?? 'Continue';

/** What stands before the fields: the text, how a check ended, what is wrong with all of it, and the click path. */
export const toldView = ({ form, errors }: Question, press: Press) => html`
    ${form.text && html`<p class="text">${rich(cut(form.text, limits.text))}</p>`}
    ${form.notice && noticeView(form.notice, press)}
    ${errors[''] && html`<div class="notice tone-bad" role="alert">${sign('bad')}<div><p>${rich(errors[''])}</p></div></div>`}
    ${form.steps?.length ? (form.notice || Object.keys(errors).length ? fold(form.steps) : stepsView(form.steps)) : ''}`;

/** The fields with what was typed, the reasons, and which secrets may stay blank. `id` begins their ids on the page. */
export const fieldsView = (id: string, { form, errors, given, kept }: Question): Html[] =>
  Object.entries(form.fields).map(([name, field]) =>
    fieldView({ id: `${id}-${name}`, name, field, error: errors[name], value: given[name], kept: kept.includes(name) }),
  );

/** On a second try the steps have been read: what is wrong comes first. */
const fold = (steps: readonly string[]) => html`<details class="fold"><summary>Show the steps again</summary>${stepsView(steps)}</details>`;

const noticeView = (
  { tone, text, items, steps }: Notice,
  press: Press,
) => html`<div class="notice tone-${tone}" tabindex="-1" role="${tone === 'bad' ? 'alert' : 'status'}">${sign(tone)}<div>
  <p>${toneWord(tone) && html`<span class="unseen">${toneWord(tone)}: </span>`}${rich(cut(text, limits.text))}</p>
  ${items?.length ? itemsView(items, press) : ''}
  ${steps?.length ? stepsView(steps) : ''}
</div></div>`;

type Shown = { id: string; name: string; field: Field; error?: string; value: unknown; kept: boolean };

function fieldView(shown: Shown): Html {
  const { id, field, error } = shown;
  const { label, help, kind, options = [] } = field;
  const several = kind === 'choices' || (kind === 'choice' && options.length <= atOnce);
  const told = html`${help && html`<p class="help" id="${id}-help">${rich(help)}</p>`}
    ${shown.kept && html`<p class="help kept" id="${id}-kept">Leave blank to keep what you gave before.</p>`}`;
  const wrong = error && html`<p class="error" id="${id}-error">${sign('bad')}<span>${rich(error)}</span></p>`;
  const ties = describedBy(shown);
  if (several)
    return html`<fieldset class="field${error && ' wrong'}"${ties}><legend>${label}</legend>${told}${optionsView(shown)}${wrong}</fieldset>`;
  return html`<div class="field${error && ' wrong'}"><label for="${id}">${label}</label>${told}${kind === 'choice' ? selectView(shown, ties) : inputView(shown, ties)}${wrong}</div>`;
}

const describedBy = ({ id, field, error, kept }: Shown) => {
  const ids = [field.help && `${id}-help`, kept && `${id}-kept`, error && `${id}-error`].filter(Boolean).join(' ');
  return html`${ids && html` aria-describedby="${ids}"`}${error && html` aria-invalid="true"`}`;
};

/** Numbers are text to the browser, so that what was typed wrong stays there to be mended. A secret is never sent back. */
function inputView({ id, name, field, value }: Shown, ties: Html): Html {
  const { kind, placeholder } = field;
  const type = kind === 'secret' ? 'password' : kind === 'date' ? 'date' : 'text';
  const given = kind === 'secret' || value === undefined || value === null ? '' : String(value);
  return html`<input id="${id}" name="f.${name}" type="${type}" value="${given}" maxlength="4000" spellcheck="false" autocapitalize="off" autocomplete="off"${
    placeholder && html` placeholder="${placeholder}"`
  }${kind === 'number' && html` inputmode="numeric"`}${ties}>`;
}

const selectView = ({ id, name, field, value }: Shown, ties: Html) => html`<select id="${id}" name="f.${name}"${ties}>
  <option value="">Please choose…</option>
  ${field.options?.map((option) => html`<option value="${option.value}"${option.value === value && html` selected`}>${cut(option.help ? `${option.label}: ${option.help}` : option.label, limits.cell)}</option>`)}
</select>`;

/** Radio buttons or ticks; short ones stand side by side. The empty first value of ticks says that the question was answered, even by none. */
function optionsView({ id, name, field, value }: Shown): Html {
  const { kind, options = [] } = field;
  const ticks = kind === 'choices';
  const chosen = Array.isArray(value) ? value : [value];
  const look = widths.find(({ longest }) => options.every(({ label, help }) => !help && label.length <= longest))?.look;
  const one = ({ value: option, label, help }: Option, at: number) => html`<label class="option" for="${id}-${at}">
    <input id="${id}-${at}" type="${ticks ? 'checkbox' : 'radio'}" name="f.${name}${ticks && '[]'}" value="${option}"${chosen.includes(option) && html` checked`}><span>${cut(label, limits.cell)}${
      help && html`<span class="option-help">${cut(help, limits.cell)}</span>`
    }</span>
  </label>`;
  return html`<div class="options${look}">${ticks && html`<input type="hidden" name="f.${name}[]" value="">`}${options.map(one)}</div>`;
}

/** What was typed, from the body of the request; ticks are always a list. */
export function readAnswers(body: Record<string, unknown>): Record<string, unknown> {
  const answers: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(body)) {
    const [, name, ticks] = /^f\.(.+?)(\[\])?$/.exec(key) ?? [];
    if (!name) continue;
    const typed = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
    // Postgres takes no NUL, and nobody types one.
    const values = typed.map((one) => one.replaceAll('\0', ''));
    answers[name] = ticks ? values.filter((one) => one !== '') : values.at(-1);
  }
  return answers;
}
