/* The stream: puts each message in its place, once, and takes care of focus, scrolling and what is half typed. */

const log = document.getElementById('log');
const stream = document.getElementById('stream');
const newer = document.getElementById('newer');
const still = matchMedia('(prefers-reduced-motion: reduce)');
/** Conversations that somebody answers in this tab: the focus goes with them. */
const followed = new Set();

const atEnd = () => stream.scrollHeight - stream.scrollTop - stream.clientHeight < 80;
const scrollTo = (top) => stream.scrollTo({ top, behavior: still.matches ? 'instant' : 'smooth' });

/** Puts the messages of some markup in place. `own`: they answer what was done in this tab. */
function place(markup, own) {
  const template = document.createElement('template');
  template.innerHTML = markup;
  const followEnd = atEnd();
  const messages = [...template.content.querySelectorAll('article.message')];
  const placed = messages.filter(placeOne);
  const added = placed.filter((message) => message.dataset.fresh);
  if (own) showOwn(messages.map(({ id }) => document.getElementById(id)).filter(Boolean));
  else if (followEnd && added.length) showNew(added[0]);
  else if (followEnd && !messages.some((message) => message.contains(document.activeElement))) followEdit(placed);
  else if (added.length) newer.hidden = false;
}

/** A card that grew longer than the window, as progress does when it becomes a report, is read from its beginning. */
function followEdit(placed) {
  const last = log.lastElementChild;
  if (placed.includes(last)) showNew(last);
  else stream.scrollTop = stream.scrollHeight;
}

/** False where the message stands there already, as new as this one or newer. */
function placeOne(fresh) {
  const shown = document.getElementById(fresh.id);
  if (shown && Number(shown.dataset.revision) >= Number(fresh.dataset.revision)) return false;
  const others = [...log.querySelectorAll('article.message')];
  if (!shown && others.length && Number(fresh.dataset.id) < Number(others[0].dataset.id)) return false;
  if (shown) replace(shown, fresh);
  else insert(fresh, others);
  htmx.process(fresh);
  settle(fresh);
  return true;
}

/** They may stand there already, when the server's own telling was faster than the answer. */
function showOwn(shown) {
  const question = shown.find((message) => message.dataset.conversation);
  if (question) {
    followed.add(question.dataset.conversation);
    if (!question.contains(document.activeElement)) focusInto(question);
  }
  if (shown[0]?.matches('.of-person')) showNew(shown[0]);
  else if (shown[0]) reveal(shown[0]);
}

function insert(fresh, others) {
  const before = others.find((other) => Number(other.dataset.id) > Number(fresh.dataset.id));
  log.insertBefore(fresh, before ?? null);
  fresh.dataset.fresh = 'yes';
}

function replace(shown, fresh) {
  const focused = shown.contains(document.activeElement);
  const bar = shown.querySelector('progress')?.value;
  const asking = [...shown.querySelectorAll('details.ask')].findIndex((details) => details.open);
  const form = shown.querySelector('form[data-draft]');
  if (form) forgetDraft(form);
  fresh.style.animation = 'none';
  shown.replaceWith(fresh);
  moveBar(fresh.querySelector('progress'), bar);
  const question = fresh.querySelectorAll('details.ask')[asking];
  if (question) question.open = true;
  const followedHere = followed.has(shown.dataset.conversation);
  if (focused || (followedHere && document.activeElement === document.body)) {
    focusInto(fresh);
    reveal(fresh);
  }
  if (!fresh.querySelector('.waiting, form[data-draft]')) followed.delete(shown.dataset.conversation);
}

/** A bar that is replaced goes on from where it was. */
function moveBar(bar, from) {
  if (!bar?.hasAttribute('value') || from === undefined) return;
  const { value } = bar;
  bar.value = from;
  bar.getBoundingClientRect();
  requestAnimationFrame(() => {
    bar.value = value;
  });
}

/** To the first field that is wrong, or the first field. What does not fit on the page begins with its notice; what asks nothing is read as a whole. */
function focusInto(message) {
  const form = message.querySelector('form[data-draft]');
  const tooLong = message.offsetHeight > stream.clientHeight;
  const wishes = [
    tooLong && '.notice:is(.tone-bad, .tone-warning)',
    ':is(input, select)[aria-invalid=true]',
    'fieldset[aria-invalid=true] input:not([type=hidden])',
    '.field:first-child input[type=radio]:checked',
    '.field input:not([type=hidden]), select',
    'form[data-draft] button',
  ];
  const found = form && wishes.map((one) => one && message.querySelector(one)).find(Boolean);
  (found ?? message).focus({ preventScroll: true });
}

