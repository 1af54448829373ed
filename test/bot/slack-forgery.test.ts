import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Card } from '../../dialogs/card.ts';
import { testDatabase } from '../database.ts';
import { buttonsOf, type Delivered, type SeenMessage, type SeenView, type Slack, startSlack, wordsOf } from '../fakes/slack.ts';
import { command } from './dialogs.ts';
import { openSlack, type SlackBot } from './slack-bot.ts';
import { install } from './slack-oauth.ts';
import { createVisitor, isQuestion } from './visitor.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let slack: Slack;
let bot: SlackBot;
beforeAll(async () => {
  database = await testDatabase();
  slack = await startSlack();
  slack.addTeam({ id: 'T2', installed: false });
  const say = async (text: string) => (text === 'long' ? { kind: 'card' as const, card: longList } : command(text));
  bot = await openSlack(database, { slack, install: true, command: say });
  await install(bot.address, slack, 'T1');
  await install(bot.address, slack, 'T2');
});
afterAll(async () => {
  await bot.close();
  await slack.close();
  await database.close();
});

/** So long that it has pages. */
const longList: Card = {
  title: 'The books of Ana',
  table: { columns: ['Order', 'Total'], rows: Array.from({ length: 300 }, (_, at) => [`#${at}`, `€${at}.00 in all`]) },
};

type Json = Record<string, unknown>;
const record = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {});

function shown(user: string): SeenView {
  const { view } = slack.screen(user);
  if (!view) throw new Error(`${user} has nothing open.`);
  return view;
}
function newest(user: string, channel?: string): SeenMessage {
  const message = slack.screen(user, channel).messages.at(-1);
  if (!message) throw new Error(`${user} sees nothing.`);
  return message;
}

/** A press as it comes from this person, of a button that nobody gave them. */
const pressed = (like: Delivered, action: Json) =>
  slack.forged(like, (payload) => {
    const [button] = Array.isArray(payload.actions) ? payload.actions : [];
    payload.actions = [{ ...record(button), ...action }];
    payload.trigger_id = `forged-${Math.random()}`;
  });
const carrying = (like: Delivered, private_metadata: string) =>
  slack.forged(like, (payload) => {
    payload.view = { ...record(payload.view), private_metadata };
    payload.trigger_id = `forged-${Math.random()}`;
  });

async function open(user: string, channel: string, text: string, title: string): Promise<SeenView> {
  await slack.command(text, { user, channel });
  await expect.poll(() => slack.screen(user).view?.title).toBe(title);
  return shown(user);
}
async function leave(user: string) {
  for (const view of slack.screen(user).views.reverse()) await slack.closeView(view);
}

