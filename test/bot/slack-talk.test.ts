import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Reply } from '../../bot/words.ts';
import type { Card } from '../../dialogs/card.ts';
import { command as vocabulary } from '../../dialogs/commands.ts';
import { testDatabase } from '../database.ts';
import { makeWorld } from '../dialogs/world.ts';
import { buttonsOf, type SeenView, type Slack, startSlack, wordsOf } from '../fakes/slack.ts';
import { type Person, sitDown } from '../slack-client.ts';
import type { Shop } from './chat.ts';
import { everySlot } from './dialogs.ts';
import { openSlack, type SlackBot } from './slack-bot.ts';
import * as said from './slack-dialogs.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let slack: Slack;
let bot: SlackBot;
let ana: Person;
let world: Awaited<ReturnType<typeof makeWorld>>;
let check: Shop['check'];
let home: Card[];
let refusal: Card | undefined;
let wait: Promise<unknown> | undefined;

/** The whole vocabulary, and of the sample dialogs those that are used here. */
async function command(line: string): Promise<Reply<Shop>> {
  await wait;
  if (/^(deliver|paint|look|slots|break|nothing|long)$/.test(line)) return said.command(line);
  const reply = await vocabulary(line, world.services);
  if (reply.kind !== 'card') throw new Error(`No card answers ${line}.`);
  return reply;
}

const open = (options: Partial<Parameters<typeof openSlack>[1]> = {}) =>
  openSlack(database, {
    ...{ slack, shop: { check: (address) => check(address) }, dialogs: said.dialogs, command, home: () => home },
    refuse: async () => refusal,
    ...options,
  });

beforeAll(async () => {
  database = await testDatabase();
  slack = await startSlack();
  world = await makeWorld(database);
  bot = await open();
  ana = sitDown({ slack });
});
afterEach(async () => {
  check = async () => 'fine';
  home = [
    {
      title: 'Your stores',
      text: 'None is connected yet.',
      actions: [
        { label: 'Paint', command: 'paint' },
        { label: 'Look', command: 'look' },
      ],
    },
  ];
  refusal = undefined;
  wait = undefined;
  await ana.leave();
});
afterAll(async () => {
  await bot.close();
  await slack.close();
  await database.close();
});

/** Something that goes on until the test lets it end. */
function hold<T>(): { until: Promise<T>; end: (value: T) => void } {
  const { promise, resolve } = Promise.withResolvers<T>();
  return { until: promise, end: resolve };
}

const execute = <Row extends object>(sql: string, values: unknown[] = []) => database.orm.em.fork().execute<Row[]>(sql, values);
/** Somebody works on it, and it is known that it takes longer. */
const isWaitedFor = () => {
  const working = `select 1 from conversation c join message m on m.key = 'conversation:' || c.id where m.address = 'closed' and c.working_until is not null`;
  return expect.poll(() => execute(working), { timeout: 5_000 }).toHaveLength(1);
};

const here = (channel = 'C1', user = 'U1') => slack.screen(user, channel).messages;
const inPerson = () => here(slack.dm());
const homeOf = (): SeenView => {
  const { home } = slack.screen();
  if (!home) throw new Error('There is no home tab.');
  return home;
};

test('A command alone tells what can be asked, and an unknown one the nearest: to who typed it alone', async () => {
  await ana.command('');
  const help = await ana.answered(/What you can ask me/);
  await ana.command('imprt 14');
  const unknown = await ana.answered(/I don’t know “imprt 14”.*Did you mean this\?/);
  expect(unknown.buttons).toContain('import 14');
  expect([help, unknown].map(({ place }) => place.ephemeral)).toEqual([true, true]);
  expect(here('C1', 'U2')).toEqual([]);
});

test('A command is answered also where nobody has invited us', async () => {
  const { status } = await slack.command('help', { channel: 'C2' });
  expect(status).toBe(200);
  expect(here('C2').map(({ blocks }) => wordsOf(blocks))).toEqual([expect.stringContaining('What you can ask me')]);
});

test('A command that takes long is acknowledged in time, and answered later by the address that Slack gave for it, or without', async () => {
  const { until, end } = hold();
  wait = until;
  const [one, other] = await Promise.all([slack.command('slots', { channel: 'C1' }), slack.command('slots', { channel: 'C1' })]);
  expect([one, other].map(({ status, text }) => [status, text])).toEqual([
    [200, ''],
    [200, ''],
  ]);
  for (let at = 0; at < 5; at += 1)
    await fetch(String(other.payload.response_url), { method: 'POST', body: JSON.stringify({ text: 'used', response_type: 'ephemeral' }) });
  end(undefined);
  await expect.poll(() => here().filter(({ text }) => text.includes('Import of the last 14 days')).length, { timeout: 5_000 }).toBe(2);
  const answers = slack.callsOf('response_url').filter(({ args }) => args.text !== 'used');
  expect(answers.map(({ error }) => error ?? 'taken').sort()).toEqual(['taken', 'used_url']);
  expect(slack.callsOf('chat.postEphemeral')).toMatchObject([{ args: { channel: 'C1', user: 'U1' } }]);
  expect(here('C1', 'U2')).toEqual([]);
});

