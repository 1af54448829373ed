import { App, HTTPReceiver, LogLevel, webApi } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { modal, plain, wire } from './slack/sample-app.ts';
import { buttonsOf, type SeenView, type Slack, startSlack, wordsOf } from './slack.ts';

let slack: Slack;
let stop: (() => Promise<unknown>) | undefined;
const failures: string[] = [];
const clientOptions = () => ({ slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true });
const client = (token = slack.team().token) => new webApi.WebClient(token, { ...clientOptions(), logLevel: LogLevel.ERROR });
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => 'ok',
    (error: unknown) => (error instanceof webApi.WebAPIPlatformError ? error.data.error : String(error)),
  );
const shown = (user = 'U1', channel?: string) => slack.screen(user, channel).messages.map(({ text }) => text);
const viewOf = (user = 'U1'): SeenView => {
  const { view } = slack.screen(user);
  if (!view) throw new Error('no modal is open');
  return view;
};
const newest = (user = 'U1', channel?: string) => {
  const message = slack.screen(user, channel).messages.at(-1);
  if (!message) throw new Error('no message');
  return message;
};
const button = (label: string, more = {}) => ({ type: 'button' as const, text: plain(label), action_id: 'go', ...more });
const actions = (...elements: ReturnType<typeof button>[]) => ({ type: 'actions' as const, elements });

beforeEach(async () => {
  failures.length = 0;
  slack = await startSlack();
});
afterEach(async () => {
  await stop?.();
  stop = undefined;
  expect(failures).toEqual([]);
  await slack.close();
});

async function overHttp(oauth = {}) {
  const receiver = new HTTPReceiver({ signingSecret: slack.app.signingSecret, logLevel: LogLevel.ERROR, ...oauth });
  const authorization = Object.keys(oauth).length ? {} : { token: slack.team().token };
  const app = new App({ receiver, ...authorization, clientOptions: clientOptions(), logLevel: LogLevel.ERROR, ...oauth });
  wire(app, (message) => failures.push(message));
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no port');
  stop = () => app.stop();
  slack.requestUrl = `http://127.0.0.1:${address.port}/slack/events`;
  return `http://127.0.0.1:${address.port}`;
}

async function overSocket() {
  const { appToken } = slack.app;
  const app = new App({ socketMode: true, appToken, token: slack.team().token, clientOptions: clientOptions(), logLevel: LogLevel.ERROR });
  wire(app, (message) => failures.push(message));
  await app.start();
  stop = () => app.stop();
}

type Installed = { team?: { id: string }; bot?: { token: string } };

describe.each([
  ['over HTTP', overHttp],
  ['over a socket', overSocket],
])('a Bolt app %s', (_, start) => {
  beforeEach(async () => {
    await start();
  });

  test('answers a command to the person alone, or to all', async () => {
    await slack.command('hello & <you>, @bor in #orders');
    await slack.command('share this');
    expect(shown('U1', 'C1')).toEqual(['You said: hello &amp; &lt;you&gt;, <@U2|bor> in <#C1|orders>', 'You said: share this']);
    expect(shown('U2', 'C1')).toEqual(['You said: share this']);
  });

  test('opens a modal, shows what is wrong under its field, and goes on with what was typed', async () => {
    await slack.command('connect');
    await expect.poll(() => slack.screen('U1').view?.title).toBe('Connect a store');
    await expect(slack.submit(viewOf())).rejects.toThrow('"Address": please complete this required field');
    await slack.submit(viewOf(), { address: 'ftp://x' });
    expect(viewOf().errors).toEqual({ address: 'Enter an https:// address' });
    await slack.submit(viewOf(), { address: 'https://x' });
    await expect.poll(() => viewOf().title).toBe('Name it');
    expect(viewOf().values.address?.address).toEqual({ type: 'plain_text_input', value: 'https://x' });
    expect(viewOf().values.name?.name?.value).toBeNull();
  });

  test('is told when a modal is closed, if it asked for it', async () => {
    await slack.command('connect');
    await expect.poll(() => slack.screen('U1').views).toHaveLength(1);
    expect(await slack.closeView(viewOf())).toHaveLength(1);
    await expect.poll(shown).toEqual(['You left.']);
  });

  test('hears direct messages, mentions, and who looks at it', async () => {
    await slack.say('hello');
    await slack.say('@OM import 14', { user: 'U2', channel: 'C1' });
    await slack.openHome('U1');
    await slack.openHome('U1', { tab: 'messages' });
    await expect.poll(shown).toEqual(['hello', 'hi']);
    expect(slack.screen('U1').messages[1]?.thread_ts).toBe(slack.screen('U1').messages[0]?.ts);
    await expect.poll(() => shown('U1', 'C1')).toEqual(['<@UBOT> import 14', 'heard: <@UBOT> import 14']);
    await expect.poll(() => wordsOf(slack.screen('U1').home?.blocks)).toBe('Stores');
    await expect.poll(() => slack.callsOf('assistant.threads.setSuggestedPrompts')).toHaveLength(2);
    expect(slack.screen('U1').prompts?.prompts).toEqual([{ title: 'Import', message: 'import 14' }]);
  });

  test('answers a pressed button by its response_url, also in a message that one person sees', async () => {
    await client().chat.postEphemeral({ channel: 'C1', user: 'U2', text: 'Press', blocks: [actions(button('Go'))] });
    const pressed = await slack.press(newest('U2', 'C1'), 'Go', { user: 'U2' });
    expect(pressed).toMatchObject({ status: 200, payload: { container: { is_ephemeral: true }, actions: [{ action_id: 'go' }] } });
    expect(pressed.payload).not.toHaveProperty('message');
    await expect.poll(() => shown('U2', 'C1')).toEqual(['pressed']);
    expect(shown('U1', 'C1')).toEqual([]);
    expect(buttonsOf(newest('U2', 'C1').blocks)).toEqual([]);
  });

  test('suggests options, and only those can be chosen', async () => {
    const element = { type: 'external_select' as const, action_id: 'store', min_query_length: 2 };
    const view = modal('Choose', [{ type: 'input', block_id: 'store', label: plain('Store'), element }]);
    const { payload } = await slack.command('hello');
    await client().views.open({ trigger_id: String(payload.trigger_id), view });
    await expect(slack.suggest(viewOf(), 'store', 'd')).rejects.toThrow('after 2 characters');
    expect(() => slack.fill(viewOf(), { store: 'Store de' })).toThrow('has no option');
    expect((await slack.suggest(viewOf(), 'store', 'de')).options).toEqual(['Store de']);
    slack.fill(viewOf(), { store: 'Store de' });
    expect(viewOf().values.store?.store).toMatchObject({ selected_option: { value: 'x' } });
  });
});

