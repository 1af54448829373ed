import { afterAll, afterEach, beforeAll, describe, type ExpectStatic, expect, test } from 'vitest';
import { writeMessage } from '../../bot/write-message.ts';
import { RateLimitError } from '../../connectors/errors.ts';
import { Channel } from '../../db/entities/channel.ts';
import type { Card } from '../../dialogs/card.ts';
import { deliverMessages } from '../../jobs/deliver-messages.ts';
import { testDatabase } from '../database.ts';
import { type SeenMessage, type Slack, startSlack, wordsOf } from '../fakes/slack.ts';
import { everySlot } from './dialogs.ts';
import { openSlack, type SlackBot } from './slack-bot.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const execute = <Row extends object>(sql: string, values: unknown[] = []) => database.orm.em.fork().execute<Row[]>(sql, values);
const patient =
  (by: ExpectStatic) =>
  <T>(look: () => T) =>
    by.poll(look, { timeout: 10_000, interval: 15 });
const until = patient(expect);
const progress = (done: number): Card => ({ title: 'Sync', text: `${done} done` });

/** One bot of Slack’s, and what may be done with its messages. */
let made = 0;

function stage(slack: Slack, bot: SlackBot) {
  const words = ({ blocks, attachments, text }: SeenMessage) =>
    wordsOf(blocks.length ? [...blocks, ...attachments] : [{ type: 'plain_text', text }]).replace(/[\u00AD\u200B]/g, '');
  /** What the app has said there, in words. */
  const said = (channel: string, user = 'U1') => {
    const { messages } = slack.screen(user, channel);
    return messages.filter(({ bot, deleted }) => bot && !deleted).map(words);
  };
  return {
    said,
    messages: (channel: string, user = 'U1') => slack.screen(user, channel).messages.filter(({ bot, deleted }) => bot && !deleted),
    calls: (method: string, channel: string) => slack.callsOf(method).filter(({ args }) => args.channel === channel),
    /** A channel of its own for each test: both its names. `bot`: whether we are in it. */
    async channel({ invited = true, kind = 'public' as 'public' | 'private' } = {}) {
      made += 1;
      const key = `CX${made}`;
      slack.addChannel({ id: key, name: `channel-${made}`, kind, members: ['U1', 'U2', ...(invited ? ['bot'] : [])] });
      const workspace = (await bot.slack.workspaces.byTeam('T1'))?.workspace ?? '';
      const row = { workspace, key, name: `#channel-${made}`, userId: 'U1' };
      const { id } = await database.orm.em.fork().upsert(Channel, row, { onConflictFields: ['workspace', 'key'] });
      return { id, key };
    },
    async post(channel: string, card: Card, { key = 'sync', revision = 1, thread = undefined as string | undefined } = {}) {
      await bot.slack.surface.post({ channel, key, revision, card, thread });
    },
    askToDeliver: (channel: string) => bot.enqueue(deliverMessages, { channel }, { id: `deliver-messages:${channel}` }),
    isDue: async (channel: string) => (await execute(`select 1 from message where channel_id = ? and due`, [channel])).length > 0,
  };
}

