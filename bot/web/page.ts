import type { Press } from './buttons.ts';
import { type Html, html } from './html.ts';
import type { Shown } from './messages.ts';

/** One round of what the composer offers to press. */
const offers = [
  { label: 'Stores', command: 'stores' },
  { label: 'Orders', command: 'orders' },
  { label: 'Payments', command: 'payments' },
  { label: 'Import orders', command: 'import' },
  { label: 'Connect a store', command: 'connect' },
  { label: 'Help', command: 'help' },
];

const styles = ['colours', 'controls', 'page', 'messages', 'cards', 'tables', 'small'];

// Everything that htmx would put inline is forbidden by our content security policy.
const htmxConfig = JSON.stringify({ includeIndicatorStyles: false, allowEval: false, allowScriptTags: false, selfRequestsOnly: true });

/** A whole page of ours, with all that its head needs. */
export const document = (title: string, body: Html, scripts: Html | false = false) =>
  html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
  <meta name="color-scheme" content="light dark">
  <meta name="theme-color" content="#f3f4f6" media="(prefers-color-scheme: light)">
  <meta name="theme-color" content="#101317" media="(prefers-color-scheme: dark)">
  <title>${title}</title>
  <link rel="icon" href="/chat/assets/icon.svg" type="image/svg+xml">
  ${styles.map((name) => html`<link rel="stylesheet" href="/chat/assets/${name}.css">`)}${scripts}
</head>
${body}
</html>`.markup;

type Chat = Press & { messages: Shown[]; more: boolean; since: number; draftKey: string };

/** The chat page with the latest messages. */
export const chatPage = ({ csrf, messages, more, since, draftKey }: Chat): string =>
  document(
    'OM Bot',
    html`<body class="chat">
  <a class="skip" href="#say">Skip to the message box</a>
  <header class="top"><img src="/chat/assets/icon.svg" alt="" width="36" height="36"><div><h1>OM Bot</h1><p>Order management by chatting</p></div></header>
  <p class="lost" id="lost" role="status" hidden>Connection lost, trying again…</p>
  <main id="stream" class="stream" tabindex="0" aria-label="Messages">
    <div id="log" class="log" role="log" aria-live="polite" aria-relevant="additions" hx-ext="sse" sse-connect="/chat/events?since=${since}" sse-swap="message,reload" hx-swap="none">
      ${earlier(messages, more)}${messages.map(({ view }) => view({ csrf }))}
    </div>
  </main>
  <button type="button" class="newer" id="newer" hidden>New messages <span aria-hidden="true">↓</span></button>
  <footer class="bottom">
    <p class="trouble" id="trouble" role="alert" hidden></p>
    <div class="offers" role="group" aria-label="Suggestions">${offers.map((offer) => offerView(offer, csrf))}</div>
    <form class="composer" id="composer" method="post" action="/chat/messages" autocomplete="off">
      <input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="key" value="${draftKey}">
      <label class="unseen" for="say">Message to OM Bot</label>
      <input id="say" name="text" type="text" maxlength="1000" placeholder="Type a command, like import 14" enterkeyhint="send" autocapitalize="off" spellcheck="false" autofocus>
      <button class="send" aria-label="Send"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M5 12h13m-5.5-6 6 6-6 6"/></svg></button>
    </form>
  </footer>
</body>`,
    html`
  <meta name="htmx-config" content="${htmxConfig}">
  <script src="/chat/assets/htmx.min.js" defer></script>
  <script src="/chat/assets/sse.min.js" defer></script>
  <script src="/chat/assets/stream.js" defer></script>
  <script src="/chat/assets/composer.js" defer></script>`,
  );

const offerView = (
  { label, command }: { label: string; command: string },
  csrf: string,
) => html`<form class="press" method="post" action="/chat/messages" hx-post="/chat/messages" hx-swap="none">
  <input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="text" value="${command}">
  <button class="offer">${label}</button>
</form>`;

/** A link to the messages before these ones. */
export const earlier = (messages: Shown[], more: boolean): Html | false => {
  const address = `/chat?before=${messages[0]?.id}`;
  return (
    more &&
    html`<p class="earlier"><a class="button plain" href="${address}" hx-get="${address}" hx-target="closest .earlier" hx-swap="outerHTML">Show earlier messages</a></p>`
  );
};

/** Asks for the `WEB_CHAT_TOKEN` before the first visit. */
export const loginPage = (csrf: string, wrong?: string): string =>
  document(
    'OM Bot: enter',
    html`<body class="single">
  <main class="card form"><form method="post" action="/chat/login">
    <header class="card-head"><img src="/chat/assets/icon.svg" alt="" width="40" height="40"><h1>OM Bot</h1></header>
    <p class="text">This chat is protected. Please enter the access token that was set up for it.</p>
    <input type="hidden" name="csrf" value="${csrf}">
    <div class="field${wrong && ' wrong'}"><label for="token">Access token</label>
      <input id="token" name="token" type="password" autocomplete="current-password" autofocus required${wrong && html` aria-invalid="true" aria-describedby="token-error"`}>
      ${wrong && html`<p class="error" id="token-error" role="alert">${wrong}</p>`}
    </div>
    <div class="actions"><button class="button primary">Enter</button></div>
  </form></main>
</body>`,
  );

/** Comes again by itself, and then with its cookie: after a link on another site the browser holds it back. */
export const againPage = (): string =>
  document(
    'OM Bot',
    html`<body class="single"><main class="card"><p><a href="/chat">Go to the chat</a></p></main></body>`,
    html`<meta http-equiv="refresh" content="0">`,
  );

/** One thing to say, and the way back: to the chat, elsewhere, or nowhere. */
export function errorPage(title: string, text: string, way: boolean | { href: string; label: string } = true): string {
  const { href, label } = way === true ? { href: '/chat', label: 'Go to the chat' } : way || { href: '', label: '' };
  return document(
    title,
    html`<body class="single"><main class="card"><header class="card-head"><h1>${title}</h1></header><p class="text">${text}</p>${
      href && html`<p><a class="button plain" href="${href}">${label}</a></p>`
    }</main></body>`,
  );
}
