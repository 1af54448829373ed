import { spawn } from 'node:child_process';
import { on } from 'node:events';
import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createConversations } from '../../bot/conversations.ts';
import type { Who } from '../../bot/surface.ts';
import type { Turned } from '../../bot/turns.ts';
import { webChat } from '../../bot/web/post.ts';
import { Conversation } from '../../db/entities/conversation.ts';
import type { Screen } from '../../dialogs/conversation.ts';
import { testDatabase } from '../database.ts';
import type { Shop } from './chat.ts';
import { connect, dialogs, fragile } from './dialogs.ts';

const secret = 'ck_0123456789abcdef0123456789abcdef';
const shopAnswers = { address: 'shop.example', key: secret };
const hour = 3_600_000;

let database: Awaited<ReturnType<typeof testDatabase>>;
let who: Who;
let shown: Screen[] = [];
let logged: string[] = [];

beforeAll(async () => {
  database = await testDatabase();
  who = await webChat(database.orm);
});
afterAll(() => database.close());
beforeEach(async () => {
  shown = [];
  logged = [];
  await database.orm.em.fork().nativeDelete(Conversation, {});
});

/** A bot process; several of them share the database. `ahead`: how far its clock is ahead, in ms. */
function openBot({
  check = async () => 'fine' as const,
  ahead = 0,
  lease = 9_000,
  hurry = 50,
}: {
  check?: Shop['check'];
  ahead?: number;
  lease?: number;
  hurry?: number;
} = {}) {
  const surface = { show: async (_em: unknown, _standing: unknown, screen: Screen) => void shown.push(screen) };
  const log = pino({}, { write: (line: string) => void logged.push(line) });
  const services = () => ({ check });
  return createConversations({
    orm: database.orm,
    chat: 'web',
    surface,
    dialogs,
    services,
    log,
    keep: 24 * hour,
    hurry,
    lease,
    now: () => Date.now() + ahead,
  });
}

/** A shop that answers when the test lets it; `asked` counts. */
function slowShop() {
  const waiting: ((answer: 'fine' | 'no answer') => void)[] = [];
  return {
    check: () => new Promise<'fine' | 'no answer'>((resolve) => waiting.push(resolve)),
    asked: () => waiting.length,
    answer(answer: 'fine' | 'no answer') {
      for (const resolve of waiting) resolve(answer);
    },
  };
}

/** A turn, once the person is needed again: on a slow machine that may be after its first screen. */
async function settled(turning: Promise<Turned>): Promise<Turned> {
  const turned = await turning;
  await turned.last;
  return turned;
}

const rowOf = (id: string) => database.orm.em.fork().findOneOrFail(Conversation, id);
const titleOf = (screen: Screen) => (screen.kind === 'form' ? screen.form.title : screen.kind === 'done' ? screen.card.title : screen.text);

describe('A turn', () => {
  test('shows the next question at once when nothing is slow', async () => {
    const bot = openBot({ hurry: 10_000 });
    const { id, first } = await bot.begin(connect, {}, who);
    expect(titleOf(first)).toBe('Connect your shop');
    const next = await bot.answer(id, 1, shopAnswers);
    expect(titleOf(next.first)).toBe('Almost done');
    expect(await next.last).toBe(next.first);
    expect(shown.map(({ kind }) => kind)).toEqual(['form', 'form']);
  });

  test('shows that it waits when the work is slow, and then how it ended', async () => {
    const shop = slowShop();
    const bot = openBot(shop);
    const { id } = await settled(bot.begin(connect, {}, who));
    const { first, last } = await bot.answer(id, 1, shopAnswers);
    expect(first).toEqual({ kind: 'waiting', text: 'Checking your store…' });
    expect((await bot.screen(id))?.screen).toEqual(first);
    shop.answer('no answer');
    expect(await last).toMatchObject({
      kind: 'form',
      errors: { address: 'No store answers at this address.' },
      given: { address: 'shop.example' },
      kept: ['key'],
    });
    expect(shown.map(({ kind }) => kind)).toEqual(['form', 'waiting', 'form']);
  });

  test('keeps what was typed encrypted, and forgets it at the end', async () => {
    const bot = openBot();
    const { id } = await settled(bot.begin(connect, {}, who));
    await bot.answer(id, 1, shopAnswers);
    const [raw] = await database.orm.em.fork().execute('select state from conversation');
    expect(JSON.stringify(raw)).not.toMatch(/ck_0123|shop\.example/);
    expect((await rowOf(id)).state.known.shop).toEqual(shopAnswers);
    await (await bot.answer(id, 2, { name: 'Mine' })).last;
    const { state, finishedAt } = await rowOf(id);
    expect(state.known).toEqual({});
    expect(finishedAt).toBeInstanceOf(Date);
    expect(titleOf((await bot.screen(id))?.screen ?? { kind: 'waiting', text: '' })).toBe('*Mine* is connected');
  });

  test('stands as it was after a restart', async () => {
    const { id } = await settled(openBot().begin(connect, {}, who));
    await openBot().answer(id, 1, { ...shopAnswers, key: 'wrong' });
    expect(await openBot().screen(id)).toMatchObject({
      version: 1,
      screen: { kind: 'form', errors: { key: 'A consumer key starts with ck_.' }, given: { address: 'shop.example' } },
    });
  });
});