describe('A message', () => {
  let slack: Slack;
  let bot: SlackBot;
  let on: ReturnType<typeof stage>;
  beforeAll(async () => {
    slack = await startSlack();
    bot = await openSlack(database, { slack });
    on = stage(slack, bot);
  });
  afterEach(() => {
    slack.down(false);
    slack.liftLimits();
  });
  afterAll(async () => {
    await bot.close();
    await slack.close();
  });

  test('is posted once, however often it is asked to be sent', async () => {
    const { id, key } = await on.channel();
    await on.post(id, progress(1));
    await Promise.all([1, 2, 3, 4].flatMap(() => [on.askToDeliver(id), bot.slack.deliver(id).catch(() => {}), on.post(id, progress(1))]));
    await until(() => on.said(key)).toEqual(['Sync\n1 done']);
    await until(() => on.isDue(id)).toBe(false);
    expect(on.calls('chat.postMessage', key)).toHaveLength(1);
    expect(on.calls('chat.update', key)).toEqual([]);
  });

  test('that is edited while it is being sent is edited there, too', async () => {
    const { id, key } = await on.channel();
    slack.slow(200, 'chat.postMessage');
    await on.post(id, progress(1));
    await until(() => execute('select 1 from message where channel_id = ? and sent_at is not null', [id])).toHaveLength(1);
    await on.post(id, progress(2), { revision: 2 });
    slack.slow(0, 'chat.postMessage');
    await until(() => on.said(key)).toEqual(['Sync\n2 done']);
    expect(on.calls('chat.postMessage', key)).toHaveLength(1);
  });

  test('shows the newest edit, whichever of several processes sends it', async () => {
    const other = await openSlack(database, { slack });
    const { id, key } = await on.channel();
    const edits = Array.from({ length: 20 }, (_, at) => at + 1);
    await Promise.all(
      edits.map((done) => (done % 2 ? bot : other).slack.surface.post({ channel: id, key: 'sync', revision: done, card: progress(done) })),
    );
    await until(() => on.said(key)).toEqual(['Sync\n20 done']);
    await until(() => on.isDue(id)).toBe(false);
    expect(on.calls('chat.postMessage', key)).toHaveLength(1);
    await other.close();
    slack.requestUrl = `${bot.address}/slack/events`;
  });

  test('waits in its job as long as Slack says, and no other channel’s waits for it', async () => {
    const [busy, other] = [await on.channel(), await on.channel()];
    slack.limit('chat.postMessage', { retryAfter: 1, channel: busy.key });
    await on.post(busy.id, progress(1));
    await until(() => on.calls('chat.postMessage', busy.key).length).toBe(1);
    await on.post(other.id, { title: 'Alert', tone: 'bad' });
    await until(() => on.said(other.key)).toEqual([expect.stringContaining('Alert')]);
    await until(() => on.said(busy.key)).toEqual(['Sync\n1 done']);
    const [alert] = on.calls('chat.postMessage', other.key);
    const [refused, taken] = on.calls('chat.postMessage', busy.key);
    expect(refused?.error).toBe('ratelimited');
    expect(alert?.at).toBeLessThan(taken?.at ?? 0);
    expect((taken?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(990);
    expect(bot.log()).not.toContain('A job failed');
  });

  test('that somebody deleted is posted once more when it is edited, and not a third time', async () => {
    const { id, key } = await on.channel();
    await on.post(id, progress(1));
    await until(() => on.said(key)).toEqual(['Sync\n1 done']);
    for (const [revision, left] of [
      [2, ['Sync\n2 done']],
      [3, []],
      [4, []],
    ] as const) {
      for (const message of on.messages(key)) slack.deleteMessage(message);
      await on.post(id, progress(revision), { revision });
      await until(() => on.isDue(id)).toBe(false);
      expect(on.said(key)).toEqual(left);
    }
    expect(on.calls('chat.postMessage', key)).toHaveLength(2);
  });

  test.each([['closed' as const], [503]])('is sent once Slack is back that was down (%s)', async (how) => {
    const { id, key } = await on.channel();
    const tries = () => bot.log().split('A job failed and is tried again later').length;
    const before = tries();
    slack.down(how);
    await on.post(id, progress(1));
    await on.post(id, { title: 'Another' }, { key: 'another' });
    await until(tries).toBeGreaterThan(before);
    slack.down(false);
    await until(() => on.said(key)).toEqual(['Sync\n1 done', 'Another']);
    expect(on.calls('chat.postMessage', key)).toHaveLength(2);
  });

  test('that Slack takes slowly is posted once, and who asked for it does not wait', async () => {
    const { id, key } = await on.channel();
    slack.slow(600, 'chat.postMessage');
    await on.post(id, progress(1));
    await on.askToDeliver(id);
    expect(on.calls('chat.postMessage', key)).toEqual([]);
    await until(() => on.said(key)).toEqual(['Sync\n1 done']);
    slack.slow(0, 'chat.postMessage');
    await until(() => on.isDue(id)).toBe(false);
    expect(on.calls('chat.postMessage', key)).toHaveLength(1);
  });

  test('whose process was killed between Slack’s answer and our saving it is posted again, at worst once, when its time is over', async () => {
    const { id, key } = await on.channel();
    await on.post(id, progress(1));
    await until(() => on.isDue(id)).toBe(false);
    const asItWas = `update message set address = null, due = true, sent_at = clock_timestamp() - make_interval(secs => ?) where channel_id = ?`;
    await execute(asItWas, [20, id]);
    await expect(bot.slack.deliver(id)).rejects.toThrow(RateLimitError);
    expect(on.calls('chat.postMessage', key)).toHaveLength(1);
    await execute(asItWas, [31, id]);
    await bot.slack.deliver(id);
    await bot.slack.deliver(id);
    expect(on.calls('chat.postMessage', key)).toHaveLength(2);
  });

  test('of a thread stands under its root, and the root can be edited', async () => {
    const { id, key } = await on.channel();
    await on.post(id, { title: 'Trouble', tone: 'bad' }, { key: 'alert' });
    await on.post(id, { title: 'It is still there' }, { key: 'news', thread: 'alert' });
    await on.post(id, { title: 'Solved', tone: 'good' }, { key: 'alert', revision: 2 });
    await until(() => on.said(key)).toEqual([expect.stringContaining('Solved'), 'It is still there']);
    const [root, reply] = on.messages(key);
    expect(reply?.thread_ts).toBe(root?.ts);
    expect(root?.thread_ts).toBeUndefined();
  });

  test('of a thread waits for its root that is being edited or sent just now', async () => {
    const { id, key } = await on.channel();
    const write = (card: Card, about: { key: string; thread?: string }) =>
      writeMessage(database.orm.em.fork(), { channel: id, author: 'bot', due: true, card, ...about });
    await write({ title: 'Trouble' }, { key: 'alert' });
    await write({ title: 'News' }, { key: 'news', thread: 'alert' });
    await execute(`update message set sent_at = clock_timestamp() where channel_id = ? and key = 'alert'`, [id]);
    await expect(bot.slack.deliver(id)).rejects.toThrow(RateLimitError);
    expect(on.said(key)).toEqual([]);

    await execute(`update message set sent_at = null where channel_id = ?`, [id]);
    const [sending] = await database.orm.em.fork().transactional(async (em) => {
      await em.execute(`select 1 from message where channel_id = ? and key = 'alert' for update`, [id]);
      return [bot.slack.deliver(id)];
    });
    await sending;
    const [root, reply] = on.messages(key);
    expect(on.said(key)).toEqual(['Trouble', 'News']);
    expect(reply?.thread_ts).toBe(root?.ts);
  });

  test('of a thread whose root Slack has forgotten stands by itself', async () => {
    const { id, key } = await on.channel();
    await on.post(id, { title: 'Trouble' }, { key: 'alert' });
    await until(() => on.said(key)).toEqual(['Trouble']);
    slack.fail('chat.postMessage', 'thread_not_found');
    await on.post(id, { title: 'News' }, { key: 'news', thread: 'alert' });
    await until(() => on.said(key)).toEqual(['Trouble', 'News']);
  });

  test('with a table and all else is taken as it is', async () => {
    const { id, key } = await on.channel();
    const { actions: _, ...table } = everySlot.table ?? { columns: [], rows: [] };
    await on.post(id, { ...everySlot, table });
    await until(() => on.messages(key).length).toBe(1);
    expect(JSON.stringify(on.messages(key))).toContain('"type":"table"');
  });

  test.each(['chat.postMessage', 'chat.update'])(
    'whose blocks Slack refuses goes out as text, and that is logged as an error (%s)',
    async (method) => {
      const { id, key } = await on.channel();
      if (method === 'chat.update') await on.post(id, progress(1));
      await until(() => on.isDue(id)).toBe(false);
      slack.fail(method, 'invalid_blocks');
      await on.post(id, progress(2), { revision: 2 });
      await until(() => on.messages(key).map(({ text, blocks }) => [text, blocks])).toEqual([['Sync\n2 done', []]]);
      expect(bot.log()).toMatch(/"level":50.*invalid_blocks.*Slack takes a card only as text/);
    },
  );

  test('that Slack never takes is logged as an error and keeps no other waiting', async () => {
    const { id, key } = await on.channel();
    slack.fail('chat.postMessage', 'as_user_not_supported');
    await on.post(id, { title: 'Strange' }, { key: 'strange' });
    await on.post(id, progress(1));
    await until(() => on.said(key)).toEqual(['Sync\n1 done']);
    expect(bot.log()).toMatch(/"level":50.*as_user_not_supported/);
  });

  test.each([
    ['not invited to a public channel', { invited: false }],
    ['not in a private channel', { invited: false, kind: 'private' as const }],
  ])('where we are %s is told in person with how to invite us, edited there, and posted once we are invited', async (_, how) => {
    const { id, key } = await on.channel(how);
    const before = on.said(slack.dm()).length;
    const told = () => on.said(slack.dm()).slice(before);
    await on.post(id, progress(1));
    await until(told).toEqual([
      expect.stringMatching(/^Sync\n1 done\nI could not post this in #channel-\d+\. Invite me there.*\/invite @OM Bot/),
    ]);
    await on.post(id, progress(2), { revision: 2 });
    await until(told).toEqual([expect.stringMatching(/^Sync\n2 done\nI could not/)]);
    slack
      .team()
      .channels.find((one) => one.id === key)
      ?.members.add(slack.team().bot.user);
    await on.post(id, progress(3), { revision: 3 });
    await until(() => on.said(key)).toEqual(['Sync\n3 done']);
  });

  test.each([
    ['the channel was archived', (key: string) => slack.archive(key)],
    ['we were taken out of the channel', (key: string) => slack.removeBot(key)],
  ])('that was posted before %s is told in person when there is news, in one thread', async (_, close) => {
    const { id, key } = await on.channel();
    await on.post(id, { title: 'Trouble' }, { key: 'alert' });
    await until(() => on.said(key)).toEqual(['Trouble']);
    close(key);
    const before = on.messages(slack.dm()).length;
    const told = () => on.messages(slack.dm()).slice(before);
    await on.post(id, { title: 'Solved' }, { key: 'alert', revision: 2 });
    await until(() => told().length).toBe(1);
    await on.post(id, { title: 'More news' }, { key: 'news', thread: 'alert' });
    await until(() => told().length).toBe(2);
    const [root, reply] = told();
    expect(reply?.thread_ts).toBe(root?.ts);
  });

  test('to somebody who has left the workspace is given up', async () => {
    slack.addUser({ id: 'U9', name: 'dora', deleted: true });
    const workspace = (await bot.slack.workspaces.byTeam('T1'))?.workspace ?? '';
    const { id } = await database.orm.em.fork().upsert(Channel, { workspace, key: 'U9', name: 'Dora in person', userId: 'U9' });
    await on.post(id, progress(1));
    await until(() => on.isDue(id)).toBe(false);
    expect(bot.log()).not.toContain('A job was given up');
  });

  test('to a workspace that took our token away waits without a word, and is sent when there is a good one', async () => {
    const { id, key } = await on.channel();
    const { oldTokens, token } = slack.team();
    oldTokens.set(token, 'token_revoked');
    const before = bot.log().length;
    await on.post(id, progress(1));
    await until(() => bot.log().slice(before)).toContain('We may not speak in this workspace now.');
    expect(bot.log().slice(before)).not.toMatch(/"level":[456]0/);
    oldTokens.delete(token);
    await on.askToDeliver(id);
    await until(() => on.said(key)).toEqual(['Sync\n1 done']);
  });
});

describe('Within Slack’s limits', () => {
  let slack: Slack;
  let bot: SlackBot;
  let on: ReturnType<typeof stage>;
  beforeAll(async () => {
    slack = await startSlack({ strict: true });
    bot = await openSlack(database, { slack, pace: { edit: 3, post: 1 } });
    on = stage(slack, bot);
  });
  afterAll(async () => {
    await bot.close();
    // Complains of whatever came too fast.
    await slack.close();
  });
  const gaps = (method: string, channel: string) => {
    const times = on.calls(method, channel).map(({ at }) => at);
    return times.slice(1).map((at, index) => at - (times[index] ?? 0));
  };

  test.concurrent('one message is edited every three seconds at most, and only as it is by then', async ({ expect }) => {
    const until = patient(expect);
    const { id, key } = await on.channel();
    await on.post(id, progress(1));
    await until(() => on.said(key)).toEqual(['Sync\n1 done']);
    // As if these seconds were over.
    await execute(`update message set sent_at = sent_at - interval '3 seconds' where channel_id = ?`, [id]);
    await on.post(id, progress(2), { revision: 2 });
    await until(() => on.said(key)).toEqual(['Sync\n2 done']);
    for (const done of [3, 4, 5, 6]) await on.post(id, progress(done), { revision: done });
    await until(() => on.said(key)).toEqual(['Sync\n6 done']);
    const [gap = 0, ...more] = gaps('chat.update', key);
    expect(gap).toBeGreaterThanOrEqual(2_900);
    expect(more).toEqual([]);
  });

  test.concurrent('one message a second is posted to a channel, and no other channel’s alert waits for that', async ({ expect }) => {
    const until = patient(expect);
    const [busy, other] = [await on.channel(), await on.channel()];
    for (const at of [1, 2, 3, 4]) await on.post(busy.id, progress(at), { key: `message ${at}` });
    await until(() => on.said(busy.key)).toHaveLength(1);
    await on.post(other.id, { title: 'Alert', tone: 'bad' });
    await until(() => on.said(other.key)).toHaveLength(1);
    expect(on.said(busy.key).length).toBeLessThan(3);
    await until(() => on.said(busy.key)).toEqual([1, 2, 3, 4].map((at) => `Sync\n${at} done`));
    expect(Math.min(...gaps('chat.postMessage', busy.key))).toBeGreaterThanOrEqual(950);
  });

  test.concurrent('nothing is asked for again when nothing waits any more', async ({ expect }) => {
    const until = patient(expect);
    const { id, key } = await on.channel();
    await on.post(id, progress(1));
    await until(() => on.isDue(id)).toBe(false);
    expect(on.said(key)).toHaveLength(1);
    await bot.slack.deliver(id);
  });
});
