import { randomBytes } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createPrivateLinks } from '../../bot/private/links.ts';
import { Conversation } from '../../db/entities/conversation.ts';
import { PrivateLink } from '../../db/entities/private-link.ts';
import { Workspace } from '../../db/entities/workspace.ts';
import { dialog } from '../../dialogs/dialog.ts';
import { secret as secretField, text } from '../../dialogs/fields.ts';
import { testDatabase } from '../database.ts';
import { chromiumPath, launch, openTab, phone, widthOf } from './browser.ts';
import type { Shop } from './chat.ts';
import { connect, dialogs, everyField, fragile } from './dialogs.ts';
import { openPrivate, type PrivateBot } from './private-bot.ts';
import { all, hasClass, isTag, wordsOf } from './read-html.ts';
import { createVisitor, isQuestion, type Visitor, valuesOf } from './visitor.ts';

const secret = 'ck_0123456789abcdef0123456789abcdef';
const minute = 60_000;
const everyAnswer = {
  'f.name': 'Čevlji & "more"',
  'f.key': secret,
  'f.days': '30',
  'f.since': '2026-11-01',
  'f.size': 'two',
  'f.country': 'c3',
  'f.statuses[]': ['', 'one', 'three'],
  'f.extras[]': ['', 'gift'],
};
const shopAnswer = { 'f.address': 'shop.example', 'f.key': secret };

let database: Awaited<ReturnType<typeof testDatabase>>;
let bot: PrivateBot;
const open: PrivateBot[] = [];

