import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Conversation } from '../../db/entities/conversation.ts';
import { testDatabase } from '../database.ts';
import { type Delivered, type SeenMessage, type SeenView, type Slack, startSlack, wordsOf } from '../fakes/slack.ts';
import type { Shop } from './chat.ts';
import { command } from './dialogs.ts';
import { openSlack, type SlackBot } from './slack-bot.ts';
import { install } from './slack-oauth.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let slack: Slack;
let bot: SlackBot;
let asked: string[];
const checked: string[] = [];
beforeAll(async () => {
  database = await testDatabase();
  slack = await startSlack();
  slack.addTeam({ id: 'T2', installed: false });
  const counted = async (text: string) => {
    asked.push(text);
    return command(text);
  };
  const shop: Shop = {
    async check(address) {
      checked.push(address);
      return 'fine';
    },
  };
  bot = await openSlack(database, { slack, install: true, command: counted, shop });
  await install(bot.address, slack, 'T1');
  await install(bot.address, slack, 'T2');
});
afterAll(async () => {
  await bot.close();
  await slack.close();
  await database.close();
});
beforeEach(() => {
  asked = [];
});
afterEach(async () => {
  for (const user of ['U1', 'U2', 'U21']) for (const view of slack.screen(user).views.reverse()) await slack.closeView(view);
});

const url = () => `${bot.address}/slack/events`;
const now = () => Math.floor(Date.now() / 1_000);
const sign = (body: string, timestamp: number | string, secret = slack.app.signingSecret) =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
const lives = async () => expect((await fetch(`${bot.address}/healthz`)).status).toBe(200);

const typed = new URLSearchParams({
  ...{ command: '/om', text: 'stores', team_id: 'T1', user_id: 'U1', user_name: 'ana', channel_id: 'C1', channel_name: 'orders' },
  ...{ trigger_id: 'forged', response_url: 'http://127.0.0.1:9/nowhere', api_app_id: 'A1' },
}).toString();

describe('what does not come from Slack', () => {
  const forgeries: [string, (body: string) => Record<string, string>][] = [
    ['without a signature', () => ({})],
    ['with a signature and no time', (body) => ({ 'x-slack-signature': sign(body, now()) })],
    ['with a time and no signature', () => ({ 'x-slack-request-timestamp': String(now()) })],
    ['signed with another secret', (body) => signed(sign(body, now(), 'another'), now())],
    ['signed with no secret', (body) => signed(sign(body, now(), ' '), now())],
    ['with the signature of another body', () => signed(sign('command=%2Fom', now()), now())],
    ['with the signature of another moment', (body) => signed(sign(body, now() - 1), now())],
    ['with half a signature', (body) => signed(sign(body, now()).slice(0, -1), now())],
    ['with an empty signature', () => signed('v0=', now())],
    ['with a signature of nothing', () => signed('', now())],
    ['from more than five minutes ago', (body) => signed(sign(body, now() - 302), now() - 302)],
    ['from more than five minutes ahead', (body) => signed(sign(body, now() + 310), now() + 310)],
    ['from the end of time', (body) => signed(sign(body, 'Infinity'), 'Infinity')],
    ['with a time that is none', (body) => signed(sign(body, 'today'), 'today')],
    ['with a time in milliseconds', (body) => signed(sign(body, Date.now()), Date.now())],
  ];
  const signed = (signature: string, timestamp: number | string) => ({
    'x-slack-signature': signature,
    'x-slack-request-timestamp': String(timestamp),
  });

  it.each(forgeries)('is refused without a word and does nothing: %s', async (_, headers) => {
    const calls = slack.calls.length;
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await fetch(url(), { method: 'POST', body: typed, headers: { ...type, ...headers(typed) } });
    expect([answer.status, await answer.text()]).toEqual([401, '']);
    expect(asked).toEqual([]);
    expect(slack.calls).toHaveLength(calls);
  });

  it('is all the same refused for events, presses and submissions', async () => {
    const wrong = { secret: 'wrong' };
    await slack.command('plain', { channel: 'C1' });
    await expect.poll(() => slack.screen('U1').view?.title).toBe('One of each');
    const view = shown('U1');
    const answers = [
      await slack.say('stores', wrong),
      await slack.openHome('U1', wrong),
      await slack.raw('{"type":"url_verification","challenge":"word"}', wrong),
      await slack.raw('ssl_check=1', { ...wrong, form: true }),
      ...(await slack.closeView(view, wrong)),
    ];
    expect(answers.map(({ status, text }) => [status, text])).toEqual(answers.map(() => [401, '']));
    expect(asked).toEqual(['plain']);
  });

  it('never ends the process, however broken it is', async () => {
    const broken = ['', '{', 'null', '[]', 'payload', '%%%', 'payload=%7B', '\0', '🛒'.repeat(100)];
    const answers = await Promise.all(broken.map((body) => fetch(url(), { method: 'POST', body })));
    expect(answers.map(({ status }) => status)).toEqual(broken.map(() => 401));
    const promised = (length: number) => `POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${length}\r\n\r\n{"type":`;
    expect(await overTheWire(promised(1_000_000_000) + '7'.repeat(4_200_000))).toBe('HTTP/1.1 413 Payload Too Large');
    expect(await overTheWire(promised(1_000), { done: true })).toBe('HTTP/1.1 400 Bad Request');
    await lives();
  });

  it('finds nothing where one only looks', async () => {
    for (const method of ['GET', 'PUT', 'DELETE']) expect((await fetch(url(), { method })).status).toBe(404);
  });
});