test('A command is acknowledged in time also while the database does not answer, and answered later, once', async () => {
  const { until, end } = hold();
  const answers = () => here().filter(({ text }) => text.includes('I don’t know “stauts”')).length;
  const locked = Promise.withResolvers<void>();
  const holding = database.orm.em.fork().transactional(async (em) => {
    await em.execute('lock table receipt in access exclusive mode');
    locked.resolve();
    await until;
  });
  await locked.promise;
  const taken = await slack.command('stauts', { channel: 'C1' });
  expect([taken.status, taken.text]).toEqual([200, '']);
  expect(taken.ms).toBeLessThan(2_000);
  end(undefined);
  await holding;
  await expect.poll(answers, { timeout: 5_000 }).toBe(1);
  expect((await slack.again(taken)).text).toBe('');
  expect(answers()).toBe(1);
});

test('An error nobody expected is told with a reference that stands in the log', async () => {
  await ana.command('break');
  const { words } = await ana.answered(/Something went wrong on our side/);
  const [, reference = 'none'] = /reference: (\w{8})/.exec(words) ?? [];
  const line =
    bot
      .log()
      .split('\n')
      .find((one) => one.includes(reference)) ?? '';
  expect(JSON.parse(line)).toMatchObject({ msg: 'A command failed.', err: { message: 'nobody expected this' } });
});

test('A mention is answered in its thread, and one inside a thread in that thread, for all to see', async () => {
  await ana.say('help');
  const { place } = await ana.answered(/What you can ask me/);
  const root = here().find(({ ts }) => ts === place.thread_ts);
  expect(root?.text).toBe('<@UBOT> help');
  expect(place.ephemeral).toBe(false);
  await slack.say('@om imprt 14', { channel: 'C1', thread_ts: root?.ts });
  const answer = await ana.sees(/I don’t know “imprt 14”/);
  expect(answer.place).toMatchObject({ thread_ts: root?.ts, ephemeral: false });
  expect(here('C1', 'U2').some(({ ts }) => ts === answer.place.ts)).toBe(true);
});

test('A mention whose answer Slack does not take now is answered as soon as it does, in its thread', async () => {
  slack.limit('chat.postMessage', { retryAfter: 1 });
  await ana.say('imprt 15');
  const { place } = await ana.answered(/I don’t know “imprt 15”/);
  expect(here().find(({ ts }) => ts === place.thread_ts)?.text).toBe('<@UBOT> imprt 15');
  expect(slack.callsOf('chat.postMessage').filter(({ error }) => error)).toMatchObject([{ error: 'ratelimited' }]);
});

test('Whoever opens the messages tab is offered what may be asked', async () => {
  await slack.openHome('U1', { tab: 'messages' });
  const { prompts } = slack.screen();
  expect(prompts?.prompts).toContainEqual({ title: 'How are my stores?', message: 'stores' });
  expect(prompts?.prompts.length).toBeLessThanOrEqual(4);
});

test('A direct message shows that we are at work, then its streamed answer in its thread', async () => {
  const { until, end } = hold();
  wait = until;
  const told = slack.say('slots');
  await expect.poll(() => slack.screen().status).toBe('is looking…');
  end(undefined);
  expect((await told).status).toBe(200);
  const [question, answer] = inPerson().slice(-2);
  expect(answer).toMatchObject({ streaming: false, thread_ts: question?.ts });
  expect(wordsOf(answer?.blocks)).toMatch(/Import of the last 14 days[\s\S]*What would happen|would happen/);
  expect(buttonsOf(answer?.blocks).map(({ label }) => label)).toContain('Import');
  expect(slack.screen().status).toBe('');
  expect(slack.callsOf('chat.startStream')).toHaveLength(1);
});

test('That we are at work is never shown after the answer', async () => {
  slack.slow(300, 'assistant.threads.setStatus');
  await slack.say('help');
  slack.slow(0, 'assistant.threads.setStatus');
  const methods = slack.calls.map(({ method }) => method);
  expect(methods.lastIndexOf('assistant.threads.setStatus')).toBeLessThan(methods.lastIndexOf('chat.startStream'));
  expect(slack.screen().status).toBe('');
});

test('Where the answer stands elsewhere, that we are at work is taken away', async () => {
  await slack.say('nothing');
  expect(slack.callsOf('assistant.threads.setStatus').at(-1)?.args.status).toBe('');
  expect(slack.screen().status).toBe('');
});

test.each(['chat.startStream', 'chat.stopStream'])('An answer that cannot be streamed (%s) is posted, once', async (method) => {
  slack.fail(method, 'internal_error');
  const before = inPerson().length;
  await slack.say('slots');
  const [question, answer, ...more] = inPerson().slice(before);
  expect(more).toEqual([]);
  expect(answer).toMatchObject({ streaming: false, thread_ts: question?.ts });
  expect(answer?.text).toContain('Import of the last 14 days');
});

