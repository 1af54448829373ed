import { createHmac } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { reasons, scopes } from '../bot/slack/scopes.ts';
import { readConfig } from '../config.ts';
import { commands } from '../dialogs/commands.ts';
import { prompts } from '../dialogs/prompts.ts';
import { createLog } from '../log.ts';
import { type App, start } from '../main.ts';
import { testDatabase, testKey } from './database.ts';

const text = (longest: number, shortest = 1) => z.string().min(shortest).max(longest);
const address = z.string().startsWith('https://YOUR-HOST/slack/');

/** As much of Slack's manifest as we use, with its limits: nothing else may stand in it. */
const manifestOfSlack = z.strictObject({
  display_information: z.strictObject({
    name: text(35),
    description: text(140),
    long_description: text(4000, 175),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.literal(true),
      messages_tab_enabled: z.literal(true),
      messages_tab_read_only_enabled: z.literal(false),
    }),
    bot_user: z.strictObject({ display_name: text(80), always_online: z.boolean() }),
    agent_view: z.strictObject({
      agent_description: text(300),
      suggested_prompts: z.array(z.strictObject({ title: z.string(), message: z.string() })).max(4),
    }),
    slash_commands: z.tuple([
      z.strictObject({
        command: z.literal('/om'),
        url: address,
        description: text(2000),
        usage_hint: text(1000),
        // Without it Slack would not tell whom "@ana" means.
        should_escape: z.literal(true),
      }),
    ]),
  }),
  oauth_config: z.strictObject({
    redirect_urls: z.tuple([address]),
    scopes: z.strictObject({ bot: z.array(z.string()) }),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: address, bot_events: z.array(z.string()) }),
    interactivity: z.strictObject({ is_enabled: z.literal(true), request_url: address, message_menu_options_url: address }),
    org_deploy_enabled: z.literal(false),
    socket_mode_enabled: z.literal(false),
    token_rotation_enabled: z.literal(false),
  }),
});

type Manifest = z.infer<typeof manifestOfSlack>;
const read = (host: string): Manifest => JSON.parse(readFileSync('manifest.json', 'utf8').replaceAll('YOUR-HOST', host));
const manifest = read('YOUR-HOST');
const readme = readFileSync('README.md', 'utf8');

describe('manifest.json', () => {
  it('says what Slack knows and nothing else, in texts that are short enough', () => {
    expect(manifestOfSlack.safeParse(manifest).error?.issues ?? []).toEqual([]);
  });

  it('asks for the scopes that bot/slack/scopes.ts has a reason for, and for no other', () => {
    expect(manifest.oauth_config.scopes.bot).toEqual(scopes);
    expect(Object.values(reasons).filter((reason) => !reason.trim())).toEqual([]);
  });

  it('subscribes to the events that the bot listens to, and to no other', () => {
    const sources = globSync('bot/slack/*.ts').map((file) => readFileSync(file, 'utf8'));
    const heard = sources.flatMap((source) => [...source.matchAll(/\.event\('([\w.]+)'/g)].map(([, name = '']) => name));
    // Of messages only those written to it in person.
    const subscribed = heard.map((name) => (name === 'message' ? 'message.im' : name));
    expect(manifest.settings.event_subscriptions.bot_events.toSorted()).toEqual(subscribed.toSorted());
  });

  it('suggests what the bot offers by itself, and hints at commands that there are', () => {
    const { agent_view, slash_commands } = manifest.features;
    expect(agent_view.suggested_prompts).toEqual(prompts.map(({ title, command }) => ({ title, message: command })));
    const known = commands.flatMap(({ words }) => words);
    const hints = slash_commands[0].usage_hint.split(' | ').map((hint) => hint.split(' ')[0]);
    expect(hints.filter((word = '') => !known.includes(word))).toEqual([]);
  });
});

describe('the addresses of manifest.json', () => {
  const host = 'bot.example.com';
  const secret = 'the signing secret';
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let app: App;

  beforeAll(async () => {
    database = await testDatabase();
    const slack = { SLACK_SIGNING_SECRET: secret, SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'client', PUBLIC_URL: `https://${host}` };
    const config = readConfig({ ...slack, DATABASE_URL: database.url, SECRET_KEY: testKey, PORT: '0', WEB_CHAT: 'off' });
    app = await start(config, ['bot'], createLog('silent'));
  });
  afterAll(async () => {
    await app?.stop();
    await database?.close();
  });

  const ask = (address: string, request: RequestInit = {}) =>
    fetch(`${app.url}${address.replace(/^https:\/\/[^/]+/, '')}`, { redirect: 'manual', ...request });
  const { features, settings } = manifest;
  const receiving: [what: string, address: string][] = [
    ['/om', features.slash_commands[0].url],
    ['events', settings.event_subscriptions.request_url],
    ['presses and forms', settings.interactivity.request_url],
    ['options', settings.interactivity.message_menu_options_url],
  ];

  it.each(receiving)('of %s answers when Slack asks whether it is ours', async (_, address) => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'is it you?' });
    const moment = Math.floor(Date.now() / 1000);
    const signature = createHmac('sha256', secret).update(`v0:${moment}:${body}`).digest('hex');
    const signed = { 'x-slack-request-timestamp': String(moment), 'x-slack-signature': `v0=${signature}` };
    const answer = await ask(address, { method: 'POST', body, headers: { 'content-type': 'application/json', ...signed } });
    expect({ status: answer.status, body: await answer.json() }).toEqual({ status: 200, body: { challenge: 'is it you?' } });
    expect((await ask(address, { method: 'POST', body, headers: { 'content-type': 'application/json' } })).status).toBe(401);
  });

  it('are those that an installation asks for, and comes back to', async () => {
    const { oauth_config } = read(host);
    const sentTo = new URL((await ask('/slack/install')).headers.get('location') ?? '');
    expect(sentTo.searchParams.get('scope')?.split(',')).toEqual(oauth_config.scopes.bot);
    expect([sentTo.searchParams.get('redirect_uri')]).toEqual(oauth_config.redirect_urls);
    const back = await ask(oauth_config.redirect_urls[0]);
    expect(back.status).toBe(400);
    expect(await back.text()).toContain('OM Bot was not installed');
  });
});

it('the README tells of each permission, in the same words', () => {
  const rows = [...readme.matchAll(/^\| `([\w:]+)` \| (to .+) \|$/gm)].map(([, scope, reason]) => [scope, reason]);
  expect(rows).toEqual(Object.entries(reasons));
});
