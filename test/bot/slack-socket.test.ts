import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../database.ts';
import { type SeenMessage, type SeenView, type Slack, startSlack, wordsOf } from '../fakes/slack.ts';
import { sitDown } from '../slack-client.ts';
import { command } from './dialogs.ts';
import { openSlack, type SlackBot } from './slack-bot.ts';
import { type Product, startProduct } from './slack-product.ts';

describe('Over a socket', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let slack: Slack;
  let bot: SlackBot;
  let asked: string[] = [];
  beforeAll(async () => {
    database = await testDatabase();
    slack = await startSlack();
    const counted = async (text: string) => {
      asked.push(text);
      return command(text);
    };
    bot = await openSlack(database, { slack, mode: 'socket', command: counted });
  });
  afterAll(async () => {
    await bot.close();
    await slack.close();
    await database.close();
  });
  afterEach(async () => {
    asked = [];
    for (const view of slack.screen('U1').views.reverse()) await slack.closeView(view);
  });

  function shown(): SeenView {
    const { view } = slack.screen('U1');
    if (!view) throw new Error('Nothing is open.');
    return view;
  }
  function newest(channel?: string): SeenMessage {
    const message = slack.screen('U1', channel).messages.at(-1);
    if (!message) throw new Error('There is nothing to see.');
    return message;
  }

  it('a command is answered, in the acknowledgement where that is quick enough', async () => {
    const { body } = await slack.command('stores');
    expect(JSON.stringify(body)).toContain('Ljubljana outlet');
    expect(wordsOf(newest('C1').blocks)).toContain('Your stores');
  });

  it('a press is answered', async () => {
    await slack.command('stores');
    await slack.press(newest('C1'), 'Sync');
    await expect.poll(() => wordsOf(newest('C1').blocks)).toContain('You said: sync demo-shop');
  });

  it('what is wrong in a submission stands under its field, and then it goes on', async () => {
    await slack.command('plain');
    await expect.poll(() => slack.screen('U1').view?.title).toBe('One of each');
    const right = { Name: 'Ana', Since: '2026-11-01', Size: 'One', Country: 'Country 1', Statuses: ['One'] };
    await slack.submit(shown(), { ...right, Days: '366' });
    expect(Object.values(shown().errors)).toEqual([expect.stringMatching(/365/)]);
    await slack.submit(shown(), { ...right, Days: '3' });
    await expect.poll(() => shown().title).toBe('Saved');
  });

  it('that a modal was closed is heard', async () => {
    await slack.command('fragile');
    await expect.poll(() => slack.screen('U1').view?.title).toBe('Which shop?');
    const { private_metadata } = shown();
    await slack.closeView(shown());
    const { id = '' }: { id?: string } = JSON.parse(private_metadata);
    await expect.poll(async () => (await bot.conversations.screen(id))?.screen.kind).toBe('done');
  });

  it('an event is heard, and the same one told again is worked on once', async () => {
    const said = await slack.say('stores');
    expect(said.status).toBe(200);
    await expect.poll(() => slack.screen('U1').messages.filter(({ text, bot }) => bot && text.includes('Your stores'))).toHaveLength(1);
    await Promise.all([1, 2].map((num) => slack.again(said, { retry: { num, reason: 'http_timeout' } })));
    await slack.say('help');
    await expect.poll(() => asked).toEqual(['stores', 'help']);
  });

  it('a command and a press that come again are done once', async () => {
    const typed = await slack.command('stores');
    const pressed = await slack.press(newest('C1'), 'Sync');
    await Promise.all([slack.again(typed), slack.again(pressed)]);
    await slack.command('help');
    await expect.poll(() => asked).toEqual(['stores', 'sync demo-shop', 'help']);
  });

  it('asked by Slack to come again, it does, and is heard', async () => {
    slack.sockets.refresh();
    await expect.poll(() => slack.sockets.connected).toBe(0);
    await expect.poll(() => slack.sockets.connected).toBe(1);
    expect((await slack.command('stores')).status).toBe(200);
  });

  it('cut off without a word, it comes back, and is heard', async () => {
    slack.sockets.cut();
    await expect.poll(() => slack.sockets.connected).toBe(0);
    await expect.poll(() => slack.sockets.connected).toBe(1);
    expect((await slack.command('stores')).status).toBe(200);
  });

  it('while Slack is away, it tries again until Slack is back', async () => {
    const tries = () => bot.log().split('Slack cannot be reached').length - 1;
    for (const how of ['closed', 503] as const) {
      const before = tries();
      slack.down(how);
      slack.sockets.cut();
      await expect.poll(tries).toBeGreaterThan(before);
      slack.down(false);
      await expect.poll(() => slack.sockets.connected, { timeout: 15_000 }).toBe(1);
      expect((await slack.command('stores')).status).toBe(200);
    }
  });

  it('there is no way in by HTTP', async () => {
    const response = await fetch(`${bot.address}/slack/events`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(404);
  });

  it('its token and its tickets are in no line of the log', () => {
    expect(bot.log()).not.toMatch(/xapp-|xoxb-|ticket=/);
  });
});

describe('The whole product', () => {
  const settings = { SLACK_BOT_TOKEN: 'xoxb-T1', SLACK_SIGNING_SECRET: '', SLACK_CLIENT_ID: '', SLACK_CLIENT_SECRET: '' };
  const right = { SLACK_APP_TOKEN: 'xapp-1-A1-sample' };
  let product: Product;
  beforeAll(async () => {
    product = await startProduct({ teams: [{ id: 'T1' }], settings: { ...settings, SLACK_APP_TOKEN: 'xapp-wrong' } });
  });
  afterAll(() => product.close());
  const answers = async () => {
    product.slack.requestUrl = '';
    const ana = sitDown({ slack: product.slack });
    await ana.command('stores');
    await ana.answered(/No store is connected/);
  };

  it('starts with a wrong SLACK_APP_TOKEN, and its log says what to look at', async () => {
    expect((await fetch(`${product.address}/readyz`)).status).toBe(200);
    expect(product.log()).toContain('Slack refuses a socket: look whether SLACK_APP_TOKEN is right.');
    expect(product.log()).not.toContain('xapp-');
  });

  it('speaks over a socket where SLACK_APP_TOKEN is set, and needs no signing secret', async () => {
    await product.restart(right);
    expect(product.slack.sockets.connected).toBe(1);
    await answers();
    expect((await fetch(`${product.address}/slack/events`, { method: 'POST', body: '{}' })).status).toBe(404);
  });

  it('starts also while Slack does not answer, and speaks once it does', async () => {
    product.slack.down('closed');
    await product.restart(right);
    expect((await fetch(`${product.address}/readyz`)).status).toBe(200);
    product.slack.down(false);
    await expect.poll(() => product.slack.sockets.connected).toBe(1);
    await answers();
  });
});