test('What we say ourselves, and what is edited or deleted, is not answered', async () => {
  await slack.say('help');
  const answer = inPerson().at(-1);
  if (!answer) throw new Error('There is no answer.');
  const before = inPerson().length;
  await slack.echo(answer);
  const changed = { type: 'message', channel: slack.dm(), channel_type: 'im', user: 'U1', text: 'help', ts: answer.ts };
  for (const subtype of ['message_changed', 'message_deleted', 'bot_message']) await slack.event({ ...changed, subtype });
  expect(inPerson()).toHaveLength(before);
});

test('A look-up that takes long is answered in the thread that asked for it', async () => {
  const { until, end } = hold<'fine'>();
  check = () => until;
  const told = slack.say('@om look', { channel: 'C1' });
  const asked = here().at(-1);
  await isWaitedFor();
  end('fine');
  expect((await told).status).toBe(200);
  const { place } = await ana.sees(/Looked: fine/);
  expect(place.thread_ts).toBe(asked?.ts);
  expect(inPerson().filter(({ text }) => text.includes('Looked: fine'))).toEqual([]);
});

test('A look-up whose process was killed is answered in person by another', async () => {
  const { until, end } = hold<'fine'>();
  check = () => until;
  const told = slack.say('@om look', { channel: 'C1' });
  await isWaitedFor();
  const other = await open({ shop: { check: async () => 'no answer' } });
  // As if it said no more that it lives; it might take it up itself once more.
  const silent = `update conversation set working_until = now() - interval '1 second' where working_until is not null`;
  const answers = async () => {
    await execute(silent);
    return inPerson().filter(({ text }) => text.includes('Looked: no answer')).length;
  };
  await expect.poll(answers, { timeout: 15_000, interval: 500 }).toBe(1);
  // It was not killed, only slow.
  end('fine');
  await told;
  expect(here().filter(({ text }) => text.includes('Looked: no answer'))).toEqual([]);
  await other.close();
  slack.requestUrl = `${bot.address}/slack/events`;
});

test('The home tab is published when it is opened', async () => {
  expect((await slack.openHome()).status).toBe(200);
  expect(wordsOf(homeOf().blocks)).toMatch(/Your stores\nNone is connected yet\./);
});

test('A button of the home tab opens a question or a card in a modal, and the tab is brought up to date', async () => {
  await slack.openHome();
  home = [{ title: 'Your stores', text: 'One is connected.', actions: [{ label: 'Paint', command: 'paint' }] }];
  await slack.press(homeOf(), 'Look');
  await ana.asked(/Looked: fine/);
  await expect.poll(() => wordsOf(homeOf().blocks), { timeout: 5_000 }).toContain('One is connected.');
  await slack.press(homeOf(), 'Paint');
  await ana.asked(/Paint the door/);
  home = [{ title: 'Your stores', text: 'One is painted.' }];
  await ana.fill({ Colour: 'blue' });
  await ana.asked(/Painted blue/);
  await expect.poll(() => wordsOf(homeOf().blocks), { timeout: 5_000 }).toContain('One is painted.');
});

test('An event that comes again is worked on once', async () => {
  const told = await slack.say('@om imprt', { channel: 'C1' });
  const before = here().length;
  for (const num of [1, 2, 3]) expect((await slack.again(told, { retry: { num, reason: 'http_timeout' } })).status).toBe(200);
  expect(here()).toHaveLength(before);
});

test('An event at which somebody is at work is asked for again, and one whose process was killed is done then', async () => {
  const receive = (id: string, at: string) =>
    execute(`insert into receipt (key, at) values (?, now() - interval '${at}')`, [`event:${id}`]);
  await receive('EvAtWork', '1 second');
  await receive('EvKilled', '20 seconds');
  const before = here().length;
  const [busy, killed] = await Promise.all(
    ['EvAtWork', 'EvKilled'].map((eventId) => slack.say('@om help', { channel: 'C1', eventId, retry: { num: 1, reason: 'http_timeout' } })),
  );
  expect([busy?.status, killed?.status]).toEqual([503, 200]);
  const answers = here()
    .slice(before)
    .filter(({ bot }) => bot);
  expect(answers).toHaveLength(1);
});

test('Who may no longer do it is told so when they send the question', async () => {
  await ana.command('paint');
  await ana.asked(/Paint the door/);
  refusal = { title: 'This takes a manager', text: 'Please ask Bor.' };
  await ana.fill({ Colour: 'blue' });
  await ana.asked(/This takes a manager.*Please ask Bor/);
});

test('Every slot of a card stands in a command’s answer, and its whole in the words that are read aloud', async () => {
  await ana.command('slots');
  const { place } = await ana.answered(/Import of the last 14 days/);
  const { title, facts = [], steps = [] } = everySlot;
  for (const one of [title, ...facts.flat(), ...steps.map((step) => step.replaceAll('*', '')), 'Attention'])
    expect(place.text.replace(/[\u00AD\u200B]/g, '')).toContain(one);
});
