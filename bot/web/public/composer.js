/* What a person does: typing, pressing, answering. Uses place() of stream.js. */

const composer = document.getElementById('composer');
const say = document.getElementById('say');
const trouble = document.getElementById('trouble');
const typedBefore = JSON.parse(sessionStorage.getItem('typed') ?? '[]');
let recalled = typedBefore.length;

/** A key of its own for every message, so that one that is sent twice is answered once. */
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

const complain = (words) => {
  trouble.textContent = words;
  trouble.hidden = !words;
};

/* One message after the other, however fast they are typed. What could not be sent comes back. */
let sending = Promise.resolve();
composer.addEventListener('submit', (event) => {
  event.preventDefault();
  const text = say.value.trim();
  if (!text) return;
  const body = new URLSearchParams(new FormData(composer));
  remember(text);
  say.value = '';
  sessionStorage.removeItem('draft');
  composer.elements.key.value = newKey();
  complain('');
  sending = sending.then(() => send(text, body));
});

async function send(text, body) {
  const answer = await fetch(composer.action, { method: 'POST', body, headers: { 'hx-request': 'true' } }).catch(() => ({ status: 0 }));
  if (answer.ok) return place(await answer.text(), true);
  complain(whatFailed(answer.status));
  if (say.value) return;
  say.value = text;
  composer.elements.key.value = body.get('key');
}

function remember(text) {
  if (text !== typedBefore.at(-1)) typedBefore.push(text);
  sessionStorage.setItem('typed', JSON.stringify(typedBefore.slice(-50)));
  recalled = typedBefore.length;
}

/* Buttons and questions. A second press within a moment is a double click. */
document.addEventListener('htmx:beforeRequest', (event) => {
  const form = event.target.closest('form');
  if (!form) return;
  if (form.classList.contains('busy')) return event.preventDefault();
  form.classList.add('busy');
  complain('');
});
document.addEventListener('htmx:configRequest', ({ target, detail }) => {
  if (target.matches?.('form.press')) detail.parameters.set?.('key', newKey());
});
document.addEventListener('htmx:afterRequest', ({ target, detail }) => {
  const form = target.closest('form');
  if (!form) return;
  setTimeout(() => form.classList.remove('busy'), detail.successful ? 700 : 0);
  if (!detail.successful) return complain(whatFailed(detail.xhr?.status ?? 0));
  const question = form.closest('details.ask');
  if (question) question.open = false;
  place(detail.xhr.responseText, true);
});

const whatFailed = (status) => {
  if (status === 403) return 'This page is out of date. Please load it again; what you typed stays.';
  if (status === 413) return 'This is too long. Please send less at once.';
  if (status) return 'Something went wrong on our side. What you typed is still here; please try again.';
  return 'OM Bot cannot be reached. What you typed is still here; please try again in a moment.';
};

/* The arrow keys bring back what was typed before. */
say.addEventListener('keydown', (event) => {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step || !typedBefore.length) return;
  event.preventDefault();
  recalled = Math.max(0, Math.min(typedBefore.length, recalled + step));
  say.value = typedBefore[recalled] ?? '';
  say.setSelectionRange(say.value.length, say.value.length);
});
say.addEventListener('input', () => sessionStorage.setItem('draft', say.value));

/* A button that asks first: the focus goes into the question and back. */
document.addEventListener(
  'toggle',
  ({ target }) => {
    if (target.matches('details.ask') && target.open) target.querySelector('.ask-box button')?.focus();
  },
  true,
);
const closeQuestion = (question) => {
  question.open = false;
  question.querySelector('summary').focus();
};
document.addEventListener('click', ({ target }) => {
  if (target.matches('[data-close]')) closeQuestion(target.closest('details'));
});
document.addEventListener('keydown', (event) => {
  const question = event.key === 'Escape' && event.target.closest?.('details.ask[open]');
  if (question) closeQuestion(question);
});

say.value = say.value || (sessionStorage.getItem('draft') ?? '');