beforeAll(async () => {
  database = await testDatabase();
  bot = await openPrivate(database);
});
afterAll(async () => {
  await bot.close();
  await database.close();
});
afterEach(async () => {
  bot.clock.ahead = 0;
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function another(options: Partial<Parameters<typeof openPrivate>[0]>): Promise<PrivateBot> {
  const one = await openPrivate({ ...database, ...options });
  open.push(one);
  return one;
}

const browser = (at = bot) => createVisitor(at.address);
const words = (visitor: Visitor) => wordsOf(visitor.page());
const send = (visitor: Visitor, answers: Record<string, string | string[]> = {}) => visitor.submit(isQuestion, answers);
const rowOf = (id: string) => database.orm.em.fork().findOneOrFail(Conversation, id);
const titleOf = async (at: PrivateBot, id: string) => {
  const { screen } = (await at.conversations.screen(id)) ?? {};
  return screen?.kind === 'form' ? screen.form.title : screen?.kind === 'done' ? screen.card.title : screen?.kind;
};

/** A browser that has the page open. */
async function visit(path: string, at = bot): Promise<Visitor> {
  const visitor = browser(at);
  expect((await visitor.go(path)).status).toBe(200);
  return visitor;
}

/** Every row of every table as text. */
async function wholeDatabase(): Promise<string> {
  const em = database.orm.em.fork();
  const tables = await em.execute<{ name: string }[]>(`select tablename as name from pg_tables where schemaname = 'public'`);
  const rows = await Promise.all(tables.map(({ name }) => em.execute<{ row: string }[]>(`select t::text as row from "${name}" t`)));
  return rows.flatMap((some) => some.map(({ row }) => row)).join('\n');
}

describe('A link to a private page', () => {
  test('is made only where PUBLIC_URL says where we are reached', async () => {
    const { id } = await bot.ask(connect);
    expect(await createPrivateLinks(database).make(id, 1)).toBeUndefined();
    const link = await createPrivateLinks({ ...database, publicUrl: 'https://bot.example.com' }).make(id, 1);
    expect(link?.url).toMatch(/^https:\/\/bot\.example\.com\/private\/[\w-]{43}$/);
  });

  test('opens in the first browser, again and again', async () => {
    const { path } = await bot.ask(connect);
    const visitor = await visit(path);
    expect(words(visitor)).toContain('Connect your shop');
    expect((await visitor.go(`${path}?utm_source=slack`)).headers.getSetCookie()).toEqual([]);
    expect(words(visitor)).toContain('Connect your shop');
  });

  test('tells any other browser that it was opened already, and how to get a new one', async () => {
    const { id, path } = await bot.ask(connect);
    await visit(path);
    const stranger = browser();
    expect((await stranger.go(path)).status).toBe(410);
    expect(words(stranger)).toContain('This link was opened already');
    expect(words(stranger)).toContain('go back to Slack and press Get a new link');
    expect(stranger.cookies.size).toBe(0);
    expect(words(await visit(await bot.link(id, 1)))).toContain('Connect your shop');
  });

  test('lets in one of several browsers that come at the same moment', async () => {
    const { path } = await bot.ask(connect);
    const link = await bot.links.find(path.slice('/private/'.length), () => undefined);
    expect(link?.state).toBe('open');
    const keys = link && (await Promise.all([1, 2, 3, 4].map(() => bot.links.open(link))));
    expect(keys?.filter((key) => key !== undefined)).toHaveLength(1);
    expect((await browser().go(path)).status).toBe(410);
  });

  test('is not used up by a look at its head, nor by a robot that shows what is behind links', async () => {
    const { path } = await bot.ask(connect);
    const head = await fetch(`${bot.address}${path}`, { method: 'HEAD' });
    expect([head.status, head.headers.getSetCookie()]).toEqual([200, []]);
    for (const agent of [
      'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
      'Slack-ImgProxy (+https://api.slack.com/robots)',
      'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
      'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5',
      'WhatsApp/2.23.20.0',
      'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)',
      'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
    ]) {
      const robot = browser();
      await robot.go(path, { headers: { 'user-agent': agent } });
      expect(words(robot)).toContain('Please open the link in your browser.');
      expect(words(robot)).not.toContain('Connect your shop');
      expect(robot.cookies.size).toBe(0);
    }
    const people = browser();
    await people.go(path, { headers: { 'user-agent': 'Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 Chrome/120.0' } });
    expect(words(people)).toContain('Connect your shop');
  });

  test('works for ten minutes', async () => {
    const { path } = await bot.ask(connect);
    const other = await bot.ask(connect);
    bot.clock.ahead = 9.9 * minute;
    const visitor = await visit(path);
    bot.clock.ahead = 10 * minute;
    for (const late of [visitor, browser()]) {
      expect((await late.go(late === visitor ? path : other.path)).status).toBe(410);
      expect(words(late)).toContain('This link is too old');
      expect(words(late)).toContain('Go back to Slack and press Get a new link');
    }
  });

  test('takes nothing any more when the ten minutes end while somebody types', async () => {
    const { id, path } = await bot.ask(connect);
    const visitor = await visit(path);
    bot.clock.ahead = 10 * minute;
    expect((await send(visitor, shopAnswer)).status).toBe(410);
    expect(words(visitor)).toContain('This link is too old');
    expect(await titleOf(bot, id)).toBe('Connect your shop');
  });

  test('that nobody made is answered the same, whatever it looks like', async () => {
    const { path } = await bot.ask(connect);
    const bad = [
      `/private/${randomBytes(32).toString('base64url')}`,
      path.replace('private', 'PRIVATE'),
      `${path}x`,
      path.slice(0, -1),
      `${path}/`,
      `${path}/more`,
      '/private',
      '/private/',
      '/private/%E0%A4%A',
      "/private/'; drop table private_link; --",
      '/private/..%2f..%2fetc%2fpasswd',
    ];
    const answers = await Promise.all(bad.flatMap((one) => ['GET', 'POST'].map((method) => fetch(`${bot.address}${one}`, { method }))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
    const pages = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(pages).size).toBe(1);
    expect(pages[0]).toContain('This link does not work');
    expect(pages[0]).toContain('press <strong>Get a new link</strong>');
    await visit(path);
  });

  test('goes on working when a newer one leads to the same question', async () => {
    const { id, path } = await bot.ask(connect);
    const visitor = await visit(path);
    await bot.conversations.answer(id, 1, { address: 'shop.example', key: 'wrong' });
    await bot.link(id, 1);
    await visitor.go(path);
    expect(valuesOf(all(visitor.page(), isQuestion)[0] ?? { tag: '', attributes: {}, children: [] })['f.address']).toEqual([
      'shop.example',
    ]);
    await send(visitor, shopAnswer);
    expect(words(visitor)).toContain('Thank you');
  });

  test('to a question that was asked again meanwhile says to take the newest one', async () => {
    const at = await another({ shop: { check: async () => 'no answer' } });
    const { id, path } = await at.ask(connect);
    const visitor = await visit(path, at);
    await (await at.conversations.answer(id, 1, { address: 'shop.example', key: secret })).last;
    for (const visiting of [() => visitor.go(path), () => browser(at).go(path)]) expect((await visiting()).status).toBe(410);
    expect(words(visitor)).toContain('This was asked again meanwhile');
    expect(words(visitor)).toContain('Go back to Slack and take the newest link there.');
  });

  test('says so when the question was cancelled or put away, also after a wrong answer was sent', async () => {
    const cancelled = await bot.ask(connect);
    await bot.conversations.cancel(bot.who, cancelled.id);
    const late = await bot.ask(connect);
    await database.orm.em.fork().nativeUpdate(Conversation, late.id, { expiresAt: new Date(0) });
    for (const { path } of [cancelled, late]) {
      const visitor = browser();
      expect((await visitor.go(path)).status).toBe(410);
      expect(words(visitor)).toContain('This question is closed');
      expect(words(visitor)).toContain('Go back to Slack to see how it ended, or to start again.');
    }
    const { id, path } = await bot.ask(connect);
    const visitor = await visit(path);
    await send(visitor, { ...shopAnswer, 'f.key': 'wrong' });
    await bot.conversations.cancel(bot.who, id);
    expect((await send(visitor, shopAnswer)).status).toBe(410);
    expect(words(visitor)).toContain('This question is closed');
    expect(await titleOf(bot, id)).toBe('Cancelled');
  });

  test('says so while the answer given in the chat is worked on', async () => {
    let letGo = (_answer: 'fine') => {};
    const at = await another({ shop: { check: () => new Promise((resolve) => (letGo = resolve)) } });
    const { id, path } = await at.ask(connect);
    const { last } = await at.conversations.answer(id, 1, { address: 'shop.example', key: secret });
    const visitor = browser(at);
    expect((await visitor.go(path)).status).toBe(410);
    expect(words(visitor)).toContain('OM Bot is working on the answer.');
    letGo('fine');
    await last;
  });

  test('opens nothing where we were taken out', async () => {
    const { path } = await bot.ask(connect);
    const em = () => database.orm.em.fork();
    await em().nativeUpdate(Workspace, bot.who.workspace, { uninstalledAt: new Date() });
    const visitor = browser();
    expect((await visitor.go(path)).status).toBe(410);
    await em().nativeUpdate(Workspace, bot.who.workspace, { uninstalledAt: null });
    await visit(path);
  });

  test('names the messenger it was made for, and waits where that one is not connected', async () => {
    const teams = await another({ chat: 'teams' });
    const { path } = await teams.ask(everyField);
    const visitor = await visit(path, teams);
    expect(words(visitor)).toContain('never through Teams');
    await send(visitor, everyAnswer);
    expect(words(visitor)).toContain('Go back to Teams: it goes on there by itself.');
    const away = await another({ instead: () => undefined });
    const stranded = browser(away);
    expect((await stranded.go((await away.ask(connect)).path)).status).toBe(503);
    expect(words(stranded)).toContain('OM Bot is not connected to Slack at the moment');
  });
});

describe('A private page', () => {
  test('asks the whole question, with its click path, and the conversation goes on by itself', async () => {
    const { id, path } = await bot.ask(everyField);
    const visitor = await visit(path);
    expect(all(visitor.page(), isTag('h1')).map(wordsOf)).toEqual(['One of each']);
    expect(words(visitor)).toContain('Please fill in everything .');
    expect(all(visitor.page(), isTag('li')).map(wordsOf)).toEqual(['Open the settings', 'Copy what is there']);
    const labels = all(visitor.page(), hasClass('field')).map((field) => all(field, isTag('label', 'legend')).map(wordsOf)[0]);
    expect(labels).toEqual(['Name', 'Key', 'Days', 'Since', 'Size', 'Country', 'Statuses', 'Extras']);
    expect(all(visitor.page(), isTag('button')).map(wordsOf)).toEqual(['Save it']);
    expect(words(visitor)).toContain('within the next 10 minutes');
    expect((await send(visitor, everyAnswer)).status).toBe(200);
    expect(words(visitor)).toContain('Thank you Go back to Slack: it goes on there by itself.');
    expect(await titleOf(bot, id)).toBe('Saved');
    const last = bot.shown.at(-1);
    expect(last).toMatchObject({ kind: 'done', card: { title: 'Saved' } });
    for (const [name, value] of [
      ['name', 'Čevlji & "more"'],
      ['statuses', 'one,three'],
    ])
      expect(last?.kind === 'done' && last.card.facts).toContainEqual([name, value]);
  });

  test('comes again with the reasons when answers are wrong: what was typed stays, a secret is kept and never sent back', async () => {
    const { id, path } = await bot.ask(everyField);
    const visitor = await visit(path);
    expect((await send(visitor, { ...everyAnswer, 'f.days': '0', 'f.name': '<b>Ana</b>' })).status).toBe(422);
    expect(words(visitor)).toContain('Please give a whole number from 1 to 365.');
    expect(words(visitor)).toContain('Something is not right yet.');
    expect(words(visitor)).toContain('Leave blank to keep what you gave before.');
    expect(words(visitor)).toContain('Show the steps again');
    const form = all(visitor.page(), isQuestion)[0];
    expect(form && valuesOf(form)).toMatchObject({
      'f.name': ['<b>Ana</b>'],
      'f.key': [''],
      'f.days': ['0'],
      'f.since': ['2026-11-01'],
      'f.size': ['two'],
      'f.country': ['c3'],
      'f.statuses[]': ['', 'one', 'three'],
    });
    expect(visitor.source()).not.toContain(secret);
    await visitor.go(path);
    expect(visitor.source()).not.toContain(secret);
    await send(visitor, { 'f.days': '7' });
    expect(words(visitor)).toContain('Thank you');
    expect(await titleOf(bot, id)).toBe('Saved');
  });

  test('asks a wrong secret again with its reason, without showing it', async () => {
    const { path } = await bot.ask(connect);
    const visitor = await visit(path);
    await send(visitor, { 'f.address': 'shop.example', 'f.key': 'mistyped-0123' });
    expect(words(visitor)).toContain('A consumer key starts with ck_.');
    expect(visitor.source()).not.toContain('mistyped-0123');
    expect(words(visitor)).not.toContain('Leave blank');
  });

  test('shows how the last check ended, behind a new link', async () => {
    let answer: 'fine' | 'no answer' = 'no answer';
    const at = await another({ shop: { check: async () => answer } });
    const { id, path } = await at.ask(connect);
    const first = await visit(path, at);
    await send(first, shopAnswer);
    expect(words(first)).toContain('Thank you');
    expect(await titleOf(at, id)).toBe('Connect your shop');
    const visitor = await visit(await at.link(id, 2), at);
    for (const told of [
      'The store could not be reached.',
      'No answer within 20 seconds',
      'If it does not open there either, ask your host',
      'No store answers at this address.',
      'Leave blank to keep what you gave before.',
    ])
      expect(words(visitor)).toContain(told);
    answer = 'fine';
    await send(visitor);
    expect(words(visitor)).toContain('Thank you');
    expect(await titleOf(at, id)).toBe('Almost done');
    expect((await rowOf(id)).state.known.shop).toEqual({ address: 'shop.example', key: secret });
  });

  test('leaves out the buttons of a notice: they stand in the chat', async () => {
    const offering = dialog<Shop>('offering')
      .ask('key', () => ({
        title: 'Once more',
        notice: {
          tone: 'warning',
          text: 'It is connected already.',
          items: [{ tone: 'neutral', label: 'Demo shop', text: 'New keys?', actions: [{ label: 'Reconnect', command: 'reconnect demo' }] }],
        },
        fields: { key: secretField('Key'), note: text('Note') },
      }))
      .finish('Working…', async () => ({ title: 'Done' }));
    const at = await another({ dialogs: { ...dialogs, offering } });
    const visitor = await visit((await at.ask(offering)).path, at);
    expect(words(visitor)).toContain('Demo shop New keys?');
    expect(all(visitor.page(), isTag('button')).map(wordsOf)).toEqual(['Continue']);
    expect(all(visitor.page(), isTag('form'))).toHaveLength(1);
  });

  test('does nothing twice when it is sent twice, and says the same', async () => {
    const checked: string[] = [];
    const at = await another({
      shop: {
        check: async (address) => {
          checked.push(address);
          return 'fine';
        },
      },
    });
    const { id, path } = await at.ask(connect);
    const visitor = await visit(path, at);
    const form = all(visitor.page(), isQuestion)[0];
    const body = new URLSearchParams({ ...(form && { csrf: valuesOf(form).csrf?.[0] ?? '' }), ...shopAnswer });
    const cookie = [...visitor.cookies].map((pair) => pair.join('=')).join('; ');
    const post = async () => {
      const answer = await fetch(`${at.address}${path}`, { method: 'POST', body, headers: { cookie } });
      return [answer.status, (await answer.text()).includes('<h1>Thank you</h1>')];
    };
    expect(await Promise.all([post(), post(), post()])).toEqual([
      [200, true],
      [200, true],
      [200, true],
    ]);
    await expect.poll(() => titleOf(at, id)).toBe('Almost done');
    expect(await post()).toEqual([200, true]);
    expect(checked).toEqual(['shop.example']);
    expect(await titleOf(at, id)).toBe('Almost done');
    at.clock.ahead = 11 * minute;
    expect(await post()).toEqual([200, true]);
  });

  test('can be used once: afterwards it says that it was sent', async () => {
    const { path } = await bot.ask(connect);
    const visitor = await visit(path);
    await send(visitor, shopAnswer);
    for (const late of [visitor, browser()]) {
      expect((await late.go(path)).status).toBe(410);
      expect(words(late)).toContain('This was sent already');
      expect(words(late)).toContain('Go back to Slack: it goes on there by itself.');
    }
    const stranger = browser();
    await stranger.go(path, { method: 'POST', body: new URLSearchParams(shopAnswer) });
    expect(words(stranger)).toContain('This was sent already');
  });

  test('still asks when the process was killed before it took the answer', async () => {
    const { id, path } = await bot.ask(connect);
    const visitor = await visit(path);
    await database.orm.em.fork().nativeUpdate(PrivateLink, { conversation: id }, { usedAt: new Date() });
    await visitor.go(path);
    await send(visitor, shopAnswer);
    expect(words(visitor)).toContain('Thank you');
    expect(await titleOf(bot, id)).toBe('Almost done');
  });

  test('takes its form only from the browser that has it open', async () => {
    const { id, path } = await bot.ask(connect);
    const stranger = browser();
    const unopened = await stranger.go(path, { method: 'POST', body: new URLSearchParams(shopAnswer) });
    expect([unopened.status, words(stranger).includes('Nothing was sent')]).toEqual([403, true]);
    const other = await visit((await bot.ask(connect)).path);
    const visitor = await visit(path);
    const foreign = all(other.page(), isQuestion)[0];
    for (const csrf of ['', 'x'.repeat(43), (foreign && valuesOf(foreign).csrf?.[0]) ?? '']) {
      expect((await visitor.go(path, { method: 'POST', body: new URLSearchParams({ ...shopAnswer, csrf }) })).status).toBe(403);
      expect(words(visitor)).toContain('This page is out of date');
    }
    const own = await visitor.go(path).then(() => all(visitor.page(), isQuestion)[0]);
    const csrf = (own && valuesOf(own).csrf?.[0]) ?? '';
    expect((await stranger.go(path, { method: 'POST', body: new URLSearchParams({ ...shopAnswer, csrf }) })).status).toBe(410);
    expect(words(stranger)).toContain('This link was opened already');
    const json = { method: 'POST', body: JSON.stringify({ ...shopAnswer, csrf }), headers: { 'content-type': 'application/json' } };
    expect((await visitor.go(path, json)).status).toBe(403);
    expect(await titleOf(bot, id)).toBe('Connect your shop');
    expect((await rowOf(id)).state.known).toEqual({});
  });

  test('binds the browser by a cookie for these pages only, by https where that is spoken', async () => {
    const { path } = await bot.ask(connect);
    const [cookie = '', ...more] = (await fetch(`${bot.address}${path}`)).headers.getSetCookie();
    expect(more).toEqual([]);
    expect(cookie).toMatch(/^om_private_\w+=[\w-]{43}; Path=\/private; Max-Age=(600|59\d); HttpOnly; SameSite=Lax$/);
    const safe = await another({ https: true });
    const secured = (await fetch(`${safe.address}${(await safe.ask(connect)).path}`)).headers.getSetCookie();
    expect(secured[0]).toMatch(/; Secure$/);
  });

  test('is never cached, listed, framed or told to others, and has nothing foreign or inline', async () => {
    const { path } = await bot.ask(connect);
    const token = path.slice('/private/'.length);
    const opened = await fetch(`${bot.address}${path}`);
    const bad = await fetch(`${bot.address}/private/x`);
    for (const { headers } of [opened, bad]) {
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-robots-tag')).toContain('noindex');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    }
    const page = await opened.text();
    expect(page).not.toContain(token);
    expect(page).not.toMatch(/<script|style=|onload|(src|href)="(?!\/chat\/assets\/)/);
    for (const [, address = ''] of page.matchAll(/(?:src|href)="([^"]+)"/g))
      expect((await fetch(`${bot.address}${address}`)).status, address).toBe(200);
  });

  test('takes no more than a form holds', async () => {
    const { path } = await bot.ask(connect);
    const visitor = await visit(path);
    expect((await send(visitor, { ...shopAnswer, 'f.address': 'x'.repeat(70_000) })).status).toBe(413);
    expect(words(visitor)).toContain('Please send less at once.');
    expect(words(visitor)).not.toContain('Go to the chat');
  });

  test('lets an unexpected error of a step be tried again', async () => {
    let broken = true;
    const check = async () => {
      if (broken) throw new Error('the disk is full');
      return 'fine' as const;
    };
    const at = await another({ shop: { check } });
    const { id, path } = await at.ask(fragile);
    await send(await visit(path, at), { 'f.address': 'shop.example' });
    broken = false;
    const visitor = await visit(await at.link(id, 2), at);
    expect(words(visitor)).toContain('Something went wrong on our side');
    await send(visitor);
    expect(await titleOf(at, id)).toBe('Done with shop.example');
  });
});

test('Nothing of a private page comes into the log or, readable, into the database', async () => {
  let broken = true;
  const at = await another({
    instead: ({ screen, answer }) => ({
      screen,
      answer: (...given) => (broken ? Promise.reject(new Error('the disk is full')) : answer(...given)),
    }),
  });
  const { id, path } = await at.ask(connect);
  const visitor = await visit(path, at);
  expect((await send(visitor, shopAnswer)).status).toBe(500);
  expect(words(visitor)).toContain('Something went wrong on our side');
  expect(words(visitor)).not.toContain('Go to the chat');
  broken = false;
  await visitor.go(path);
  await send(visitor, { 'f.address': '', 'f.key': secret });
  await send(visitor, { 'f.address': 'shop.example' });
  expect(words(visitor)).toContain('Thank you');
  expect((await rowOf(id)).state.known.shop).toEqual({ address: 'shop.example', key: secret });
  const places = { log: at.log(), database: await wholeDatabase() };
  expect(places.log).toContain('a request failed');
  expect(places.log).toContain('/private/[hidden]');
  expect(places.database).toContain(id);
  const [cookie = ''] = visitor.cookies.values();
  for (const [place, all] of Object.entries(places))
    for (const hidden of [secret, path.slice('/private/'.length), cookie]) expect(all.includes(hidden), place).toBe(false);
});

describe.runIf(chromiumPath)('A private page in a browser', () => {
  let chromium: Browser;
  beforeAll(async () => {
    chromium = await launch();
  });
  afterAll(() => chromium.close());

  test('works without scripts, at a desk and on a phone, light and dark', async () => {
    const at = await another({ shop: { check: async () => 'no answer' } });
    for (const device of [{}, phone]) {
      const complaints: string[] = [];
      const { id, path } = await at.ask(connect);
      const page = await openTab(chromium, at.address + path, (line) => complaints.push(line), { ...device, javaScriptEnabled: false });
      await page.getByLabel('Store address').fill('shop.example');
      await page.getByLabel('Consumer key').fill('mistyped');
      await page.getByLabel('Consumer key').press('Enter');
      await page.getByText('A consumer key starts with ck_.').waitFor();
      expect(await page.getByLabel('Store address').inputValue()).toBe('shop.example');
      await page.getByLabel('Consumer key').fill(secret);
      await page.getByRole('button', { name: 'Check' }).click();
      await page.getByText('Go back to Slack: it goes on there by itself.').waitFor();
      await page.goto(at.address + (await at.link(id, 2)));
      await page.getByText('The store could not be reached.').waitFor();
      expect(await widthOf(page)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
      const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const light = await ground();
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await ground()).not.toBe(light);
      expect(complaints.filter((line) => !line.includes('status of 422'))).toEqual([]);
      await page.context().close();
    }
  });
});