function reveal(message) {
  const block = message.offsetHeight > stream.clientHeight ? 'start' : 'nearest';
  message.scrollIntoView({ block, behavior: still.matches ? 'instant' : 'smooth' });
}

/** To the end; but what is longer than the window is read from its beginning. */
function showNew(first) {
  const long = log.getBoundingClientRect().bottom - first.getBoundingClientRect().top > stream.clientHeight;
  scrollTo(long ? first.offsetTop - stream.offsetTop - 12 : stream.scrollHeight);
  newer.hidden = true;
}

/** What a message needs once it is on the page: times by the clock of this machine, and what was half typed. */
function settle(root) {
  for (const time of root.querySelectorAll('time')) {
    const at = new Date(time.dateTime);
    const today = at.toDateString() === new Date().toDateString();
    const clock = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
    time.textContent = today ? clock : `${at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })}, ${clock}`;
    time.title = at.toLocaleString('en-GB', { dateStyle: 'full', timeStyle: 'long' });
  }
  for (const form of root.querySelectorAll('form[data-draft]')) restoreDraft(form);
}

const draftOf = (form) => `draft:${form.dataset.draft}`;
const forgetDraft = (form) => sessionStorage.removeItem(draftOf(form));

/** An address may hold a password, too. */
const isSecret = ({ type, value }) => ['password', 'hidden'].includes(type) || /:\S*@/.test(value);

/** Half-typed answers survive a reload; secrets are never kept. */
function keepDraft(form) {
  const typed = [...form.elements].filter((field) => field.name?.startsWith('f.') && !isSecret(field));
  const values = typed.map((field) => [field.id, field.matches('[type=radio], [type=checkbox]') ? field.checked : field.value]);
  sessionStorage.setItem(draftOf(form), JSON.stringify(values));
}

function restoreDraft(form) {
  for (const [id, value] of JSON.parse(sessionStorage.getItem(draftOf(form)) ?? '[]')) {
    const field = document.getElementById(id);
    if (!field) continue;
    if (typeof value === 'boolean') field.checked = value;
    else field.value = value;
  }
}

log.addEventListener('input', ({ target }) => {
  const form = target.closest('form[data-draft]');
  if (form) keepDraft(form);
});

/* What the server tells by itself. */
log.addEventListener('htmx:sseBeforeMessage', (event) => {
  event.preventDefault();
  const { type, data, lastEventId } = event.detail;
  if (type === 'reload') return location.reload();
  place(data, false);
  // A connection that has to be made anew asks for what came after this.
  if (lastEventId) log.setAttribute('sse-connect', `/chat/events?since=${lastEventId}`);
});
let lostSince;
log.addEventListener('htmx:sseOpen', () => {
  lostSince = undefined;
  document.getElementById('lost').hidden = true;
});
log.addEventListener('htmx:sseError', () => {
  lostSince ??= Date.now();
  document.getElementById('lost').hidden = false;
});

/* A server that answers, but not to this page, wants the page to be loaded again: what was typed stays. */
async function comeBack() {
  if (!lostSince || Date.now() - lostSince < 10_000) return;
  const answer = await fetch('/healthz').catch(() => undefined);
  if (answer?.ok && lostSince) location.reload();
}
setInterval(comeBack, 5_000);
document.addEventListener('visibilitychange', comeBack);

/* Earlier messages come in above without moving what is being read. */
let heightBefore;
log.addEventListener('htmx:beforeSwap', ({ target }) => {
  if (target.matches('.earlier')) heightBefore = stream.scrollHeight - stream.scrollTop;
});
log.addEventListener('htmx:afterSwap', () => {
  if (heightBefore === undefined) return;
  stream.scrollTop = stream.scrollHeight - heightBefore;
  heightBefore = undefined;
  settle(log);
});

newer.addEventListener('click', () => scrollTo(stream.scrollHeight));
stream.addEventListener('scroll', () => {
  if (atEnd()) newer.hidden = true;
});

settle(log);
stream.scrollTop = stream.scrollHeight;