/** Sends these bytes, and no more where `done`; gives the first line that comes back. */
async function overTheWire(bytes: string, { done = false } = {}): Promise<string> {
  const { hostname, port } = new URL(bot.address);
  const socket = connect(Number(port), hostname);
  if (done) socket.end(bytes);
  else socket.write(bytes);
  const [answer] = await once(socket, 'data');
  socket.destroy();
  return String(answer).split('\r\n')[0] ?? '';
}

describe('what comes from Slack', () => {
  it('is taken when our clock or theirs is some minutes wrong', async () => {
    for (const skew of [-240, 240]) expect((await slack.command('stores', { channel: 'C1', skew })).status).toBe(200);
    expect(asked).toEqual(['stores', 'stores']);
  });

  it('is answered when it only asks whether we are there', async () => {
    expect((await slack.raw('{"type":"url_verification","challenge":"word","token":"t"}')).body).toEqual({ challenge: 'word' });
    expect(await slack.raw('ssl_check=1&token=t', { form: true })).toMatchObject({ status: 200, text: '' });
  });

  it('is refused where it makes no sense, and the process lives', async () => {
    const event = { type: 'event_callback', team_id: 'T1', event_id: 'Ev-broken' };
    const from = { team: { id: 'T1' }, user: { id: 'U1' } };
    const json = ['', '{', 'null', '[]', '"text"', '7', '{}', '{"type":"unheard_of"}', JSON.stringify({ ...event, event: null })];
    const forms = [
      'payload=',
      'payload=%7B',
      'payload=null',
      `payload=${JSON.stringify({ ...from, type: 'block_actions', actions: null })}`,
      `payload=${JSON.stringify({ ...from, type: 'view_submission' })}`,
      `payload=${JSON.stringify({ ...from, type: 'shortcut', callback_id: 'x' })}`,
    ];
    slack.patience = 5_000;
    const answers = await Promise.all([...json.map((body) => slack.raw(body)), ...forms.map((body) => slack.raw(body, { form: true }))]);
    slack.patience = 3_000;
    const taken = answers.flatMap(({ status }, at) => (status === 400 || status === 404 ? [] : [[[...json, ...forms][at], status]]));
    expect(taken).toEqual([]);
    await lives();
  });
});

describe('what comes twice, byte for byte, is done once', () => {
  const twice = async (delivered: Delivered) => Promise.all([slack.again(delivered), slack.again(delivered)]);

  it('a command', async () => {
    const before = slack.screen('U1', 'C1').messages.length;
    const first = await slack.command('stores', { channel: 'C1' });
    for (const { status, text } of await twice(first)) expect([status, text]).toEqual([200, '']);
    expect(asked).toEqual(['stores']);
    expect(slack.screen('U1', 'C1').messages).toHaveLength(before + 1);
  });

  it('a command that opens a question', async () => {
    const before = await open();
    const first = await slack.command('plain', { channel: 'C1' });
    await twice(first);
    await expect.poll(() => slack.screen('U1').views).toHaveLength(1);
    expect(asked).toEqual(['plain']);
    expect(await open()).toBe(before + 1);
  });

  it('a press', async () => {
    await slack.command('stores', { channel: 'C1' });
    const pressed = await slack.press(newest('U1'), 'Sync');
    await twice(pressed);
    await expect.poll(() => wordsOf(newest('U1').blocks)).toContain('You said: sync demo-shop');
    expect(asked).toEqual(['stores', 'sync demo-shop']);
  });

  it('a submission, also once its question is long answered', async () => {
    await slack.command('fragile', { channel: 'C1' });
    await expect.poll(() => slack.screen('U1').view?.title).toBe('Which shop?');
    checked.length = 0;
    const sent = await slack.submit(shown('U1'), { Address: 'shop.example' });
    await expect.poll(() => shown('U1').title).toBe('Done with shop.example');
    for (const { status } of await twice(sent)) expect(status).toBe(200);
    expect(checked).toEqual(['shop.example']);
  });

  it('an event', async () => {
    const said = await slack.say('stores', { channel: slack.dm() });
    for (const { status } of await twice(said)) expect(status).toBe(200);
    expect(asked).toEqual(['stores']);
    const answers = () => slack.screen('U1').messages.filter(({ text, bot }) => bot && text.includes('Your stores'));
    await expect.poll(answers).toHaveLength(1);
  });

  it('that a modal was closed', async () => {
    const before = await open();
    await slack.command('plain', { channel: 'C1' });
    await expect.poll(() => slack.screen('U1').views).toHaveLength(1);
    const [closed] = await slack.closeView(shown('U1'));
    await expect.poll(open).toBe(before);
    await slack.command('plain', { channel: 'C1' });
    await expect.poll(() => slack.screen('U1').views).toHaveLength(1);
    if (closed) await twice(closed);
    await slack.submit(shown('U1'), { Name: 'Ana', Days: '3', Since: '2026-11-01', Size: 'One', Country: 'Country 1', Statuses: ['One'] });
    await expect.poll(() => shown('U1').title).toBe('Saved');
  });
});

/** How many questions are open. */
const open = () => database.orm.em.fork().count(Conversation, { finishedAt: null });

function newest(user: string, channel = 'C1'): SeenMessage {
  const message = slack.screen(user, channel).messages.at(-1);
  if (!message) throw new Error(`${user} sees nothing.`);
  return message;
}

function shown(user: string): SeenView {
  const { view } = slack.screen(user);
  if (!view) throw new Error(`${user} has nothing open.`);
  return view;
}
