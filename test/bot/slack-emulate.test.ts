import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scopes } from '../../bot/slack/scopes.ts';
import { freePort } from '../../db/embedded.ts';
import { Conversation } from '../../db/entities/conversation.ts';
import { Message } from '../../db/entities/message.ts';
import { testDatabase } from '../database.ts';
import { stores } from './dialogs.ts';
import { openSlack, type SlackBot } from './slack-bot.ts';
import { openBrowser } from './slack-oauth.ts';

// A second opinion on OAuth and the Web API, which is not ours: emulate, by Vercel. It sends nothing by itself, and looks at no blocks.
const emulate = await import('emulate').catch(() => undefined);
if (!emulate) console.log('The package emulate is not at hand: there is no second opinion on Slack’s Web API.');

const app = { signingSecret: 'emulated-signing-secret', clientId: '1.2', clientSecret: 'emulated-client-secret', appToken: '' };
const [team, admin, general] = ['T000000001', 'U000000001', 'C000000001'];

describe.runIf(emulate)('By emulate', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let bot: SlackBot;
  let url: string;
  let close = async () => {};

  beforeAll(async () => {
    database = await testDatabase();
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const slack = {
      apiUrl: `${url}/api/`,
      app: { ...app, id: 'A1', name: 'OM', command: '/om' },
      team: () => ({ token: '' }),
      requestUrl: '',
    };
    bot = await openSlack(database, { slack, install: true });
    const oauthApp = {
      ...{ client_id: app.clientId, client_secret: app.clientSecret, app_id: 'A1', name: 'OM Bot', bot_name: 'om', scopes: [...scopes] },
      redirect_uris: [`${bot.address}/slack/oauth_redirect`],
    };
    const look = { token: 'xoxp-look', user: 'admin', scopes: ['channels:history', 'channels:read', 'channels:write', 'channels:manage'] };
    const seed = { slack: { oauth_apps: [oauthApp], strict_scopes: true, tokens: [look] } };
    const emulator = await emulate?.createEmulator({ service: 'slack', port, seed });
    close = async () => emulator?.close();
  });
  afterAll(async () => {
    await bot.close();
    await close();
    await database.close();
  });

  const call = async (method: string, args: Record<string, string>, token = 'xoxp-look') => {
    const response = await fetch(`${url}/api/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: new URLSearchParams(args),
    });
    const answer = await response.json();
    if (!answer.ok) throw new Error(`${method}: ${answer.error}`);
    return answer;
  };

  const token = async () => (await bot.slack.workspaces.byTeam(team))?.client.token ?? '';
  const trigger = async () => (await call('views.generateTriggerId', { user_id: admin }, await token())).trigger_id;
  const inspector = async (tab: string) => {
    const page = await (await fetch(`${url}/?tab=${tab}`)).text();
    return page.replace(/<style.*?<\/style>|<[^>]+>/gs, ' ').replace(/\s+/g, ' ');
  };
  const modals = async () => /Modals (.*) Trigger IDs/.exec(await inspector('views'))?.[1] ?? '';

  function signed(body: string, type: string) {
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const signature = `v0=${createHmac('sha256', app.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
    const headers = { 'content-type': type, 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature };
    return fetch(`${bot.address}/slack/events`, { method: 'POST', headers, body });
  }
  async function command(text: string, trigger_id: string) {
    const from = { command: '/om', text, team_id: team, user_id: admin, user_name: 'admin', channel_id: general, channel_name: 'general' };
    const form = new URLSearchParams({ ...from, trigger_id, response_url: `${url}/none`, api_app_id: 'A1' });
    expect((await signed(form.toString(), 'application/x-www-form-urlencoded')).status).toBe(200);
  }
  /** The question that was asked last. */
  const open = () => database.orm.em.fork().findOneOrFail(Conversation, { finishedAt: null }, { orderBy: { createdAt: 'desc' } });

  it('is installed, with all that we ask for', async () => {
    const browser = openBrowser(bot.address);
    const door = new URL((await browser.get(`${bot.address}/slack/install`)).to);
    expect(door.origin).toBe(url);
    const consent = await fetch(door);
    expect(await consent.text()).toContain('OM Bot');
    const form = new URLSearchParams({ ...Object.fromEntries(door.searchParams), user_id: admin });
    const agreed = await fetch(`${url}/oauth/v2/authorize/callback`, { method: 'POST', body: form, redirect: 'manual' });
    const { status, page } = await browser.get(agreed.headers.get('location') ?? '');
    expect([status, page.includes('OM Bot is installed')]).toEqual([200, true]);
    expect(await bot.slack.workspaces.byTeam(team)).toMatchObject({ name: 'Emulate', installerId: admin });
  });

  it('takes a card, and its edit in the same place', async () => {
    const channel = await bot.channel(general, team);
    for (const [revision, card] of [stores, { title: 'Two stores are well' }].entries()) {
      await bot.slack.surface.post({ channel, key: 'card', revision, card });
      await expect.poll(bot.isSent).toBe(true);
      const { messages } = await call('conversations.history', { channel: general });
      expect(messages).toMatchObject([{ text: expect.stringContaining(card.title) }]);
      expect(messages[0].blocks[0]).toMatchObject({ type: 'header', text: { text: card.title } });
    }
  });

  it('opens a modal by a trigger, and shows there how the question goes on', async () => {
    await command('plain', await trigger());
    await expect.poll(modals).toContain('Please fill in *everything*.');
    const { id, version } = await open();
    const { address } = await database.orm.em.fork().findOneOrFail(Message, { key: `conversation:${id}` });
    const answers = { name: 'Ana of Ljubljana', days: '3', since: '2026-11-01', size: 'one', country: 'c1', statuses: ['one'], extras: [] };
    await (await bot.conversations.answer(id, version, answers)).last;
    await expect.poll(modals).toMatch(new RegExp(`${address} .*Ana of Ljubljana`));
    expect(await modals()).not.toContain('Please fill in');
  });

  it('lets no trigger open two modals, and then there is a button for it', async () => {
    const once = await trigger();
    const taken = { type: 'modal', title: { type: 'plain_text', text: 'Taken' }, blocks: [] };
    await call('views.open', { trigger_id: once, view: JSON.stringify(taken) }, await token());
    const before = await modals();
    await command('connect', once);
    await expect.poll(() => inspector('messages')).toMatch(/Ephemeral .*Connect your shop/);
    expect(await modals()).toBe(before);
  });

  it('shows the home tab', async () => {
    const event = { type: 'app_home_opened', user: admin, tab: 'home', channel: 'D1', event_ts: '1.1' };
    const body = { type: 'event_callback', team_id: team, event_id: 'Ev1', event_time: 1, api_app_id: 'A1', event };
    expect((await signed(JSON.stringify(body), 'application/json')).status).toBe(200);
    await expect.poll(() => inspector('views')).toMatch(/App Home .*admin/);
  });

  it('had nothing to complain about', () => {
    expect(bot.log()).not.toMatch(/"level":(40|50)/);
  });
});
