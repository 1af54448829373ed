import type { Chat } from '../../db/entities/workspace.ts';
import { count } from '../../dialogs/words.ts';
import { sign } from '../web/cards.ts';
import { fieldsView, type Question, submitLabel, titleView, toldView } from '../web/forms.ts';
import { html } from '../web/html.ts';
import { document } from '../web/page.ts';
import { rich } from '../web/text.ts';
import { type Ending, endings } from './endings.ts';

const title = 'OM Bot: private page';

const brand = html`<p class="brand"><img src="/chat/assets/icon.svg" alt="" width="28" height="28">OM Bot · private page</p>`;

const chatNames: Record<Chat, string> = { slack: 'Slack', teams: 'Teams', web: 'the chat' };

export type Asked = { chat: Chat; question: Question; csrf: string; msLeft: number };

/** The whole question on a page of its own. */
export function questionPage({ chat, question, csrf, msLeft }: Asked): string {
  const shown = withoutButtons(question);
  const wrong = !question.form.notice && Object.keys(question.errors).some((name) => name !== '');
  const left = count(Math.max(1, Math.ceil(msLeft / 60_000)), 'minute');
  return document(
    title,
    html`<body class="single">
  <main class="card question">
    ${brand}
    <header class="card-head"><h1 id="q-title">${titleView(shown)}</h1></header>
    ${toldView(shown, { csrf })}
    ${wrong && html`<p class="error" role="alert">${sign('bad')}<span>Something is not right yet. The reason stands below the field.</span></p>`}
    <form class="form" method="post" novalidate autocomplete="off" aria-labelledby="q-title">
      ${fieldsView('q', shown)}
      <input type="hidden" name="csrf" value="${csrf}">
      <div class="actions"><button class="button primary">${submitLabel(shown)}</button></div>
    </form>
    <p class="help">Keys and passwords go from here straight to OM Bot, never through ${chatNames[chat]}. This page can be sent within the next ${left}.</p>
  </main>
</body>`,
  );
}

/** Buttons say something in the chat, where they stand as well. */
function withoutButtons(question: Question): Question {
  const { notice } = question.form;
  if (!notice?.items) return question;
  const items = notice.items.map(({ tone, label, text }) => ({ tone, label, text }));
  return { ...question, form: { ...question.form, notice: { ...notice, items } } };
}

/** A page with one thing to say and the next step; `status` is the response's. Without a chat where nobody knows which it is. */
export function endingPage(ending: Ending, chat: Chat = 'web'): { status: number; page: string } {
  const { status, title: heading, text } = endings[ending](chatNames[chat]);
  const page = document(
    title,
    html`<body class="single"><main class="card">
  ${brand}
  <header class="card-head"><h1>${heading}</h1></header><p class="text">${rich(text)}</p>
</main></body>`,
  );
  return { status, page };
}