// Ana has a question open that asks for a key. These two are not Ana.
describe.each([
  { who: 'Somebody else of her workspace', user: 'U2', channel: 'C1' },
  { who: 'Somebody of another workspace', user: 'U21', channel: 'C21' },
])('$who', ({ user, channel }) => {
  let ana: string;
  let before: string;
  const id = () => String(record(JSON.parse(ana)).id);
  /** Ana's question, and where it is shown. */
  async function herRows() {
    const rows = await database.orm.em
      .fork()
      .execute<{ row: string }[]>(
        `select c::text as row from conversation c where id = ? union all select m::text from message m where key = ?`,
        [id(), `conversation:${id()}`],
      );
    return rows.map(({ row }) => row).join('\n');
  }
  const seen = () => {
    const { messages, views } = slack.screen(user, channel);
    const mine = messages.filter(({ ephemeral, viewer }) => ephemeral && viewer === user);
    return JSON.stringify([mine, views]);
  };
  /** What they did was answered; it told them nothing of Ana's question and did nothing to it, which goes on. */
  async function inVain(delivered: Delivered) {
    expect(delivered.status).toBe(200);
    expect(delivered.text + seen()).not.toMatch(/Connect your shop|Consumer key|\/private\//);
    expect(await herRows()).toBe(before);
    const link = buttonsOf(shown('U1').blocks).find(({ action_id }) => action_id === 'private-page')?.url ?? '';
    const visitor = createVisitor(bot.address);
    await visitor.go(link);
    await visitor.submit(isQuestion, { 'f.address': 'shop.example', 'f.key': 'ck_1' });
    await expect.poll(() => shown('U1').title).toBe('Almost done');
  }

  beforeEach(async () => {
    for (const one of ['U1', user]) await leave(one);
    ana = (await open('U1', 'C1', 'connect', 'Connect your shop')).private_metadata;
    await expect.poll(herRows).toMatch(/,f,V\w+,/);
    before = await herRows();
  });

  it('cannot answer her question', async () => {
    const sent = await slack.submit(await open(user, channel, 'fragile', 'Which shop?'), { Address: 'shop.example' });
    await expect.poll(() => shown(user).title).toBe('Done with shop.example');
    const forged = await carrying(sent, ana);
    expect(forged.text).toContain('This took a while');
    await inVain(forged);
  });

  it('cannot close it', async () => {
    const [closed] = await slack.closeView(await open(user, channel, 'fragile', 'Which shop?'));
    if (!closed) throw new Error('Nobody heard of it.');
    await inVain(await carrying(closed, ana));
  });

  it('cannot get a link to its private page', async () => {
    const like = await slack.press(await open(user, channel, 'connect', 'Connect your shop'), 'Get a new link');
    await leave(user);
    const told = () => slack.screen(user).messages.length;
    const before = told();
    const forged = await carrying(like, ana);
    // No modal opens by a forged trigger, so it is said in person.
    await expect.poll(told).toBe(before + 1);
    expect(wordsOf(newest(user).blocks)).toContain('This took a while');
    await inVain(forged);
  });

  it('cannot be led back to it', async () => {
    await slack.command('stores', { user, channel });
    const like = await slack.press(newest(user, channel), 'Sync', { user });
    const forged = await pressed(like, { action_id: 'command:0', value: `continue ${id()}` });
    await expect.poll(() => wordsOf(newest(user, channel).blocks)).toContain('This question is somebody else’s');
    await inVain(forged);
  });

  it('cannot see what may be chosen in it', async () => {
    const like = await slack.press(await open(user, channel, 'connect', 'Connect your shop'), 'Get a new link');
    await leave(user);
    const forged = await slack.forged(like, (payload) => {
      const asked = { type: 'block_suggestion', action_id: 'f', block_id: 'f:1:address', value: 'shop', actions: undefined };
      Object.assign(payload, asked, { view: { ...record(payload.view), private_metadata: ana } });
    });
    expect(forged.body).toEqual({ options: [] });
    await inVain(forged);
  });
});

it('leads nobody to the pages of a card of another workspace', async () => {
  await slack.command('long', { user: 'U1', channel: 'C1' });
  const button = buttonsOf(newest('U1', 'C1').blocks).find(({ action_id }) => action_id === 'more');
  await slack.command('long', { user: 'U21', channel: 'C21' });
  const like = await slack.press(newest('U21', 'C21'), 'Show all', { user: 'U21' });
  await expect.poll(() => slack.screen('U21').view?.title).toBe(longList.title);
  await leave('U21');
  const own = buttonsOf(newest('U21', 'C21').blocks).find(({ action_id }) => action_id === 'more');
  expect(button?.value).not.toBe(own?.value);
  for (const value of [button?.value, '{"source":"1","page":0}', '{"source":"x","page":-1}', '{"source":""}', 'null', 'garbage', '']) {
    const trigger = (await slack.command('nothing', { user: 'U21', channel: 'C21' })).payload.trigger_id;
    await slack.forged(like, (payload) => {
      const [action] = Array.isArray(payload.actions) ? payload.actions : [];
      Object.assign(payload, { actions: [{ ...record(action), value }], trigger_id: trigger });
    });
    await expect.poll(() => slack.screen('U21').view?.title, { message: String(value) }).toBe('This took a while');
    await leave('U21');
  }
});

describe('A modal that carries what we never gave it', () => {
  const uuid = '3b241101-e2bb-4255-8caf-4136c566a962';
  const senseless = ['', 'garbage', 'null', '[]', '"x"', '{}', '{"id":7}', '{"id":"x","version":1}', `{"id":"${uuid}"}`];
  const unknown = [
    `{"id":"${uuid}","version":1}`,
    `{"id":"${uuid.toUpperCase()}","version":99999999999}`,
    `{"id":"${uuid}","version":0.5}`,
  ];

  it.each([...senseless, ...unknown])('is over when it is sent, and harmless when it is closed: %s', async (carried) => {
    await leave('U1');
    const sent = await slack.submit(await open('U1', 'C1', 'fragile', 'Which shop?'), { Address: 'shop.example' });
    await expect.poll(() => shown('U1').title).toBe('Done with shop.example');
    const forged = await carrying(sent, carried);
    expect(forged).toMatchObject({ status: 200, body: { response_action: 'update', view: { title: { text: 'This took a while' } } } });
    const closed = await slack.forged(sent, (payload) => {
      Object.assign(payload, { type: 'view_closed', view: { ...record(payload.view), private_metadata: carried } });
    });
    expect(closed).toMatchObject({ status: 200, text: '' });
  });

  it('shows where the question stands, whatever version it names, and answers nothing', async () => {
    for (const version of [0, 2, -1, 2 ** 53 - 1]) {
      await leave('U1');
      const view = await open('U1', 'C1', 'fragile', 'Which shop?');
      const { id } = record(JSON.parse(view.private_metadata));
      const sent = await slack.submit(view, { Address: 'shop.example' });
      await expect.poll(() => shown('U1').title).toBe('Done with shop.example');
      const forged = await carrying(sent, JSON.stringify({ id, version }));
      expect(forged.text).toContain('Done with shop.example');
    }
  });
});

it('answers somebody of another workspace who names a channel of ours nowhere', async () => {
  const like = await slack.command('stores', { user: 'U21', channel: 'C21' });
  const here = slack.screen('U1', 'C1').messages.length;
  const forged = await slack.forged(like, (payload) => {
    Object.assign(payload, { channel_id: 'C1', text: 'connect', trigger_id: 'forged-channel' });
  });
  expect(forged.status).toBe(200);
  await bot.slack.surface.post({ channel: await bot.channel('C1', 'T2'), key: 'alert', revision: 1, card: { title: 'Of team 2' } });
  await expect.poll(bot.isSent).toBe(true);
  expect(slack.screen('U1', 'C1').messages).toHaveLength(here);
  expect(slack.takeProblems()).toEqual([]);
});

it('wrote no word about any of this that could be used', () => {
  expect(bot.log()).not.toMatch(/xoxb-|sample-signing-secret|sample-client-secret|\/private\/\w/);
});