describe('signatures and redelivery', () => {
  test('a wrong secret and an old timestamp are refused, a replay is the same to the byte', async () => {
    await overHttp();
    expect((await slack.raw('{"type":"url_verification","challenge":"word"}')).body).toEqual({ challenge: 'word' });
    expect((await slack.command('x', { secret: 'wrong' })).status).toBe(401);
    expect((await slack.command('x', { skew: -400 })).status).toBe(401);
    expect(slack.screen('U1', 'C1').messages.at(-1)?.text).toBe('/om failed with the error “dispatch_failed”');
    const first = await slack.command('hello');
    expect((await slack.again(first)).status).toBe(200);
    const changed = await slack.forged(first, (payload) => Object.assign(payload, { text: 'something else' }));
    expect(changed.body).toMatchObject({ text: 'You said: something else' });
    expect(shown('U1', 'C1').filter((text) => text === 'You said: hello')).toHaveLength(2);
  });

  test('an event that was not taken comes again, numbered, and only then', async () => {
    slack.requestUrl = 'http://127.0.0.1:9/slack/events';
    const lost = await slack.say('hello');
    expect(lost.status).toBe(0);
    await overHttp();
    const taken = await slack.retry(lost);
    expect(taken.status).toBe(200);
    expect(taken.payload.event_id).toBe(lost.payload.event_id);
    await expect(slack.retry(taken)).rejects.toThrow('does not redeliver');
    await expect.poll(shown).toEqual(['hello', 'hi']);
  });

  test('over a socket it says which attempt it is, and connections are renewed', async () => {
    await overSocket();
    const first = await slack.say('hello');
    await slack.again(first, { retry: { num: 1, reason: 'http_timeout' } });
    await expect.poll(() => shown().filter((text) => text === 'hi')).toHaveLength(2);
    slack.sockets.refresh();
    await expect.poll(() => slack.sockets.connected).toBe(0);
    expect((await slack.say('hello')).status).toBe(0);
  });
});

test('installs by OAuth, and an uninstalled token is dead', async () => {
  slack.addTeam({ id: 'T2', installed: false });
  Object.assign(slack.access.installer, { team: 'T2', user: 'U21' });
  const installations = new Map<string, Installed>();
  const { clientId, clientSecret } = slack.app;
  const site = await overHttp({
    clientId,
    clientSecret,
    stateSecret: 'state',
    scopes: ['chat:write', 'commands'],
    installationStore: {
      storeInstallation: async (one: Installed) => void installations.set(one.team?.id ?? '', one),
      fetchInstallation: async ({ teamId }: { teamId: string }) => installations.get(teamId),
    },
    installerOptions: { directInstall: true, authorizationUrl: slack.authorizeUrl, clientOptions: clientOptions() },
  });
  slack.access.redirectUris.push(`${site}/slack/oauth_redirect`);
  const start = await fetch(`${site}/slack/install`, { redirect: 'manual' });
  const consent = await fetch(start.headers.get('location') ?? '', { redirect: 'manual' });
  const back = consent.headers.get('location') ?? '';
  expect((await fetch(back)).status).not.toBe(200);
  const cookie = start.headers.get('set-cookie')?.split(';')[0] ?? '';
  expect((await fetch(back, { headers: { cookie } })).status).toBe(200);
  const token = installations.get('T2')?.bot?.token ?? '';
  expect(await refusal(client(token).chat.postMessage({ channel: 'U21', text: 'Welcome' }))).toBe('ok');
  expect(await refusal(client(token).users.info({ user: 'U21' }))).toBe('missing_scope');
  expect(await refusal(client(token).chat.postMessage({ channel: 'C1', text: 'x' }))).toBe('channel_not_found');
  await slack.command('hi', { user: 'U22' });
  expect(shown('U22', 'C21')).toEqual(['You said: hi']);
  await slack.uninstall('T2');
  expect(await refusal(client(token).auth.test())).toBe('account_inactive');
});
