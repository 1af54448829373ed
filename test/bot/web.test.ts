import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeMessage } from '../../bot/write-message.ts';
import { testDatabase } from '../database.ts';
import { openChat, type Shop } from './chat.ts';
import { type Seat, testSurface } from './contract.ts';
import { readField } from './read-field.ts';
import { all, type Element, hasClass, isTag, wordsOf } from './read-html.ts';
import { createVisitor, isButton, isComposer, isQuestion, type Visitor } from './visitor.ts';

testSurface({ name: 'The web chat', open: takeSeat });

/** A person with a browser that runs no scripts. */
async function takeSeat(shop: Shop): Promise<Seat> {
  const database = await testDatabase();
  const chat = await openChat({ ...database, shop });
  const visitor = createVisitor(chat.address);
  const received: string[] = [];
  const receive = async () => {
    const seen = await visitor.see();
    received.push(visitor.source());
    return seen;
  };
  const question = async () => {
    await receive();
    return all(visitor.page(), isQuestion).at(-1) ?? { tag: 'form', attributes: {}, children: [] };
  };
  return {
    async say(text) {
      await receive();
      await visitor.submit(isComposer, { text });
    },
    async press(label, row) {
      await receive();
      await visitor.submit(isButton(row ? `${label} ${row}` : label));
    },
    async agree(label) {
      await receive();
      await visitor.submit((form) => wordsOf(form).startsWith(`Yes, ${label.toLowerCase()}`));
    },
    async post(card, key = randomUUID()) {
      await chat.post({ channel: chat.who.channel, key, revision: Date.now() * 1000 + received.push(''), card });
    },
    see: receive,
    sent: async () => received.join('\n'),
    marked: async () => received.join('\n'),
    fields: async () => all(await question(), hasClass('field')).map(readField),
    async fill(answers) {
      await question();
      const named = Object.entries(answers).map(([name, value]) =>
        Array.isArray(value) ? [`f.${name}[]`, ['', ...value]] : [`f.${name}`, value],
      );
      await visitor.submit(isQuestion, Object.fromEntries(named), { go: 'on' });
    },
    async close() {
      await chat.close();
      await database.close();
    },
  };
}