describe('A double click', () => {
  test('is answered the same, and does nothing twice', async () => {
    const shop = slowShop();
    const bot = openBot(shop);
    const other = openBot(shop);
    const { id } = await settled(bot.begin(fragile, {}, who));
    const clicks = await Promise.all([bot.answer(id, 1, { address: 'a' }), other.answer(id, 1, { address: 'a' })]);
    expect(clicks.map(({ first }) => first.kind)).toEqual(['waiting', 'waiting']);
    expect(shop.asked()).toBe(1);
    shop.answer('fine');
    await Promise.all(clicks.map(({ last }) => last));
    await expect.poll(async () => (await rowOf(id)).finishedAt).toBeInstanceOf(Date);
    const late = await bot.answer(id, 1, { address: 'b' });
    expect(titleOf(late.first)).toBe('Done with a');
    expect(shop.asked()).toBe(1);
  });

  test('on an old form shows the question at hand', async () => {
    const bot = openBot({ hurry: 10_000 });
    const { id } = await settled(bot.begin(connect, {}, who));
    await bot.answer(id, 1, shopAnswers);
    const late = await bot.answer(id, 1, { ...shopAnswers, address: 'other.example' });
    expect(titleOf(late.first)).toBe('Almost done');
    expect((await rowOf(id)).state.known.shop).toEqual(shopAnswers);
  });
});