describe('The web chat', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let chat: Awaited<ReturnType<typeof openChat>>;
  const visit = () => createVisitor(chat.address);

  beforeAll(async () => {
    database = await testDatabase();
    chat = await openChat({
      ...database,
      ready: { 'the database': async () => {}, 'the queue': () => Promise.reject(new Error('gone')) },
    });
  });
  afterAll(async () => {
    await chat.close();
    await database.close();
  });

  test('greets, and says what to do first', async () => {
    const visitor = visit();
    expect(await visitor.see()).toContain('Connect a store');
    expect(visitor.messages()).toHaveLength(1);
  });

  test('leads from the bare address to the chat', async () => {
    const visitor = visit();
    await visitor.go('/');
    expect(wordsOf(visitor.page())).toContain('OM Bot');
  });

  test('is alive, and says what is not ready', async () => {
    const alive = await fetch(`${chat.address}/healthz`);
    expect([alive.status, await alive.text()]).toEqual([200, 'alive\n']);
    const ready = await fetch(`${chat.address}/readyz`);
    expect([ready.status, await ready.text()]).toEqual([503, 'not ready: no answer from the queue\n']);
  });

  test('forbids everything inline and foreign', async () => {
    const { headers } = await fetch(`${chat.address}/chat`);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*|data:/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('cache-control')).toBe('no-store');
    const cookie = headers.getSetCookie()[0] ?? '';
    for (const word of ['HttpOnly', 'SameSite=Strict', 'Path=/']) expect(cookie).toContain(word);
  });

  test('has a CSRF token in every form, and takes no form without it', async () => {
    const visitor = visit();
    await visitor.go('/chat');
    await visitor.submit(isComposer, { text: 'connect' });
    await visitor.go('/chat');
    for (const form of all(visitor.page(), isTag('form')))
      expect(
        all(form, isTag('input')).some(({ attributes }) => attributes.name === 'csrf' && attributes.value),
        form.attributes.action,
      ).toBe(true);
    for (const csrf of ['', 'wrong', ['a', 'b']]) {
      await visitor.go('/chat');
      const refused = await visitor.submit(isComposer, { text: 'forged', csrf });
      expect(refused.status).toBe(403);
    }
    const other = visit();
    await other.go('/chat');
    const [stolen = ''] = /(?<=name="csrf" value=")[^"]+/.exec(other.source()) ?? [];
    await visitor.go('/chat');
    expect((await visitor.submit(isComposer, { text: 'forged', csrf: stolen })).status).toBe(403);
    expect(await visitor.see()).not.toContain('forged');
  });

  test('answers only to its own names while it listens on this machine alone', async () => {
    expect(await statusFor(chat.port, 'evil.example')).toBe(421);
    expect(await statusFor(chat.port, `evil.example:${chat.port}`)).toBe(421);
    for (const name of ['localhost', '127.0.0.1', '[::1]']) expect(await statusFor(chat.port, `${name}:${chat.port}`)).toBe(200);
  });

  test('answers a message that is sent twice once', async () => {
    const visitor = visit();
    const before = await visitor.see();
    const body = { text: 'twice please', key: randomUUID() };
    await visitor.submit(isComposer, body);
    await visitor.go('/chat');
    await visitor.submit(isComposer, body);
    const seen = await visitor.see();
    expect(before).not.toContain('twice please');
    expect(seen.split('You said: twice please')).toHaveLength(2);
    expect(visitor.messages().filter((one) => hasClass('of-person')(one) && wordsOf(one).includes('twice please'))).toHaveLength(1);
  });

  test('answers a message that is sent again because the process was killed before it answered', async () => {
    const key = randomUUID();
    await writeMessage(database.orm.em.fork(), {
      channel: chat.who.channel,
      key: `said:${key}`,
      author: 'person',
      text: 'are you there',
      revision: 1,
    });
    const visitor = visit();
    await visitor.go('/chat');
    await visitor.submit(isComposer, { text: 'are you there', key });
    await visitor.go('/chat');
    await visitor.submit(isComposer, { text: 'are you there', key });
    expect((await visitor.see()).split('You said: are you there')).toHaveLength(2);
  });

  test('takes what Postgres would not: a NUL in a message, and in a card', async () => {
    const visitor = visit();
    await visitor.go('/chat');
    expect((await visitor.submit(isComposer, { text: 'a\0b please' })).status).toBe(200);
    await chat.post({ channel: chat.who.channel, key: 'nul', revision: 1, card: { title: 'A\0B' } });
    expect(await visitor.see()).toMatch(/ab please[\s\S]*AB/);
  });

  test('hides a pasted key before it is kept, in the log as well', async () => {
    const visitor = visit();
    await visitor.go('/chat');
    await visitor.submit(isComposer, { text: 'my key is ck_00112233445566778899' });
    expect(await visitor.see()).toContain('my key is [hidden key]');
    const rows = await database.orm.em.fork().execute('select text from message');
    expect(JSON.stringify(rows)).not.toContain('ck_0011');
    expect(chat.log()).not.toContain('ck_0011');
  });

  test('says in words that a command failed, with a reference that stands in the log', async () => {
    const visitor = visit();
    await visitor.go('/chat');
    await visitor.submit(isComposer, { text: 'break' });
    const seen = await visitor.see();
    const [reference = ''] = /(?<=reference: )[0-9a-f]{8}/.exec(seen) ?? [];
    expect(seen).toContain('Something went wrong on our side');
    expect(seen).not.toContain('nobody expected this');
    expect(chat.log()).toContain(reference);
    expect(chat.log()).toContain('nobody expected this');
  });

  test('shows a pressed button as what it is called', async () => {
    const visitor = visit();
    await chat.post({
      channel: chat.who.channel,
      key: 'press',
      revision: 1,
      card: { title: 'x', actions: [{ label: 'Import 5 orders', command: 'import 14 now' }] },
    });
    await visitor.go('/chat');
    await visitor.submit(isButton('Import 5 orders'));
    const seen = await visitor.see();
    expect(seen).toContain('You: Import 5 orders');
    expect(seen).toContain('You said: import 14 now');
  });

  test('closes a question with its button', async () => {
    const visitor = visit();
    await visitor.go('/chat');
    await visitor.submit(isComposer, { text: 'connect' });
    await visitor.go('/chat');
    await visitor.submit(isQuestion, {}, { go: 'cancel' });
    const seen = await visitor.see();
    expect(seen).toContain('Cancelled');
    expect(seen).toContain('Start again');
  });

  test('shows the latest hundred messages, and earlier ones on demand', async () => {
    for (let at = 1; at <= 130; at += 1)
      await chat.post({ channel: chat.who.channel, key: `row ${at}`, revision: 1, card: { title: `Row ${at}.` } });
    const visitor = visit();
    const seen = await visitor.see();
    expect(visitor.messages()).toHaveLength(100);
    expect(seen).toContain('Row 31.');
    expect(seen).not.toContain('Row 30.');
    const [link] = all(visitor.page(), (one) => isTag('a')(one) && wordsOf(one) === 'Show earlier messages');
    await visitor.go(link?.attributes.href ?? '');
    expect(visitor.messages().map(wordsOf).join('\n')).toContain('Row 30.');
  });

  test('tells an open page every new message, and what it missed before', async () => {
    const visitor = visit();
    await visitor.go('/chat');
    const missed = Date.now();
    await chat.post({ channel: chat.who.channel, key: 'missed', revision: 1, card: { title: 'You missed this' } });
    const heard = await listenTo(visitor, missed);
    await heard.until('You missed this');
    await chat.post({ channel: chat.who.channel, key: 'new', revision: 1, card: { title: 'Line one\nand two' } });
    await heard.until('Line one');
    expect(heard.text()).toMatch(/^event: message\ndata: .*\n/m);
    await heard.close();
  });

  test('tells a page that missed too much to load again', async () => {
    for (let at = 1; at <= 101; at += 1)
      await chat.post({ channel: chat.who.channel, key: `lot ${at}`, revision: 1, card: { title: `Lot ${at}.` } });
    const visitor = visit();
    await visitor.go('/chat');
    const heard = await listenTo(visitor, 1);
    await heard.until('event: reload');
    await heard.close();
    const fresh = await listenTo(visitor, Date.now());
    await chat.post({ channel: chat.who.channel, key: 'lot 102', revision: 1, card: { title: 'Lot 102.' } });
    await fresh.until('Lot 102.');
    expect(fresh.text()).not.toContain('event: reload');
    await fresh.close();
  });

  test('never goes back to an older revision of a message', async () => {
    const message = { channel: chat.who.channel, key: 'run:1' };
    await chat.post({ ...message, revision: 20, card: { title: 'Half way' } });
    await chat.post({ ...message, revision: 30, card: { title: 'All done' } });
    await chat.post({ ...message, revision: 20, card: { title: 'Half way' } });
    const seen = await visit().see();
    expect(seen).toContain('All done');
    expect(seen).not.toContain('Half way');
  });

  test('shows nothing where a card has an empty list', async () => {
    const { channel } = chat.who;
    const card = { title: 'Nothing to list', facts: [], items: [], steps: [], actions: [], table: { columns: ['Product'], rows: [] } };
    await chat.post({ channel, key: 'empty lists', revision: 1, card });
    const visitor = visit();
    await visitor.go('/chat');
    const shown = all(visitor.page(), hasClass('card')).at(-1);
    expect(shown && wordsOf(shown)).toBe('Nothing to list');
  });

  test('refuses a body that is too long, in words', async () => {
    const visitor = visit();
    await visitor.go('/chat');
    const answer = await visitor.submit(isComposer, { text: 'x'.repeat(100_000) });
    expect(answer.status).toBe(413);
    expect(wordsOf(visitor.page())).toContain('too long');
  });

  test('says in words that it could not read what was sent, and does not log it as its own error', async () => {
    const visitor = visit();
    await visitor.go('/chat');
    await visitor.submit(isComposer, { text: 'connect' });
    await visitor.go('/chat');
    expect((await visitor.submit(isQuestion, { version: 'one' })).status).toBe(400);
    expect(wordsOf(visitor.page())).toContain('could not be read');
    expect(chat.log()).not.toContain('a request failed');
  });

  test('says in words that a page does not exist', async () => {
    const visitor = visit();
    expect((await visitor.go('/nothing')).status).toBe(404);
    expect(wordsOf(visitor.page())).toContain('does not exist');
  });

  test('does not begin a new visit when another site leads here', async () => {
    const answer = await fetch(`${chat.address}/chat`, { headers: { 'sec-fetch-site': 'cross-site' } });
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(await answer.text()).toContain('http-equiv="refresh"');
  });
});

describe('The web chat with WEB_CHAT_TOKEN', () => {
  const token = 'a-token-for-these-tests';
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let chat: Awaited<ReturnType<typeof openChat>>;

  beforeAll(async () => {
    database = await testDatabase();
    chat = await openChat({ ...database, token, host: '0.0.0.0', publicUrl: 'https://bot.example.com' });
  });
  afterAll(async () => {
    await chat.close();
    await database.close();
  });

  test('asks for the token first, and shows and takes nothing before', async () => {
    const visitor = createVisitor(chat.address);
    expect((await visitor.go('/chat')).status).toBe(401);
    expect(wordsOf(visitor.page())).toContain('Access token');
    expect(visitor.messages()).toEqual([]);
    const [csrf = ''] = /(?<=name="csrf" value=")[^"]+/.exec(visitor.source()) ?? [];
    for (const [path, method] of [
      ['/chat/messages', 'POST'],
      ['/chat/events', 'GET'],
      [`/chat/conversations/${randomUUID()}`, 'POST'],
    ] as const)
      expect(
        (await visitor.go(path, { method, ...(method === 'POST' && { body: new URLSearchParams({ csrf, text: 'stores' }) }) })).status,
      ).toBe(403);
  });

  test('lets in who gives it, over https only and until the token changes', async () => {
    const visitor = createVisitor(chat.address);
    await visitor.go('/chat');
    const wrong = await visitor.submit(isLogin, { token: 'not the token' });
    expect(wrong.status).toBe(403);
    expect(wordsOf(visitor.page())).toContain('This is not the access token');
    expect(visitor.source()).not.toContain('not the token"');
    await visitor.submit(isLogin, { token });
    expect(await visitor.see()).toContain('Connect a store');
    const other = await openChat({ ...database, token: 'another-token-for-them', host: '0.0.0.0', port: 0 });
    const later = createVisitor(other.address);
    for (const [name, value] of visitor.cookies) later.cookies.set(name, value);
    expect((await later.go('/chat')).status).toBe(401);
    await other.close();
  });

  test('takes no more than ten wrong tokens a minute', async () => {
    const visitor = createVisitor(chat.address);
    await visitor.go('/chat');
    const statuses = [];
    for (let at = 0; at < 11; at += 1) statuses.push((await visitor.submit(isLogin, { token: `guess number ${at}` })).status);
    expect(statuses.at(-1)).toBe(429);
    expect((await visitor.submit(isLogin, { token })).status).toBe(429);
    const csrf = all(visitor.page(), ({ attributes }) => attributes.name === 'csrf').at(0)?.attributes.value ?? '';
    const body = new URLSearchParams({ csrf, token });
    const elsewhere = await visitor.go('/chat/login', { method: 'POST', body, headers: { 'x-forwarded-for': '203.0.113.7' } });
    expect(elsewhere.status).toBe(200);
  });

  test('answers to the name in PUBLIC_URL behind a proxy on the same machine', async () => {
    const behind = await openChat({ ...database, publicUrl: 'https://bot.example.com' });
    expect(await statusFor(behind.port, 'bot.example.com')).toBe(200);
    expect(await statusFor(behind.port, 'other.example.com')).toBe(421);
    await behind.close();
  });

  test('sets a cookie for https only where people come by https', async () => {
    const { headers } = await fetch(`${chat.address}/chat`);
    expect(headers.getSetCookie()[0]).toContain('Secure');
    expect(headers.get('strict-transport-security')).toContain('max-age');
  });
});

/** Listens as an open page does. */
async function listenTo(visitor: Visitor, since: number) {
  const stop = new AbortController();
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const response = await fetch(`${visitor.address}/chat/events?since=${since}`, { headers: { cookie }, signal: stop.signal });
  let text = '';
  const reading = (async () => {
    for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString();
  })().catch(() => {});
  return {
    text: () => text,
    until: (words: string) => expect.poll(() => text, { timeout: 5_000 }).toContain(words),
    async close() {
      stop.abort();
      await reading;
    },
  };
}

const isLogin = (form: Element) => form.attributes.action === '/chat/login';

const statusFor = (port: number, host: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', path: '/chat', headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on('error', reject).end();
  });