describe('A process that dies', () => {
  test('leaves its work to another one, which does it with the same id', async () => {
    const child = spawn(process.execPath, ['test/bot/doomed.ts', database.url, '400'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = on(createInterface(child.stdout), 'line');
    const { value: [id] = [] } = await lines.next();
    expect((await lines.next()).value).toEqual(['stuck']);
    child.kill('SIGKILL');
    const bot = openBot();
    await expect.poll(bot.resume, { timeout: 5_000 }).toHaveLength(1);
    await expect.poll(async () => (await rowOf(id)).finishedAt).toBeInstanceOf(Date);
    expect((await bot.screen(id))?.screen).toMatchObject({ kind: 'done', card: { title: 'Done with shop.example', text: id } });
  });

  test('is not mistaken for one that is only slow', async () => {
    const shop = slowShop();
    const bot = openBot({ ...shop, lease: 150 });
    const { id } = await settled(bot.begin(fragile, {}, who));
    const { last } = await bot.answer(id, 1, { address: 'a' });
    const begun = (await rowOf(id)).workingUntil?.getTime() ?? 0;
    await expect.poll(async () => (await rowOf(id)).workingUntil?.getTime(), { timeout: 5_000 }).toBeGreaterThan(begun + 300);
    expect(await openBot(shop).resume()).toEqual([]);
    shop.answer('fine');
    await last;
    expect(shop.asked()).toBe(1);
  });

  test('does not count any more when it wakes up after another took over', async () => {
    const shop = slowShop();
    const sleeper = openBot(shop);
    const { id } = await settled(sleeper.begin(fragile, {}, who));
    const { last } = await sleeper.answer(id, 1, { address: 'a' });
    const [taken] = await openBot({ ahead: hour }).resume();
    expect(titleOf((await taken?.last) ?? { kind: 'waiting', text: '' })).toBe('Done with a');
    shop.answer('no answer');
    expect(titleOf(await last)).toBe('Done with a');
    expect(shown.filter(({ kind }) => kind === 'done')).toHaveLength(1);
  });

  test('hands its work over when it is stopped in order', async () => {
    const shop = slowShop();
    const bot = openBot(shop);
    const running = bot.start();
    const { id } = await settled(bot.begin(fragile, {}, who));
    await bot.answer(id, 1, { address: 'a' });
    await running.stop(0);
    const [taken] = await openBot().resume();
    expect(titleOf((await taken?.last) ?? { kind: 'waiting', text: '' })).toBe('Done with a');
  });
});

describe('A question that nobody answers', () => {
  test('is still there after 23 hours', async () => {
    const { id } = await settled(openBot().begin(connect, {}, who));
    const later = openBot({ ahead: 23 * hour });
    await later.resume();
    expect(titleOf(await (await later.answer(id, 1, shopAnswers)).last)).toBe('Almost done');
  });

  test('is put away kindly after a day, with a button to start again', async () => {
    const { id } = await settled(openBot().begin(connect, {}, who, 'connect woocommerce'));
    await openBot({ ahead: 25 * hour }).resume();
    const screen = (await openBot().screen(id))?.screen;
    expect(screen).toMatchObject({
      kind: 'done',
      card: { title: 'This took a while', actions: [{ label: 'Start again', command: 'connect woocommerce' }] },
    });
    expect(shown.at(-1)).toEqual(screen);
  });

  test('takes no answer any more when it was just too late', async () => {
    const { id } = await settled(openBot().begin(connect, {}, who));
    const { first } = await openBot({ ahead: 25 * hour }).answer(id, 1, shopAnswers);
    expect(titleOf(first)).toBe('This took a while');
  });
});

describe('Cancelling', () => {
  test('closes the latest open conversation and leaves the others', async () => {
    const bot = openBot();
    const older = await bot.begin(fragile, {}, who);
    const newer = await bot.begin(connect, {}, who, 'connect');
    expect((await bot.cancel(who)).title).toBe('Cancelled');
    expect((await bot.screen(newer.id))?.screen).toMatchObject({ kind: 'done', card: { title: 'Cancelled' } });
    expect((await bot.screen(older.id))?.screen.kind).toBe('form');
  });

  test('says so when nothing is open', async () => {
    expect((await openBot().cancel(who)).title).toBe('There is nothing to cancel');
    await openBot().begin(connect, {}, { ...who, userId: 'somebody else' });
    expect((await openBot().cancel(who)).title).toBe('There is nothing to cancel');
  });

  test('drops what a check still finds out', async () => {
    const shop = slowShop();
    const bot = openBot(shop);
    const { id } = await settled(bot.begin(connect, {}, who));
    const { last } = await bot.answer(id, 1, shopAnswers);
    await bot.cancel(who);
    shop.answer('fine');
    expect(titleOf(await last)).toBe('Cancelled');
    expect((await rowOf(id)).state.known).toEqual({});
  });

  test('comes too late for what is being done', async () => {
    const shop = slowShop();
    const bot = openBot(shop);
    const { id } = await settled(bot.begin(fragile, {}, who));
    const { last } = await bot.answer(id, 1, { address: 'a' });
    expect((await bot.cancel(who)).title).toBe('This is being done right now');
    shop.answer('fine');
    expect(titleOf(await last)).toBe('Done with a');
  });
});

describe('An unexpected error', () => {
  test('is told in words with a reference, and the answers stay for another try', async () => {
    let broken = true;
    const bot = openBot({
      check: async () => {
        if (broken) throw new Error('the disk is full');
        return 'fine';
      },
    });
    const { id } = await settled(bot.begin(connect, {}, who));
    const first = await (await bot.answer(id, 1, shopAnswers)).last;
    const { failed = '' } = (await rowOf(id)).state;
    expect(first).toMatchObject({ kind: 'form', form: { title: 'Something went wrong on our side', fields: {}, submit: 'Try again' } });
    expect(JSON.stringify(first)).toContain(failed);
    expect(logged.join('')).toContain(failed);
    expect(logged.join('')).toContain('the disk is full');
    expect(logged.join('')).not.toContain(secret);
    broken = false;
    expect(titleOf(await (await bot.answer(id, 2, {})).last)).toBe('Almost done');
    expect((await rowOf(id)).state.known.shop).toEqual(shopAnswers);
  });

  test('of a dialog that is gone after an update closes its conversations', async () => {
    const gone = { ...connect, name: 'gone-since' };
    const { id, first } = await openBot().begin(gone, {}, who);
    expect(titleOf(first)).toBe('This question is no longer asked');
    expect((await rowOf(id)).finishedAt).toBeInstanceOf(Date);
  });
});
